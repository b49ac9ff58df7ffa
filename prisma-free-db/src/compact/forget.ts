import type Database from 'better-sqlite3';
import { DAY_MS, HOUR_MS } from '../tiers.ts';
import type { HostClock } from './hostClocks.ts';

const EVERY_MS = 60_000;
/** A session is kept this long after its last batch, so that an agent that was cut off goes on where it was. */
const SESSION_MS = 7 * DAY_MS;
/** The numbers of a session's series go earlier: the agent brings them with every batch. */
const NUMBERS_MS = HOUR_MS;
/** A series outlives its last points by so much. */
const SERIES_SPARE_MS = 31 * DAY_MS;
const SERIES_A_CALL = 1000;

/**
 * Gives the step that forgets sessions that ended and series that have no points any more, so that agents that restart
 * and devices that come and go do not fill the file. Looks once a minute, at the series of one host each time.
 */
export const prepareForget = (database: Database.Database, hourMs: number) => {
  const quiet =
    'NOT EXISTS (SELECT 1 FROM tick_log WHERE tick_log.host = session.host AND tick_log.session = session.id)';
  const endedNumbers = database
    .prepare<[number], number>(`SELECT id FROM session WHERE series > 0 AND touched_ms < ? AND ${quiet}`)
    .pluck();
  const dropNumbers = database.prepare('DELETE FROM session_series WHERE session = ?');
  const noNumbers = database.prepare('UPDATE session SET series = 0 WHERE id = ?');
  const dropSessions = database.prepare(`DELETE FROM session WHERE touched_ms < ? AND ${quiet}`);
  // The newest id stays: ids must never come again, as packed blocks speak of them.
  const dropSeries = database.prepare(`
    DELETE FROM series WHERE id IN (
      SELECT id FROM series WHERE host = ? AND used_ms < ? AND id < (SELECT max(id) FROM series)
        AND NOT EXISTS (SELECT 1 FROM session_series WHERE session_series.series = series.id)
      LIMIT ${SERIES_A_CALL})`);
  let lastMs = Number.NEGATIVE_INFINITY;
  let turn = 0;

  const forget = database.transaction((nowMs: number, clocks: readonly HostClock[]): void => {
    dropSessions.run(nowMs - SESSION_MS);
    for (const session of endedNumbers.all(nowMs - NUMBERS_MS)) {
      dropNumbers.run(session);
      noNumbers.run(session);
    }
    const clock = clocks[turn++ % clocks.length];
    if (clock) dropSeries.run(clock.host, clock.nowMs - hourMs - SERIES_SPARE_MS);
  }).immediate;

  return (nowMs: number, clocks: readonly HostClock[]): void => {
    if (Math.abs(nowMs - lastMs) < EVERY_MS) return;
    lastMs = nowMs;
    forget(nowMs, clocks);
  };
};
