'use client';
import { useEffect, useRef, useState } from 'react';
import { ask, type Refusal } from '../api/ask.ts';
import { hostAddress } from '../api/hostAddress.ts';
import { useHost } from '../connection/live.ts';
import { type TimeRange, windowOf } from '../time/timeRange.ts';
import { fillHeat, gridOf, type Heat, type StoredCpu } from './heat.ts';

interface HeatWish {
  readonly metric: string;
  readonly range: TimeRange;
}

/** Steps asked for again with the newest one: the last samples of a step may come after it was first asked for. */
const AGAIN_STEPS = 2;

interface HeatState {
  readonly heat: Heat | undefined;
  readonly refusal: Refusal | undefined;
}

/** What is stored of each CPU over the time that is shown: the whole once, then what is new as the host's samples come. */
export const useHeat = (hostId: string, { metric, range }: HeatWish): HeatState => {
  const newestMs = useHost(hostId, (host) => host.layers['link']?.timeMs);
  const [state, setState] = useState<HeatState>({ heat: undefined, refusal: undefined });
  const kept = useRef<{ readonly wish: string; readonly heat: Heat } | undefined>(undefined);
  const grid = newestMs === undefined ? undefined : gridOf(windowOf(range, newestMs));
  // The same text for as long as no step has ended, so that nothing is asked for in vain.
  const wanted = grid && JSON.stringify(grid);
  useEffect(() => {
    if (wanted === undefined || document.visibilityState === 'hidden') return undefined;
    const stop = new AbortController();
    const now = JSON.parse(wanted) as ReturnType<typeof gridOf>;
    const { fromMs, stepMs, columns } = now;
    const wish = [hostId, metric, stepMs, columns].join(' ');
    const before = kept.current?.wish === wish ? kept.current.heat : undefined;
    if (before === undefined) setState({ heat: undefined, refusal: undefined });
    const movesOn = before !== undefined && before.fromMs <= fromMs;
    const knownMs = movesOn ? before.fromMs + (before.columns - AGAIN_STEPS) * stepMs : 0;
    const query = new URLSearchParams({
      ids: metric,
      as: 'rate',
      step: String(stepMs),
      from: String(Math.max(fromMs, knownMs)),
      to: String(fromMs + columns * stepMs),
    });
    const look = async (): Promise<void> => {
      const address = hostAddress(hostId, `/metrics?${query}`);
      const answer = await ask<{ readonly series: readonly StoredCpu[] }>(address, undefined, stop.signal);
      if (!answer.ok) return setState(({ heat }) => ({ heat, refusal: answer.refusal }));
      const heat = fillHeat(movesOn ? before : undefined, now, answer.body.series);
      kept.current = { wish, heat };
      setState({ heat, refusal: undefined });
    };
    // Rejects only when it is stopped.
    look().catch(() => undefined);
    return () => stop.abort();
  }, [hostId, metric, wanted]);
  return state;
};
