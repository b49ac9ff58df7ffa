'use client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ask } from '../api/ask.ts';
import { hostAddress } from '../api/hostAddress.ts';
import { useLive } from '../connection/live.ts';
import { followsNow, type TimeRange, type TimeWindow, windowOf } from '../time/timeRange.ts';
import { newestOf, type StoredBand, stepOf, withTail } from './storedBands.ts';
import { useOldest } from './useOldest.ts';

/** How often the end is looked at: with each step, but no more often than this and no less. */
const OFTEN_MS = 2000;
const SELDOM_MS = 60_000;

export interface History {
  /** Undefined until the first answer. */
  readonly series: readonly StoredBand[] | undefined;
  readonly window: TimeWindow;
  /** Why the newest question was not answered, in the server's words, and since when none was. */
  readonly trouble: { readonly why: string; readonly sinceMs: number } | undefined;
}

interface AskedHistory extends History {
  /** Asks at once, not when its turn comes. */
  readonly ask: () => void;
}

interface Answer {
  readonly series: readonly StoredBand[];
}

const NOTHING: History = { series: undefined, window: { fromMs: 0, toMs: 1 }, trouble: undefined };

/**
 * What is stored of some metrics over the chosen time; the end follows while the time does. Until another time is there the one before
 * stays, with its own window.
 */
export const useHistory = (hostId: string, metrics: readonly string[], range: TimeRange): AskedHistory => {
  const [history, setHistory] = useState(NOTHING);
  const offset = useLive((state) => state.clockOffsetMs);
  const offsetMs = useRef(offset);
  offsetMs.current = offset;
  const all = range.kind === 'last' && range.last === 'all';
  const oldest = useOldest(hostId, all);
  const ids = metrics.toSorted().join(',');
  const turns = useRef(() => {});
  useEffect(() => {
    if (ids === '' || (all && oldest === undefined)) return undefined;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let known: readonly StoredBand[] = [];
    let goodMs = Date.now();
    const look = async (): Promise<void> => {
      const window = windowOf(range, Date.now() + offsetMs.current, oldest);
      const step = stepOf(known);
      const newest = newestOf(known);
      const isTail = step !== undefined && newest !== undefined && newest - step > window.fromMs;
      const query = new URLSearchParams({
        ids,
        as: 'band',
        from: String(Math.floor(isTail ? newest - step : window.fromMs)),
        to: String(Math.ceil(window.toMs)),
        ...(isTail && { step: String(step) }),
      });
      const answer = await ask<Answer>(hostAddress(hostId, `/metrics?${query}`), undefined, stop.signal);
      if (answer.ok) {
        goodMs = Date.now();
        known = isTail ? withTail(known, answer.body.series, window.fromMs - step) : answer.body.series;
        setHistory({ series: known, window, trouble: undefined });
      } else {
        const { message } = answer.refusal;
        setHistory((before) => ({ ...before, window, trouble: { why: message, sinceMs: goodMs } }));
      }
    };
    const turn = async (): Promise<void> => {
      if (document.visibilityState !== 'hidden') await look();
      if (stop.signal.aborted || !followsNow(range)) return;
      timer = setTimeout(go, Math.min(SELDOM_MS, Math.max(OFTEN_MS, stepOf(known) ?? OFTEN_MS)));
    };
    const go = () => {
      clearTimeout(timer);
      // An aborted question is nobody's trouble.
      void turn().catch(() => undefined);
    };
    turns.current = go;
    go();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [hostId, ids, range, all, oldest]);
  const askNow = useCallback(() => turns.current(), []);
  return useMemo(() => ({ ...history, ask: askNow }), [history, askNow]);
};
