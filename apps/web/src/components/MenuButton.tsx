'use client';
import { type ComponentType, type ReactNode, useState } from 'react';

interface MenuButtonProps {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
  /** The menu, loaded on demand; it opens at once, around a trigger that looks the same. */
  readonly Menu: ComponentType;
  /** Begins loading it: somebody is about to press. */
  readonly preload: () => void;
}

/** A button whose menu is loaded by the first who wants it: most who open a page never do. */
export const MenuButton = ({ label, className, children, Menu, preload }: MenuButtonProps) => {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <Menu />;
  return (
    <button
      type="button"
      aria-label={label}
      aria-haspopup="menu"
      title={label}
      onPointerEnter={preload}
      onFocus={preload}
      onClick={() => setWanted(true)}
      className={className}
    >
      {children}
    </button>
  );
};
