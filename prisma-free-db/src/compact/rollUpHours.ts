import type Database from 'better-sqlite3';
import { packBlock, unpackBlock } from '../block/block.ts';
import { ROLLUP_COLUMNS, rollUp } from '../block/rollup.ts';
import { startOf, TIER, TIERS, type Tier } from '../tiers.ts';

/** An hour or a day is summed up this long after its end, when its last window is surely packed. */
const GRACE_MS = 10 * 60_000;

/**
 * Gives the step that sums finished hours up to one-minute points and finished days to one-hour points, each in a
 * transaction of its own, at most `most` a call.
 */
export const prepareRollUp = (database: Database.Database) => {
  const missingOf = (from: Tier, to: Tier) => {
    const start = `fine.start_ms / ${TIERS[to].blockMs} * ${TIERS[to].blockMs}`;
    return database.prepare<[number, number], { host: number; start_ms: number }>(`
      SELECT DISTINCT fine.host, ${start} AS start_ms FROM block AS fine
      WHERE fine.tier = ${from} AND fine.start_ms < ? AND NOT EXISTS (
        SELECT 1 FROM block AS coarse WHERE coarse.host = fine.host AND coarse.tier = ${to} AND coarse.start_ms = ${start}
      ) ORDER BY 2 LIMIT ?`);
  };
  const passes = (
    [
      [TIER.raw, TIER.minute],
      [TIER.minute, TIER.hour],
    ] as const
  ).map(([from, to]) => ({ from, to, missing: missingOf(from, to) }));
  const fineBlocks = database.prepare<[number, number, number, number], { data: Buffer }>(
    'SELECT data FROM block WHERE host = ? AND tier = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms, part',
  );
  const insert = database.prepare(
    'INSERT INTO block (host, tier, start_ms, part, points, data) VALUES (?, ?, ?, 0, ?, ?)',
  );

  const make = database.transaction((host: number, from: Tier, to: Tier, startMs: number) => {
    const { stepMs, blockMs } = TIERS[to];
    const blocks = fineBlocks.all(host, from, startMs, startMs + blockMs).map(({ data }) => unpackBlock(data, 'all'));
    const block = rollUp(
      blocks.toSorted((a, b) => (a.times[0] ?? 0) - (b.times[0] ?? 0)),
      stepMs,
    );
    insert.run(host, to, startMs, block.times.length, packBlock(block, ROLLUP_COLUMNS));
  });

  return (nowMs: number, most: number): void => {
    for (const { from, to, missing } of passes) {
      const before = startOf(nowMs - GRACE_MS, TIERS[to].blockMs);
      for (const { host, start_ms } of missing.all(before, most)) make.immediate(host, from, to, start_ms);
    }
  };
};
