import type { SeriesPoints } from '@netstrata/db';
import { beforeOpen, rates, type SeriesFormat } from './seriesJson.ts';

export interface BandFormat extends Pick<SeriesFormat, 'metrics' | 'openFromMs'> {
  /** Of the answer; a whole multiple of the query's. */
  readonly stepMs: number;
  /** The first step of the answer: points before it only serve the first rate. */
  readonly fromMs: number;
}

/** `null` three times where nothing is known. */
type BandPoint = readonly [timeMs: number, mean: number | null, min: number | null, max: number | null];

interface Known {
  readonly timeMs: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** `{"series": [{id, labels, unit, points: [[timeMs, mean, min, max], …]}]}` as UTF-8; of counters the growth a second. */
export function bandJson(all: readonly SeriesPoints[], format: BandFormat): Uint8Array {
  const { metrics } = format;
  const series = all.map(({ metric, labels, points }) => {
    const { unit = 'count', counter = false } = metrics[metric] ?? {};
    const told = counter ? beforeOpen(points, format) : points;
    return {
      id: metric,
      labels,
      unit: counter ? `${unit}/s` : unit,
      points: folded(counter ? ratesOf(told) : valuesOf(told), stepsOf(told, format)),
    };
  });
  return new Uint8Array(Buffer.from(`${JSON.stringify({ series })}\n`));
}

function valuesOf(points: SeriesPoints['points']): readonly Known[] {
  return points.flatMap(({ timeMs, mean, min, max }) =>
    mean === null || min === null || max === null ? [] : [{ timeMs, mean, min, max }],
  );
}

/** Growth a second over each fine step: the extremes are those of the fine steps. */
function ratesOf(points: SeriesPoints['points']): readonly Known[] {
  return rates(points).flatMap(([timeMs, rate]) =>
    rate === null ? [] : [{ timeMs, mean: rate, min: rate, max: rate }],
  );
}

interface Steps {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly count: number;
}

function stepsOf(points: SeriesPoints['points'], { fromMs, stepMs }: Pick<BandFormat, 'fromMs' | 'stepMs'>): Steps {
  const lastMs = points.at(-1)?.timeMs ?? fromMs;
  return { fromMs, stepMs, count: Math.max(0, Math.floor((lastMs - fromMs) / stepMs) + 1) };
}

/** Fine points gathered into the steps of the answer. */
function folded(known: readonly Known[], { fromMs, stepMs, count }: Steps): readonly BandPoint[] {
  const byStep = Map.groupBy(known, ({ timeMs }) => Math.floor((timeMs - fromMs) / stepMs));
  return Array.from({ length: count }, (_, step): BandPoint => {
    const timeMs = fromMs + step * stepMs;
    const inStep = byStep.get(step) ?? [];
    if (inStep.length === 0) return [timeMs, null, null, null];
    const mean = inStep.reduce((sum, point) => sum + point.mean, 0) / inStep.length;
    return [timeMs, mean, Math.min(...inStep.map(({ min }) => min)), Math.max(...inStep.map(({ max }) => max))];
  });
}
