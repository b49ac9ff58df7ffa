import type Database from 'better-sqlite3';
import type { AdviceEventRow, AdviceEventsQuery, AdviceMarkRow } from './types.ts';

/** Of one host; the oldest go first. A host whose advice comes and goes every minute keeps a week. */
const MOST_EVENTS = 10_000;

const HOST = '(SELECT id FROM host WHERE host_id = ?)';

/** The history of a host's advice, and its marks. What is about a host that the store does not know is left out. */
export const prepareAdvice = (database: Database.Database) => {
  const add = database.prepare(
    `INSERT INTO advice_event (host, time_ms, kind, advice, data_json) SELECT id, ?, ?, ?, ? FROM host WHERE host_id = ?`,
  );
  const thin = database.prepare(
    `DELETE FROM advice_event WHERE host = ${HOST} AND id <=
      (SELECT id FROM advice_event WHERE host = ${HOST} ORDER BY id DESC LIMIT 1 OFFSET ${MOST_EVENTS})`,
  );
  const events = database.prepare<[string, number, number, number], AdviceEventRow>(
    `SELECT time_ms AS timeMs, kind, advice AS adviceId, data_json AS dataJson FROM advice_event
      WHERE host = ${HOST} AND time_ms >= ? AND time_ms <= ? ORDER BY time_ms DESC, id DESC LIMIT ?`,
  );
  const setMark = database.prepare(
    `INSERT INTO advice_mark (host, advice, data_json) SELECT id, ?, ? FROM host WHERE host_id = ?
      ON CONFLICT (host, advice) DO UPDATE SET data_json = excluded.data_json`,
  );
  const clearMark = database.prepare(`DELETE FROM advice_mark WHERE host = ${HOST} AND advice = ?`);
  const marks = database.prepare<[], AdviceMarkRow>(
    `SELECT host_id AS hostId, advice AS adviceId, data_json AS dataJson FROM advice_mark JOIN host ON host.id = advice_mark.host`,
  );
  const addAll = database.transaction((hostId: string, rows: readonly AdviceEventRow[]): void => {
    for (const { timeMs, kind, adviceId, dataJson } of rows) add.run(timeMs, kind, adviceId, dataJson, hostId);
    thin.run(hostId, hostId);
  });
  return {
    addAdviceEvents: (hostId: string, rows: readonly AdviceEventRow[]): void => addAll(hostId, rows),
    adviceEvents: ({ hostId, fromMs, toMs, limit }: AdviceEventsQuery): readonly AdviceEventRow[] =>
      events.all(hostId, fromMs, toMs, limit),
    setAdviceMark: ({ hostId, adviceId, dataJson }: AdviceMarkRow): void => {
      setMark.run(adviceId, dataJson, hostId);
    },
    clearAdviceMark: (hostId: string, adviceId: string): void => {
      clearMark.run(hostId, adviceId);
    },
    adviceMarks: (): readonly AdviceMarkRow[] => marks.all(),
  };
};
