'use client';
import { useCallback, useMemo } from 'react';
import { changeQuery, useQuery } from '../address/query.ts';
import { LIVE, parseTime, type TimeRange, timeQuery } from './timeRange.ts';

export type ChangeTime = (range: TimeRange) => void;

/** The time that the pages show, from the address. A change is a step in the history, so Back zooms out again. */
export const useTimeRange = (): readonly [TimeRange, ChangeTime] => {
  const query = timeQuery(new URLSearchParams(), parseTime(new URLSearchParams(useQuery())));
  const range = useMemo(() => (query === '' ? LIVE : parseTime(new URLSearchParams(query))), [query]);
  const change = useCallback<ChangeTime>((next) => {
    changeQuery((now) => {
      const same = timeQuery(now, parseTime(now));
      const wanted = timeQuery(now, next);
      return wanted === same ? now.toString() : wanted;
    });
  }, []);
  return [range, change];
};
