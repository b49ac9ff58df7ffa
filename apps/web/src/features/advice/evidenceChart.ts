import type { Evidence } from '@netstrata/advisor/types';

/** A stored series as the API gives it; a counter as growth a second. */
export interface StoredSeries {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [timeMs: number, value: number | null])[];
}

const keyOf = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Values of several series of one metric added up moment by moment; null where none is known. */
const summed = (all: readonly StoredSeries[]): StoredSeries['points'] => {
  const byTime = new Map<number, number | null>();
  for (const { points } of all)
    for (const [timeMs, value] of points) {
      const before = byTime.get(timeMs) ?? null;
      byTime.set(timeMs, value === null ? before : (before ?? 0) + value);
    }
  return [...byTime].toSorted(([a], [b]) => a - b);
};

interface ChartValues {
  readonly values: readonly (number | null)[];
  /** Of the first and the last value, Unix ms. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the chart of an evidence shows: its own series, or all of its metric together when it names none. Undefined for none. */
export const chartOf = (
  { metric, labels }: Pick<Evidence, 'metric' | 'labels'>,
  stored: readonly StoredSeries[],
): ChartValues | undefined => {
  const own = stored.filter(({ id }) => id === metric);
  const named = Object.keys(labels).length > 0;
  const wanted = named ? own.filter((series) => keyOf(series.labels) === keyOf(labels)) : own;
  const points = summed(wanted);
  const values = points.map(([, value]) => value);
  if (values.filter((value) => value !== null).length < 2) return undefined;
  return { values, fromMs: points[0]?.[0] ?? 0, toMs: points.at(-1)?.[0] ?? 0 };
};

/** The path of a line from 0 at the bottom to the highest value at the top; a gap where a value is unknown. */
export const linePath = (values: readonly (number | null)[], height: number): string => {
  const most = Math.max(...values.map((value) => value ?? 0));
  const yOf = (value: number) => (most <= 0 ? height : height - (value / most) * height);
  return values
    .map((value, n) =>
      value === null ? '' : `${n === 0 || values[n - 1] === null ? 'M' : 'L'}${n} ${yOf(value).toFixed(1)}`,
    )
    .join('');
};
