import type { ChartPoint, ChartSeries } from './types.ts';
import { withGaps } from './withGaps.ts';

/** One moment with the value and the envelope of every series that is known then. */
export interface ChartRow {
  readonly timeMs: number;
  readonly values: Readonly<Record<string, number | null>>;
  readonly bands: Readonly<Record<string, readonly [low: number, high: number] | null>>;
}

/** Whether it is drawn above or below zero. */
const signOf = (side: ChartSeries['side']): number => (side === 'down' ? -1 : 1);

/** All series on one line of time. */
export const chartRows = (all: readonly ChartSeries[]): readonly ChartRow[] => {
  const rows = new Map<
    number,
    { timeMs: number; values: Record<string, number | null>; bands: Record<string, readonly [number, number] | null> }
  >();
  for (const { id, points, side } of all) {
    const sign = signOf(side);
    for (const { timeMs, value, low, high } of withGaps(points)) {
      const row = rows.get(timeMs) ?? { timeMs, values: {}, bands: {} };
      row.values[id] = value === null ? null : value * sign;
      row.bands[id] = low === null || high === null ? null : [low * sign, high * sign];
      rows.set(timeMs, row);
    }
  }
  return [...rows.values()].toSorted((a, b) => a.timeMs - b.timeMs);
};

/** The lowest and the highest of all. */
export const extremesOf = (all: readonly ChartSeries[]): readonly [low: number, high: number] => {
  const ends = all.flatMap(({ points, side }) =>
    points.flatMap(({ low, high }) => [low, high].flatMap((end) => (end === null ? [] : [end * signOf(side)]))),
  );
  return [ends.reduce((least, end) => Math.min(least, end), 0), ends.reduce((most, end) => Math.max(most, end), 0)];
};

/** A series in at most `most` steps of equal length, for the table behind a chart; steps of which nothing is known are left out. */
export const tableRows = (points: readonly ChartPoint[], most: number): readonly ChartPoint[] => {
  const [first, last] = [points[0]?.timeMs ?? 0, points.at(-1)?.timeMs ?? 0];
  const stepMs = Math.max(1, (last - first + 1) / most);
  const parts = Map.groupBy(points, ({ timeMs }) => Math.floor((timeMs - first) / stepMs));
  return [...parts.values()].flatMap((part) => {
    const known = part.filter(({ value }) => value !== null);
    if (known.length === 0 || part[0] === undefined) return [];
    return [
      {
        timeMs: part[0].timeMs,
        value: known.reduce((sum, { value }) => sum + (value ?? 0), 0) / known.length,
        low: Math.min(...known.map(({ low }) => low ?? Number.POSITIVE_INFINITY)),
        high: Math.max(...known.map(({ high }) => high ?? Number.NEGATIVE_INFINITY)),
      },
    ];
  });
};
