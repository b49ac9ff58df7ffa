'use client';
import { useEffect, useState } from 'react';
import { printedKeys } from './keys.ts';

/** The keys of a shortcut. */
export const Keys = ({ keys }: { readonly keys: string }) => {
  const [isMac, setMac] = useState(false);
  useEffect(() => setMac(/Mac|iPhone|iPad/.test(navigator.userAgent)), []);
  return (
    <span className="flex shrink-0 gap-1">
      {printedKeys(keys, isMac).map((key) => (
        <kbd
          key={key}
          className="grid h-5 min-w-5 place-items-center rounded border border-line-strong bg-sunken px-1 font-sans text-2xs text-soft"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
};
