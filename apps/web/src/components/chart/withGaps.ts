import type { ChartPoint } from './types.ts';

/** A hole in the measurements is this many times as long as the usual distance between them. */
const GAP = 3.5;

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/**
 * The known points, with an unknown one in each hole: what is measured every ten seconds is a line, and where an agent was away it is
 * broken.
 */
export const withGaps = (points: readonly ChartPoint[]): readonly ChartPoint[] => {
  const known = points.filter(({ value }) => value !== null);
  const usualMs = median(known.slice(1).map(({ timeMs }, n) => timeMs - (known[n]?.timeMs ?? timeMs)));
  return known.flatMap((point, n) => {
    const before = known[n - 1];
    if (before === undefined || point.timeMs - before.timeMs <= GAP * usualMs) return [point];
    const hole = { timeMs: before.timeMs + usualMs, value: null, low: null, high: null };
    return [hole, point];
  });
};
