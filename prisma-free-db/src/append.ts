import type { SeriesDef } from '@netstrata/protocol';
import type Database from 'better-sqlite3';
import { StoreError } from './StoreError.ts';
import type { TickBatch } from './types.ts';

interface SessionRow {
  readonly id: number;
  readonly committed_seq: number;
}

/** What is remembered of a session between two batches: its row, and how many of its series are in the database. */
interface KnownSession {
  readonly id: number;
  readonly host: number;
  series: number;
}

/** Labels as one text, the same for the same labels in whatever order. */
const labelsText = (labels: SeriesDef['labels']): string =>
  JSON.stringify(Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))));

/**
 * Gives the function that stores batches of ticks, one transaction a call, each tick once by (host, session, seq):
 * ticks at or below the session's committed number are skipped.
 */
export const prepareAppend = (database: Database.Database) => {
  const hostOf = database.prepare<[string], { id: number }>('SELECT id FROM host WHERE host_id = ?');
  const seen = database.prepare('UPDATE host SET last_seen_ms = max(last_seen_ms, ?) WHERE id = ?');
  const makeSession = database.prepare(
    'INSERT OR IGNORE INTO session (host, session, committed_seq, last_ms) VALUES (?, ?, 0, ?)',
  );
  const sessionOf = database.prepare<[number, string], SessionRow>(
    'SELECT id, committed_seq FROM session WHERE host = ? AND session = ?',
  );
  const makeSeries = database.prepare('INSERT OR IGNORE INTO series (host, metric, labels) VALUES (?, ?, ?)');
  const seriesOf = database.prepare<[number, string, string], { id: number }>(
    'SELECT id FROM series WHERE host = ? AND metric = ? AND labels = ?',
  );
  const numberSeries = database.prepare(
    'INSERT OR IGNORE INTO session_series (session, number, series) VALUES (?, ?, ?)',
  );
  const countSeries = database.prepare<[number], { n: number }>(
    'SELECT count(*) AS n FROM session_series WHERE session = ?',
  );
  const insertTick = database.prepare(
    'INSERT OR IGNORE INTO tick_log (host, time_ms, session, seq, data) VALUES (?, ?, ?, ?, ?)',
  );
  const commitSeq = database.prepare('UPDATE session SET committed_seq = ?, last_ms = ? WHERE id = ?');
  const known = new Map<string, KnownSession>();

  const remember = (batch: TickBatch, key: string, timeMs: number): KnownSession => {
    const host = hostOf.get(batch.hostId);
    if (!host) throw new StoreError('unknown-host', `Host ${batch.hostId} has not introduced itself.`);
    makeSession.run(host.id, batch.session, timeMs);
    const id = sessionOf.get(host.id, batch.session)?.id ?? 0;
    const entry = { id, host: host.id, series: countSeries.get(id)?.n ?? 0 };
    known.set(key, entry);
    return entry;
  };

  const append = (batch: TickBatch): number => {
    const key = `${batch.hostId} ${batch.session}`;
    const newestMs = Math.round(batch.ticks.at(-1)?.timeMs ?? 0);
    const session = known.get(key) ?? remember(batch, key, newestMs);
    for (; session.series < batch.series.length; session.series++) {
      const { metric, labels } = batch.series[session.series] as SeriesDef;
      const text = labelsText(labels);
      makeSeries.run(session.host, metric, text);
      numberSeries.run(session.id, session.series, seriesOf.get(session.host, metric, text)?.id);
    }
    const before = sessionOf.get(session.host, batch.session)?.committed_seq ?? 0;
    let committed = before;
    for (const { seq, timeMs, values } of batch.ticks) {
      if (seq <= committed) continue;
      insertTick.run(
        session.host,
        Math.round(timeMs),
        session.id,
        seq,
        Buffer.from(values.buffer, values.byteOffset, values.byteLength),
      );
      committed = seq;
    }
    if (committed > before) {
      commitSeq.run(committed, newestMs, session.id);
      seen.run(newestMs, session.host);
    }
    return committed;
  };

  const all = database.transaction((batches: readonly TickBatch[]) => batches.map(append));
  return (batches: readonly TickBatch[]): readonly number[] => {
    try {
      return all.immediate(batches);
    } catch (error) {
      // What was remembered may speak of rows that were rolled back.
      known.clear();
      throw error;
    }
  };
};
