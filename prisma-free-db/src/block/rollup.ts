import { startOf } from '../tiers.ts';
import type { Block } from './block.ts';

/** Columns of a rollup block, in this order; the mean is sum / count, exact for whole numbers. */
export const ROLLUP = { count: 0, sum: 1, min: 2, max: 3, last: 4 } as const;
export const ROLLUP_COLUMNS = 5;

/**
 * Sums points up to steps of `stepMs`. Gives one point for each step that holds any, by start of the step.
 * @param blocks raw blocks (one column) or rollups (five), together in order of time
 */
export const rollUp = (blocks: readonly Block[], stepMs: number): Block => {
  const times = [...new Set(blocks.flatMap((block) => [...block.times].map((time) => startOf(time, stepMs))))].sort(
    (a, b) => a - b,
  );
  const places = new Map(times.map((time, at) => [time, at]));
  const columns = new Map<number, Float64Array[]>();
  for (const block of blocks) {
    const steps = Int32Array.from(block.times, (time) => places.get(startOf(time, stepMs)) ?? 0);
    for (const [series, source] of block.columns) {
      let target = columns.get(series);
      if (!target) {
        target = Array.from({ length: ROLLUP_COLUMNS }, (_, n) =>
          new Float64Array(times.length).fill(n === ROLLUP.count ? 0 : Number.NaN),
        );
        columns.set(series, target);
      }
      addTo(target, steps, source);
    }
  }
  return { times: Float64Array.from(times), columns };
};

const addTo = (target: readonly Float64Array[], steps: Int32Array, source: readonly Float64Array[]): void => {
  const [count, sum, min, max, last] = target as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const one = source.length === 1;
  const of = (column: number) => source[one ? 0 : column] as Float64Array;
  const [counts, sums, mins, maxs, lasts] = [
    of(ROLLUP.count),
    of(ROLLUP.sum),
    of(ROLLUP.min),
    of(ROLLUP.max),
    of(ROLLUP.last),
  ];
  for (let at = 0; at < steps.length; at++) {
    const value = lasts[at] as number;
    if (Number.isNaN(value)) continue;
    const step = steps[at] as number;
    const first = count[step] === 0;
    count[step] = (count[step] as number) + (one ? 1 : (counts[at] as number));
    sum[step] = (first ? 0 : (sum[step] as number)) + (sums[at] as number);
    min[step] = first ? (mins[at] as number) : Math.min(min[step] as number, mins[at] as number);
    max[step] = first ? (maxs[at] as number) : Math.max(max[step] as number, maxs[at] as number);
    last[step] = value;
  }
};
