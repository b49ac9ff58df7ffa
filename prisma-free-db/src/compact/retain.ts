import type Database from 'better-sqlite3';
import { TIER } from '../tiers.ts';

export interface Retention {
  /** How long each tier is kept. */
  readonly rawMs: number;
  readonly minuteMs: number;
  readonly hourMs: number;
  /** When the file is larger, the oldest raw blocks go first, then one-minute ones. */
  readonly maxBytes: number;
}

const PAGES_A_CALL = 2000;
const BLOCKS_A_CALL = 200;
/** Sessions are kept this long after their last tick, so that an agent that was cut off goes on where it was. */
const SESSION_MS = 7 * 24 * 3_600_000;

/** Gives the step that drops what is past retention and hands freed pages back to the file system, a bounded part a call. */
export const prepareRetain = (database: Database.Database, retention: Retention) => {
  const dropOld = database.prepare('DELETE FROM block WHERE tier = ? AND start_ms < ?');
  const dropOldest = database.prepare(
    `DELETE FROM block WHERE rowid IN (SELECT rowid FROM block WHERE tier < ${TIER.hour} ORDER BY tier, start_ms LIMIT ${BLOCKS_A_CALL})`,
  );
  const dropSessions = database.prepare(
    'DELETE FROM session WHERE last_ms < ? AND NOT EXISTS (SELECT 1 FROM tick_log WHERE tick_log.session = session.id AND tick_log.host = session.host)',
  );
  const usedBytes = () =>
    ((database.pragma('page_count', { simple: true }) as number) -
      (database.pragma('freelist_count', { simple: true }) as number)) *
    (database.pragma('page_size', { simple: true }) as number);

  return (nowMs: number): number => {
    let dropped = 0;
    dropped += dropOld.run(TIER.raw, nowMs - retention.rawMs).changes;
    dropped += dropOld.run(TIER.minute, nowMs - retention.minuteMs).changes;
    dropped += dropOld.run(TIER.hour, nowMs - retention.hourMs).changes;
    if (usedBytes() > retention.maxBytes) dropped += dropOldest.run().changes;
    dropSessions.run(nowMs - SESSION_MS);
    database.pragma(`incremental_vacuum(${PAGES_A_CALL})`);
    return dropped;
  };
};
