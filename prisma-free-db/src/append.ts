import type { SeriesDef, Tick } from '@netstrata/protocol';
import type Database from 'better-sqlite3';
import { CODING, packTick } from './log/tickData.ts';
import { StoreError } from './StoreError.ts';
import type { TickBatch } from './types.ts';

interface SessionRow {
  readonly id: number;
  readonly host: number;
  readonly committed: number;
  /** How many of its series are in the database. */
  readonly series: number;
}

const LARGEST_TIME_MS = 8.64e15;

/** Labels as one text, the same for the same labels in whatever order. */
const labelsText = (labels: SeriesDef['labels']): string =>
  JSON.stringify(Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))));

/**
 * Gives the function that stores batches of ticks, one transaction a call, each tick once by (host, session, seq):
 * ticks at or below the session's committed number are skipped. It remembers nothing between two calls, so that another
 * process may pack and drop meanwhile.
 */
export const prepareAppend = (database: Database.Database) => {
  const hostOf = database.prepare<[string], { id: number }>('SELECT id FROM host WHERE host_id = ?');
  const sessionOf = database.prepare<[string, string], SessionRow>(`
    SELECT session.id, session.host, committed_seq AS committed, session.series FROM session
    JOIN host ON host.id = session.host WHERE host_id = ? AND session = ?`);
  const makeSession = database.prepare(
    'INSERT INTO session (host, session, committed_seq, touched_ms) VALUES (?, ?, 0, ?)',
  );
  const saveSession = database.prepare('UPDATE session SET committed_seq = ?, series = ?, touched_ms = ? WHERE id = ?');
  const setClock = database.prepare(`
    INSERT INTO host_clock (host, tick_ms, arrived_ms) VALUES (?, ?, ?)
    ON CONFLICT (host) DO UPDATE SET tick_ms = excluded.tick_ms, arrived_ms = excluded.arrived_ms`);
  const makeSeries = database.prepare(`
    INSERT INTO series (host, metric, labels, used_ms) VALUES (?, ?, ?, ?)
    ON CONFLICT (host, metric, labels) DO UPDATE SET used_ms = max(used_ms, excluded.used_ms) RETURNING id`);
  const numberSeries = database.prepare(
    'INSERT OR REPLACE INTO session_series (session, number, series) VALUES (?, ?, ?)',
  );
  const insertTick = database.prepare(
    `INSERT INTO tick_log (host, time_ms, session, seq, data, coding) VALUES (?, ?, ?, ?, ?, ${CODING.tokens})`,
  );

  const start = ({ hostId, session }: TickBatch, nowMs: number): SessionRow => {
    const host = hostOf.get(hostId)?.id;
    if (host === undefined) throw new StoreError('unknown-host', `Host ${hostId} has not introduced itself.`);
    const { lastInsertRowid } = makeSession.run(host, session, nowMs);
    return { id: Number(lastInsertRowid), host, committed: 0, series: 0 };
  };

  const define = (session: SessionRow, series: readonly SeriesDef[], timeMs: number): void => {
    for (const [at, { metric, labels }] of series.slice(session.series).entries()) {
      const { id } = makeSeries.get(session.host, metric, labelsText(labels), timeMs) as { id: number };
      numberSeries.run(session.id, session.series + at, id);
    }
  };

  const append = (batch: TickBatch, nowMs: number): number => {
    const session = sessionOf.get(batch.hostId, batch.session) ?? start(batch, nowMs);
    let { committed } = session;
    let newestMs = nowMs;
    for (const tick of batch.ticks) {
      check(tick, batch);
      if (tick.seq <= committed) continue;
      const timeMs = Math.round(tick.timeMs);
      const key = { host: session.host, timeMs, session: session.id, seq: tick.seq };
      insertTick.run(session.host, timeMs, session.id, tick.seq, packTick(key, tick.values));
      committed = tick.seq;
      newestMs = timeMs;
    }
    define(session, batch.series, newestMs);
    if (committed > session.committed) setClock.run(session.host, newestMs, nowMs);
    saveSession.run(committed, Math.max(session.series, batch.series.length), nowMs, session.id);
    return committed;
  };

  return database.transaction((batches: readonly TickBatch[], nowMs: number): readonly number[] =>
    batches.map((batch) => append(batch, nowMs)),
  ).immediate;
};

const check = ({ seq, timeMs, values }: Tick, { hostId, series }: TickBatch): void => {
  const wrong =
    (!(Number.isSafeInteger(seq) && seq > 0) && 'has no number') ||
    (!(timeMs >= 0 && timeMs <= LARGEST_TIME_MS) && 'has no possible time') ||
    (values.length > series.length && `has ${values.length} values for ${series.length} series`) ||
    (values.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY) && 'has an infinite value');
  if (wrong) throw new StoreError('bad-batch', `Tick ${seq} of host ${hostId} ${wrong}.`);
};
