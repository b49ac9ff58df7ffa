import { type ReactNode, useId, useRef } from 'react';
import { clockMoment } from './clockTime.ts';
import { cx } from './cx.ts';
import styles from './FoldRow.module.css';
import { ChevronIcon } from './icons.tsx';
import { useFocusHeir } from './useFocusHeir.ts';

/** Of the list around such rows: they lie side by side in it where it is wide (`@container folds`). */
export const FOLDS = styles['list'];

interface FoldRowProps {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** Unix ms. */
  readonly timeMs: number;
  /** Places what is in the row: a grid with areas of its own, and `when` and `fold`. */
  readonly className: string | undefined;
  /** What of it is seen at once. */
  readonly children: ReactNode;
  /** All of it, rendered while it is unfolded. */
  readonly details: () => ReactNode;
  /** Data attributes of its item, by their names. */
  readonly data: Readonly<Record<`data-${string}`, string | number>>;
}

/** Something that happened at a time, on a line; pressed, it unfolds to all that is known of it. */
export const FoldRow = ({ isOpen, onToggle, timeMs, className, children, details, data }: FoldRowProps) => {
  const id = useId();
  const unfolded = useRef<HTMLDivElement>(null);
  const row = useRef<HTMLButtonElement>(null);
  useFocusHeir(unfolded, row);
  return (
    <li className={styles['item']} data-open={isOpen} {...data}>
      <button
        ref={row}
        type="button"
        aria-expanded={isOpen}
        aria-controls={`${id}-details`}
        onClick={onToggle}
        className={cx(styles['row'], className)}
      >
        <span className={cx(styles['when'], 'text-soft text-xs tabular-nums')}>{clockMoment(timeMs)}</span>
        {children}
        <ChevronIcon className={cx(styles['fold'], 'size-3 text-faint transition-transform', isOpen && 'rotate-90')} />
      </button>
      <div ref={unfolded} id={`${id}-details`} hidden={!isOpen}>
        {isOpen && details()}
      </div>
    </li>
  );
};
