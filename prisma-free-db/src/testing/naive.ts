import type { Tick } from '@netstrata/protocol';
import type { SeriesPoints } from '../types.ts';

export type Points = SeriesPoints['points'];
type Sample = readonly [timeMs: number, value: number];

/** The values of series `number` in order of time, unknown ones left out. */
export const samplesOf = (ticks: readonly Tick[], number: number): readonly Sample[] =>
  ticks
    .map(({ timeMs, values }): Sample => [timeMs, values[number] ?? Number.NaN])
    .filter(([, value]) => !Number.isNaN(value))
    .toSorted(([a], [b]) => a - b);

/** What a query must answer, worked out the plain way, step by step from the samples. */
export const naivePoints = (
  samples: readonly Sample[],
  [fromMs, toMs]: readonly [number, number],
  stepMs: number,
): Points => {
  const steps = Map.groupBy(samples, ([timeMs]) => Math.floor(timeMs / stepMs) * stepMs);
  const points: Points[number][] = [];
  for (let timeMs = Math.floor(fromMs / stepMs) * stepMs; timeMs < toMs; timeMs += stepMs) {
    const values = (steps.get(timeMs) ?? []).map(([, value]) => value);
    const [last] = values.slice(-1);
    if (last === undefined) points.push({ timeMs, last: null, min: null, max: null, mean: null });
    else {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      points.push({ timeMs, last, min: Math.min(...values), max: Math.max(...values), mean });
    }
  }
  return points;
};
