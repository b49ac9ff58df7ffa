import type { SeriesPoints } from '@netstrata/db';
import type { SeriesDef } from '@netstrata/protocol';

/** A stretch of history as one table of raw values: cheap to hand from one thread to another. */
export interface HistoryColumns {
  readonly series: readonly SeriesDef[];
  /** Unix milliseconds of each row, rising. */
  readonly times: Float64Array;
  /** Row after row, one value a series; NaN is unknown. */
  readonly values: Float64Array;
}

export function toColumns(series: readonly SeriesPoints[]): HistoryColumns {
  const known = new Set<number>();
  for (const { points } of series) for (const { timeMs, last } of points) if (last !== null) known.add(timeMs);
  const times = Float64Array.from(known).sort();
  const rowOf = new Map(Array.from(times, (timeMs, row) => [timeMs, row] as const));
  const values = new Float64Array(times.length * series.length).fill(Number.NaN);
  series.forEach(({ points }, n) => {
    for (const { timeMs, last } of points) {
      const row = rowOf.get(timeMs);
      if (row !== undefined && last !== null) values[row * series.length + n] = last;
    }
  });
  return { series: series.map(({ metric, labels }) => ({ metric, labels })), times, values };
}
