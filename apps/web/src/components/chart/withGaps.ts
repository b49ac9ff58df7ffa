import type { ChartPoint, ChartSeries } from './types.ts';

/** A hole in the measurements is this many times as long as the usual distance between them. */
const GAP = 3.5;

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** The usual distance between moments in their order, and from when on there is a hole. */
const distanceOf = (times: readonly number[]): { readonly usualMs: number; readonly holeMs: number } => {
  const usualMs = median(times.slice(1).map((timeMs, n) => timeMs - (times[n] ?? timeMs)));
  return { usualMs, holeMs: GAP * usualMs };
};

/**
 * The known points, with an unknown one in each hole: what is measured every ten seconds is a line, and where an agent was away it is
 * broken.
 */
export const withGaps = (points: readonly ChartPoint[]): readonly ChartPoint[] => {
  const known = points.filter(({ value }) => value !== null);
  const { usualMs, holeMs } = distanceOf(known.map(({ timeMs }) => timeMs));
  return known.flatMap((point, n) => {
    const before = known[n - 1];
    if (before === undefined || point.timeMs - before.timeMs <= holeMs) return [point];
    const hole = { timeMs: before.timeMs + usualMs, value: null, low: null, high: null };
    return [hole, point];
  });
};

/** A stretch of a chart's time, Unix ms. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Of the width of a chart: what is narrower is not seen. */
const SEEN = 0.01;
/** The newest step comes late: its absence is none yet. */
const LATE = 0.05;

/** Where none of the series is known: before the first was stored, while an agent was away, and since the last. */
export const unknownStretches = (all: readonly ChartSeries[], { fromMs, toMs }: Stretch): readonly Stretch[] => {
  const times = [
    ...new Set(all.flatMap(({ points }) => points.flatMap(({ timeMs, value }) => (value === null ? [] : [timeMs])))),
  ].toSorted((a, b) => a - b);
  const [first] = times;
  if (first === undefined) return [];
  const { usualMs, holeMs } = distanceOf(times);
  const leastOf = (share: number) => Math.max(holeMs, (toMs - fromMs) * share);
  return [fromMs - usualMs, ...times]
    .map((timeMs, n) => ({ timeMs, nextMs: times[n] ?? toMs, leastMs: leastOf(n < times.length ? SEEN : LATE) }))
    .filter(({ timeMs, nextMs, leastMs }) => nextMs - timeMs > leastMs)
    .map(({ timeMs, nextMs }) => ({ fromMs: Math.max(fromMs, timeMs + usualMs), toMs: nextMs }));
};
