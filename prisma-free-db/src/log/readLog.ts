import type Database from 'better-sqlite3';
import type { Block } from '../block/block.ts';
import { unpackTick } from './tickData.ts';

interface LogRow {
  readonly time_ms: number;
  readonly session: number;
  readonly seq: number;
  readonly data: Buffer;
  readonly coding: number;
}

export interface LogStretch {
  /** In order of time; damaged ticks are left out. */
  readonly block: Block;
  readonly ticks: number;
  /** Ticks whose checksum does not fit. */
  readonly damaged: number;
}

/** Gives a reader of one host's tick log from `fromMs` up to, not including, `toMs`. */
export const prepareReadLog = (database: Database.Database) => {
  const rows = database.prepare<[number, number, number], LogRow>(
    `SELECT time_ms, session, seq, data, coding FROM tick_log WHERE host = ? AND time_ms >= ? AND time_ms < ?
     ORDER BY time_ms, session, seq`,
  );
  const numbers = database.prepare<[number], { number: number; series: number }>(
    'SELECT number, series FROM session_series WHERE session = ?',
  );

  return (host: number, fromMs: number, toMs: number, wanted: ReadonlySet<number> | 'all'): LogStretch => {
    const found = rows.all(host, fromMs, toMs);
    const ticks = found.flatMap(({ time_ms: timeMs, session, seq, data, coding }) => {
      const values = unpackTick({ host, timeMs, session, seq }, coding, data);
      return values ? [{ timeMs, session, values }] : [];
    });
    const columns = new Map<number, Float64Array[]>();
    const columnOf = (series: number): Float64Array => {
      const known = columns.get(series)?.[0];
      if (known) return known;
      const made = new Float64Array(ticks.length).fill(Number.NaN);
      columns.set(series, [made]);
      return made;
    };
    const places = new Map<number, readonly (readonly [number: number, column: Float64Array])[]>();
    const placesOf = (session: number) => {
      const known = places.get(session);
      if (known) return known;
      const made = numbers
        .all(session)
        .filter(({ series }) => wanted === 'all' || wanted.has(series))
        .map(({ number, series }) => [number, columnOf(series)] as const);
      places.set(session, made);
      return made;
    };
    for (const [at, { session, values }] of ticks.entries())
      for (const [number, column] of placesOf(session))
        if (number < values.length) column[at] = values[number] as number;
    const times = Float64Array.from(ticks, ({ timeMs }) => timeMs);
    return { block: { times, columns }, ticks: found.length, damaged: found.length - ticks.length };
  };
};
