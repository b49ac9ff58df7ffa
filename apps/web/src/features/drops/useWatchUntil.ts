'use client';
import { useEffect, useState } from 'react';

export const WATCH_MINUTES = 5;

/** When watching ends, by host, so that going from one layer's drawer to another's goes on with it. */
const ends = new Map<string, number>();

interface WatchUntil {
  /** Undefined while nobody watches. */
  readonly endMs: number | undefined;
  /** It was on, and its time was over. */
  readonly ended: boolean;
  readonly start: () => void;
  readonly stop: () => void;
}

const endOf = (hostId: string): number | undefined => {
  const endMs = ends.get(hostId);
  return endMs !== undefined && endMs > Date.now() ? endMs : undefined;
};

/** A wish of the reader that ends by itself. */
export const useWatchUntil = (hostId: string): WatchUntil => {
  const [endMs, setEndMs] = useState(() => endOf(hostId));
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    if (endMs === undefined) return;
    const timer = setTimeout(
      () => {
        setEndMs(undefined);
        setEnded(true);
      },
      Math.max(0, endMs - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [endMs]);
  return {
    endMs,
    ended,
    start: () => {
      const next = Date.now() + WATCH_MINUTES * 60_000;
      ends.set(hostId, next);
      setEndMs(next);
      setEnded(false);
    },
    stop: () => {
      ends.delete(hostId);
      setEndMs(undefined);
    },
  };
};
