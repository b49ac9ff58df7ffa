'use client';
import { useCallback, useSyncExternalStore } from 'react';

const KEY = 'netstrata.menu';
const NARROW = 'narrow';
const listeners = new Set<() => void>();

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** A browser that forbids storage keeps the wide menu. */
const isNarrow = () => {
  try {
    return localStorage.getItem(KEY) === NARROW;
  } catch {
    return false;
  }
};

/** Whether the menu shows only icons; remembered by this browser. */
export const useNarrowMenu = (): readonly [boolean, (narrow: boolean) => void] => {
  const narrow = useSyncExternalStore(subscribe, isNarrow, () => false);
  const set = useCallback((next: boolean) => {
    try {
      localStorage.setItem(KEY, next ? NARROW : 'wide');
    } catch {
      return;
    }
    for (const listener of listeners) listener();
  }, []);
  return [narrow, set];
};
