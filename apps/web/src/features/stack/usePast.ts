'use client';
import { useEffect, useState } from 'react';
import { ask } from '../api/ask.ts';
import { hostAddress } from '../api/hostAddress.ts';
import { useTimeRange } from '../time/useTimeRange.ts';
import type { Past } from './PastContext.ts';

export interface AskedPast {
  /** The moment: the end of the chosen stretch. */
  readonly atMs: number;
  readonly past: Past | undefined;
  /** Why there is none, as the server says it. */
  readonly why: string | undefined;
}

/** The stack at the end of the chosen stretch, when that is over; undefined while the present is shown. */
export const usePast = (hostId: string): AskedPast | undefined => {
  const [range] = useTimeRange();
  const atMs = range.kind === 'between' ? range.toMs : undefined;
  const [told, setTold] = useState<AskedPast>();
  useEffect(() => {
    if (atMs === undefined) return undefined;
    const stop = new AbortController();
    ask<Past>(hostAddress(hostId, `/stack?at=${Math.min(atMs, Date.now() - 1000)}`), undefined, stop.signal).then(
      (answer) =>
        setTold({
          atMs,
          past: answer.ok ? answer.body : undefined,
          why: answer.ok ? undefined : answer.refusal.message,
        }),
      () => undefined,
    );
    return () => stop.abort();
  }, [hostId, atMs]);
  if (atMs === undefined) return undefined;
  return told?.atMs === atMs ? told : { atMs, past: undefined, why: undefined };
};
