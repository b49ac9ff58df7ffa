'use client';
import { useEffect, useRef } from 'react';
import { addShortcut, type Shortcut } from './shortcuts.ts';

/** A shortcut for as long as the component is mounted; it stands in the help that `?` opens. */
export const useShortcut = ({ keys, title, group, run }: Shortcut): void => {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  }, [run]);
  useEffect(() => addShortcut({ keys, title, group, run: () => latest.current() }), [keys, title, group]);
};
