'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useSyncExternalStore } from 'react';

/**
 * The router shows a change of the address a moment later, and not every one: a field whose text is in the address would lose what is
 * typed meanwhile. So the newest query is kept here until the router has caught up, or has gone elsewhere.
 */
let ahead: { readonly pathname: string; readonly query: string } | undefined;
/** What the router may show on its way to the newest one. */
const onTheWay = new Set<string>();
/** What the router shows. */
let shownNow = '';
const listeners = new Set<() => void>();

/** Longer than the router needs. */
const CAUGHT_UP_MS = 1000;

const tellAll = (): void => {
  for (const tell of listeners) tell();
};

const followRouter = (): void => {
  if (ahead === undefined) return;
  ahead = undefined;
  onTheWay.clear();
  tellAll();
};

const subscribe = (tell: () => void): (() => void) => {
  if (listeners.size === 0) window.addEventListener('popstate', followRouter);
  listeners.add(tell);
  return () => {
    listeners.delete(tell);
    if (listeners.size === 0) window.removeEventListener('popstate', followRouter);
  };
};

/** In the one spelling that queries are compared in. */
const plain = (query: string): string => new URLSearchParams(query).toString();

const queryNow = (): string =>
  ahead?.pathname === window.location.pathname ? ahead.query : plain(window.location.search);

/** The query string of the address, without `?`. */
export const useQuery = (): string => {
  const pathname = usePathname();
  const shown = useSearchParams().toString();
  const query = useSyncExternalStore(
    subscribe,
    useCallback(() => (ahead?.pathname === pathname ? ahead.query : shown), [pathname, shown]),
    () => shown,
  );
  useEffect(() => {
    shownNow = shown;
    if (ahead?.pathname !== pathname || ahead.query === shown || !onTheWay.has(shown)) followRouter();
  }, [pathname, shown]);
  return query;
};

/**
 * Changes the query string of the page that is open; `next` gets the newest one. A `step` is one that Back undoes, `quietly` is for
 * what is typed.
 */
export const changeQuery = (next: (now: URLSearchParams) => string, how: 'step' | 'quietly' = 'step'): void => {
  const { pathname } = window.location;
  const now = queryNow();
  const text = next(new URLSearchParams(now));
  const query = plain(text);
  if (query === now) return;
  onTheWay.add(now).add(query);
  ahead = { pathname, query };
  tellAll();
  // Back where the router still is: it may have nothing to catch up with.
  if (query === shownNow) setTimeout(() => ahead?.query === shownNow && followRouter(), CAUGHT_UP_MS);
  const href = text === '' ? pathname : `${pathname}?${text}`;
  if (how === 'step') window.history.pushState(null, '', href);
  else window.history.replaceState(null, '', href);
};
