import type Database from 'better-sqlite3';
import type { Block } from '../block/block.ts';

interface LogRow {
  readonly time_ms: number;
  readonly session: number;
  readonly data: Buffer;
}

/** Gives a reader of one host's tick log from `fromMs` up to, not including, `toMs`, as a raw block in order of time. */
export const prepareReadLog = (database: Database.Database) => {
  const rows = database.prepare<[number, number, number], LogRow>(
    'SELECT time_ms, session, data FROM tick_log WHERE host = ? AND time_ms >= ? AND time_ms < ? ORDER BY time_ms, session, seq',
  );
  const numbers = database.prepare<[number], { number: number; series: number }>(
    'SELECT number, series FROM session_series WHERE session = ?',
  );

  return (host: number, fromMs: number, toMs: number, wanted: ReadonlySet<number> | 'all'): Block => {
    const ticks = rows.all(host, fromMs, toMs);
    const columns = new Map<number, Float64Array[]>();
    const columnOf = (series: number): Float64Array => {
      const found = columns.get(series)?.[0];
      if (found) return found;
      const made = new Float64Array(ticks.length).fill(Number.NaN);
      columns.set(series, [made]);
      return made;
    };
    const places = new Map<number, (readonly [number: number, column: Float64Array])[]>();
    const placesOf = (session: number) => {
      const found = places.get(session);
      if (found) return found;
      const made = numbers
        .all(session)
        .filter(({ series }) => wanted === 'all' || wanted.has(series))
        .map(({ number, series }) => [number, columnOf(series)] as const);
      places.set(session, made);
      return made;
    };
    for (const [at, { session, data }] of ticks.entries()) {
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
      const count = data.byteLength / 8;
      for (const [number, column] of placesOf(session))
        if (number < count) column[at] = view.getFloat64(number * 8, true);
    }
    return { times: Float64Array.from(ticks, (tick) => tick.time_ms), columns };
  };
};
