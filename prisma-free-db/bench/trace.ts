import type { SeriesDef, Tick } from '@netstrata/protocol';
import { readCounters } from './kernelCounters.ts';
import { startTraffic } from './traffic.ts';

/** Seconds of this machine's counters, and how to go on with them: a recorded stretch again, on top of what was reached. */
export interface Trace {
  readonly series: readonly SeriesDef[];
  readonly rows: readonly Float64Array[];
  /** The values of `host` at `second`, for as long as is asked: host 0 begins with the first row, every other one elsewhere. */
  readonly at: (host: number, second: number) => Float64Array;
}

/** Samples this machine once a second under light loopback traffic of its own. */
export const recordTrace = async (seconds: number, say: (line: string) => void): Promise<Trace> => {
  const stopTraffic = await startTraffic();
  try {
    const { series } = readCounters();
    const rows: Float64Array[] = [];
    const startMs = performance.now();
    while (rows.length < seconds) {
      const waitMs = startMs + rows.length * 1000 - performance.now();
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, waitMs)));
      const { values } = readCounters();
      if (values.length !== series.length) throw new Error('a device came or went while the trace was recorded');
      rows.push(Float64Array.from(values));
      if (rows.length % 30 === 0) say(`recorded ${rows.length} of ${seconds} s`);
    }
    return repeatable(series, rows);
  } finally {
    await stopTraffic();
  }
};

/** How many series differ from the second before, on average. */
export const changesASecond = ({ rows }: Trace): number => {
  let changes = 0;
  for (const [at, row] of rows.entries())
    if (at > 0) changes += row.filter((value, n) => value !== rows[at - 1]?.[n]).length;
  return changes / Math.max(1, rows.length - 1);
};

/** A trace as `series` a tick: columns are left out, or come again under another label, to make the number. */
export const widened = (trace: Trace, series: number): Trace => {
  const columns = Array.from({ length: series }, (_, n) => n % trace.series.length);
  const named = columns.map((column, n): SeriesDef => {
    const { metric, labels } = trace.series[column] as SeriesDef;
    return n < trace.series.length ? { metric, labels } : { metric, labels: { ...labels, again: String(n) } };
  });
  return repeatable(
    named,
    trace.rows.map((row) => Float64Array.from(columns, (column) => row[column] as number)),
  );
};

/** The tick of `host` at `second`, `paceMs` after the one before. */
export const tickOf = (trace: Trace, host: number, second: number, { startMs, paceMs = 1000 }: Pace): Tick => ({
  seq: second + 1,
  timeMs: startMs + second * paceMs,
  monoMs: 5_000_000 + second * paceMs,
  values: trace.at(host, second),
});

export interface Pace {
  readonly startMs: number;
  readonly paceMs?: number;
}

const repeatable = (series: readonly SeriesDef[], rows: readonly Float64Array[]): Trace => {
  const first = rows[0] as Float64Array;
  const last = rows.at(-1) as Float64Array;
  const isCounter = series.map((_, n) =>
    rows.every((row, at) => at === 0 || (row[n] ?? 0) >= (rows[at - 1]?.[n] ?? 0)),
  );
  // The step from the last row back to the first is that of the first pair, so that a counter never stands still there.
  const growth = series.map((_, n) =>
    isCounter[n] ? (last[n] ?? 0) - (first[n] ?? 0) + ((rows[1]?.[n] ?? 0) - (first[n] ?? 0)) : 0,
  );
  const at = (host: number, second: number): Float64Array => {
    const place = second + host * 17;
    const rounds = Math.floor(place / rows.length);
    const row = rows[place % rows.length] as Float64Array;
    return row.map((value, n) => value + rounds * (growth[n] as number));
  };
  return { series, rows, at };
};
