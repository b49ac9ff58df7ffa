'use client';
import { useCallback, useMemo } from 'react';
import { changeQuery, useQuery } from '../address/query.ts';
import { type MetricsAddress, metricsQuery, parseMetrics } from './metricsAddress.ts';

type ChangeMetrics = (change: Partial<MetricsAddress>, how?: 'step' | 'quietly') => void;

/** The address as state. A change is a step in the history unless it is made while somebody types. */
export const useMetricsAddress = (): readonly [MetricsAddress, ChangeMetrics] => {
  const query = useQuery();
  const address = useMemo(() => parseMetrics(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeMetrics>((parts, how) => changeQuery((now) => metricsQuery(now, parts), how), []);
  return [address, change];
};
