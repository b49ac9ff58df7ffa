import type Database from 'better-sqlite3';
import { packBlock } from '../block/block.ts';
import { prepareReadLog } from '../history/readLog.ts';
import { startOf, TIER, TIERS } from '../tiers.ts';

/** A window is packed this long after its end, so that a short reconnect does not make a second part. */
const GRACE_MS = 120_000;
const { blockMs } = TIERS[TIER.raw];

/**
 * Gives the step that packs windows of the tick log into raw blocks, each in a transaction of its own, at most `most` a
 * call. Late ticks of a packed window make a further part, and rollups of their time are taken away to be made again.
 */
export const preparePack = (database: Database.Database) => {
  const windows = database.prepare<[number], { host: number; time_ms: number }>(
    `SELECT host, min(time_ms) AS time_ms FROM tick_log WHERE time_ms < ? GROUP BY host, time_ms / ${blockMs} ORDER BY time_ms`,
  );
  const readLog = prepareReadLog(database);
  const nextPart = database.prepare<[number, number, number], { part: number }>(
    'SELECT coalesce(max(part) + 1, 0) AS part FROM block WHERE host = ? AND tier = ? AND start_ms = ?',
  );
  const insert = database.prepare(
    'INSERT INTO block (host, tier, start_ms, part, points, data) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const forget = database.prepare('DELETE FROM tick_log WHERE host = ? AND time_ms >= ? AND time_ms < ?');
  const dropRollup = database.prepare('DELETE FROM block WHERE host = ? AND tier = ? AND start_ms = ?');

  const packWindow = database.transaction((host: number, startMs: number): number => {
    const block = readLog(host, startMs, startMs + blockMs, 'all');
    const { part } = nextPart.get(host, TIER.raw, startMs) ?? { part: 0 };
    insert.run(host, TIER.raw, startMs, part, block.times.length, packBlock(block, 1));
    forget.run(host, startMs, startMs + blockMs);
    for (const tier of [TIER.minute, TIER.hour]) dropRollup.run(host, tier, startOf(startMs, TIERS[tier].blockMs));
    return block.times.length;
  });

  return (nowMs: number, most: number): number => {
    const before = startOf(nowMs - GRACE_MS, blockMs);
    let ticks = 0;
    for (const { host, time_ms } of windows.all(before).slice(0, most))
      ticks += packWindow.immediate(host, startOf(time_ms, blockMs));
    return ticks;
  };
};
