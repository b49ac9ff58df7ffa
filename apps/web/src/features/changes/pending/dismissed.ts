import { useSyncExternalStore } from 'react';

const KEY = 'netstrata-read-changes';
/** The newest; older ones are not told any more anyway. */
const MOST = 100;

const listeners = new Set<() => void>();
const NONE: ReadonlySet<string> = new Set();
let read: ReadonlySet<string> | undefined;

const load = (): ReadonlySet<string> => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.map(String) : []);
  } catch {
    // No storage, or something else's: then it holds until the page is loaded again.
    return NONE;
  }
};
const now = (): ReadonlySet<string> => {
  read ??= load();
  return read;
};

/** Remembers, in this browser, that somebody has read what became of a change. */
export const dismiss = (id: string): void => {
  read = new Set([...now(), id].slice(-MOST));
  try {
    localStorage.setItem(KEY, JSON.stringify([...read]));
  } catch {
    // As above.
  }
  for (const listener of listeners) listener();
};

/** Changes whose end has been read in this browser. */
export const useDismissed = (): ReadonlySet<string> =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    now,
    () => NONE,
  );
