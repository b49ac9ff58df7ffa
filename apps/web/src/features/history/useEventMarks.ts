'use client';
import type { AdviceRecord } from '@netstrata/advisor/types';
import { useEffect, useMemo, useState } from 'react';
import type { ChartMark } from '../../components/chart/types.ts';
import { ask } from '../api/ask.ts';
import { hostAddress } from '../api/hostAddress.ts';
import { useMarks } from '../changes/marks/useMarks.ts';
import type { TimeWindow } from '../time/timeRange.ts';
import { eventMarks } from './eventMarks.ts';

const MOST = 200;
/** Advice opens and closes within seconds, and a mark is no alarm. */
const EVERY_MS = 15_000;
const NONE: readonly AdviceRecord[] = [];

/** What happened on a host over the time of its charts. `rules`: whose advice counts, that of all unless said. */
export const useEventMarks = (
  hostId: string,
  window: TimeWindow,
  rules?: ReadonlySet<string>,
): readonly ChartMark[] => {
  const [advice, setAdvice] = useState(NONE);
  const changes = useMarks(hostId);
  const from = Math.floor(window.fromMs / EVERY_MS) * EVERY_MS;
  const to = Math.ceil(window.toMs / EVERY_MS) * EVERY_MS;
  useEffect(() => {
    if (to <= EVERY_MS) return undefined;
    const stop = new AbortController();
    const query = new URLSearchParams({ from: String(from), to: String(to), limit: String(MOST) });
    // Without them the chart still says what was measured.
    ask<{ readonly records: readonly AdviceRecord[] }>(
      hostAddress(hostId, `/advice/history?${query}`),
      undefined,
      stop.signal,
    ).then(
      (answer) => answer.ok && setAdvice(answer.body.records),
      () => undefined,
    );
    return () => stop.abort();
  }, [hostId, from, to]);
  return useMemo(() => eventMarks({ advice, changes }, rules, window), [advice, changes, rules, window]);
};
