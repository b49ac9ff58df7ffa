'use client';
import type { DetailAnswer, DetailKind } from '@netstrata/metrics';
import type { ViewRequest } from '@netstrata/protocol/types';
import { useLocale } from 'next-intl';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { io } from 'socket.io-client';
import { askWho } from '../session/session.ts';
import { nextCalmFrame, subscribeClock } from './clock.ts';
import { ageOf, type Freshness, freshnessOf } from './freshness.ts';
import { type HostLive, hostOf, INITIAL, type LiveState, viewKey } from './state.ts';
import { LiveStore } from './store.ts';

const store = new LiveStore(nextCalmFrame);
let attached = false;

/** Opens the line on first use. Reconnects for ever, at most two seconds apart: the server is usually the same machine. */
const attach = () => {
  if (attached) return;
  attached = true;
  store.attach(
    io('/live', {
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: 250,
      reconnectionDelayMax: 2000,
      timeout: 4000,
      auth: (begin) => begin({ locale: store.locale() }),
    }),
    () => void askWho(),
  );
};

/** A part of the live state; renders only when that part is another reference. `select` must pick, not build. */
export const useLive = <T>(select: (state: LiveState) => T): T =>
  useSyncExternalStore(
    store.subscribe,
    () => select(store.state()),
    () => select(INITIAL),
  );

/** As `useLive`, for what acts in a tab that nobody sees: it is told there too. */
export const useWatched = <T>(select: (state: LiveState) => T): T =>
  useSyncExternalStore(
    store.watch,
    () => select(store.state()),
    () => select(INITIAL),
  );

export const useHost = <T>(hostId: string, pick: (host: HostLive) => T): T =>
  useLive((state) => pick(hostOf(state, hostId)));

/** What nobody sees moves this rarely: a reader of the screen, a search in the page and a print find it there. */
const OUT_OF_SIGHT_MS = 5000;

/** As `useHost` while something is in sight; now and then while it is not. */
export const useHostInSight = <T>(inSight: boolean, hostId: string, pick: (host: HostLive) => T): T | undefined => {
  const kept = useRef<{ readonly value: T; readonly atMs: number }>(undefined);
  const read = () => {
    const nowMs = performance.now();
    if (inSight || kept.current?.value === undefined || nowMs - kept.current.atMs > OUT_OF_SIGHT_MS)
      kept.current = { value: pick(hostOf(store.state(), hostId)), atMs: nowMs };
    return kept.current.value;
  };
  return useSyncExternalStore(store.subscribe, read, () => kept.current?.value);
};

/** What is known of a host at this moment, for what somebody asks for once. */
export const readHost = (hostId: string): HostLive => hostOf(store.state(), hostId);

/** Keeps a view open while the component is mounted; none for undefined. The server's texts come in the language of the page. */
export const useView = (request: ViewRequest | undefined): void => {
  const key = request === undefined ? undefined : viewKey(request);
  const locale = useLocale();
  useEffect(() => store.setLocale(locale), [locale]);
  useEffect(() => {
    attach();
    return key === undefined ? undefined : store.open(JSON.parse(key) as ViewRequest);
  }, [key]);
};

/** A report of the host, made for as long as the component is mounted; undefined until the first arrives. */
export const useDetails = <K extends DetailKind>(hostId: string, kind: K): DetailAnswer<K> | undefined => {
  useView(useMemo(() => ({ view: 'details', hostId, kind }) as const, [hostId, kind]));
  return useHost(hostId, (host) => host.details[kind]);
};

/** A primitive made from the state and the time; renders only when it changes. */
export const useClocked = <T extends string | number | boolean | undefined>(
  make: (state: LiveState, nowMs: number) => T,
): T =>
  useSyncExternalStore(
    subscribeBoth,
    () => make(store.state(), Date.now()),
    () => make(INITIAL, 0),
  );

const subscribeBoth = (listener: () => void) => {
  const ends = [store.subscribe(listener), subscribeClock(listener)];
  return () => {
    for (const end of ends) end();
  };
};

/** The same object for as long as kind and second stay the same. */
export const useFreshness = (hostId: string): Freshness => {
  const kept = useRef<Freshness>({ kind: 'connecting' });
  const read = () => {
    const next = freshnessOf(store.state(), hostId, Date.now());
    const sinceOf = (value: Freshness) => ('sinceMs' in value ? Math.round(value.sinceMs / 1000) : 0);
    if (next.kind !== kept.current.kind || sinceOf(next) !== sinceOf(kept.current)) kept.current = next;
    return kept.current;
  };
  return useSyncExternalStore(subscribeBoth, read, () => kept.current);
};

/** Whole seconds since the newest sample. */
export const useAgeSeconds = (hostId: string): number | undefined =>
  useClocked((state, nowMs) => {
    const ageMs = ageOf(state, hostId, nowMs);
    return ageMs === undefined ? undefined : Math.floor(ageMs / 1000);
  });
