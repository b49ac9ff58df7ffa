import { useEffect, useState } from 'react';
import { callServer } from '../api/ask.ts';
import { hostAddress } from '../api/hostAddress.ts';
import type { StoredSeries } from './evidenceChart.ts';

const EVERY_MS = 5000;
const STEP_MS = 5000;
const NONE: readonly StoredSeries[] = [];

/** The last five minutes of some metrics while the page is looked at; empty until they have come, and where they cannot be had. */
export const useStoredSeries = (hostId: string, metrics: readonly string[]): readonly StoredSeries[] => {
  const [stored, setStored] = useState(NONE);
  const ids = [...new Set(metrics)].toSorted().join(',');
  useEffect(() => {
    if (ids === '') return undefined;
    const stop = new AbortController();
    const query = new URLSearchParams({ ids, as: 'rate', step: String(STEP_MS) });
    const look = async (): Promise<void> => {
      if (document.visibilityState === 'hidden') return;
      const response = await callServer(hostAddress(hostId, `/metrics?${query}`), {
        signal: stop.signal,
        cache: 'no-store',
      });
      if (!response.ok) return;
      const { series = NONE } = (await response.json()) as { readonly series?: readonly StoredSeries[] };
      setStored(series);
    };
    // A chart beside a number that stands for itself: without it nothing is missing.
    const quietly = () => void look().catch(() => undefined);
    quietly();
    const timer = setInterval(quietly, EVERY_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [hostId, ids]);
  return stored;
};
