import type Database from 'better-sqlite3';
import { DAY_MS, startOf, TIER, TIERS, type Tier } from '../tiers.ts';
import { prepareBlocks } from './blocks.ts';
import type { HostClock } from './hostClocks.ts';

/** An hour or a day is summed up this long after its end, when its last window is surely packed. */
const GRACE_MS = 10 * 60_000;

export interface RolledUp {
  readonly rollups: number;
  /** Finer blocks that could not be read and are missing in their rollup. */
  readonly damaged: number;
  readonly more: boolean;
}

interface Due {
  readonly host: number;
  readonly tier: Tier;
  readonly start_ms: number;
}

/**
 * Gives the step that makes the rollups that are due and complete: one-minute points of an hour, then one-hour points of a
 * day, each in a transaction of its own, until the time is up.
 */
export const prepareRollUp = (database: Database.Database) => {
  const dueOf = database.prepare<[number], Due>(
    'SELECT host, tier, start_ms FROM rollup_due WHERE tier = ? ORDER BY start_ms, host',
  );
  const finerDue = database
    .prepare<[number, number, number], number>(
      `SELECT EXISTS (SELECT 1 FROM rollup_due WHERE tier = ${TIER.minute} AND start_ms >= ? AND start_ms < ? AND host = ?)`,
    )
    .pluck();
  const inLog = database
    .prepare<[number, number, number], number>(
      'SELECT EXISTS (SELECT 1 FROM tick_log WHERE host = ? AND time_ms >= ? AND time_ms < ?)',
    )
    .pluck();
  const done = database.prepare('DELETE FROM rollup_due WHERE tier = ? AND start_ms = ? AND host = ?');
  const used = database.prepare(
    'UPDATE series SET used_ms = max(used_ms, ?) WHERE id IN (SELECT value FROM json_each(?))',
  );
  const { makeRollup, makeAgain } = prepareBlocks(database);

  const complete = ({ host, tier, start_ms }: Due, hostNowMs: number): boolean => {
    const end = start_ms + TIERS[tier].blockMs;
    return (
      end + GRACE_MS <= hostNowMs &&
      inLog.get(host, start_ms, end) === 0 &&
      (tier === TIER.minute || finerDue.get(start_ms, end, host) === 0)
    );
  };

  const make = database.transaction(({ host, tier, start_ms: startMs }: Due): number => {
    // Another process may have made it meanwhile.
    if (done.run(tier, startMs, host).changes === 0) return 0;
    if (tier === TIER.minute) {
      const { damaged } = makeRollup({ host, tier, startMs }, { tier: TIER.raw });
      makeAgain({ host, tier: TIER.hour, startMs: startOf(startMs, DAY_MS) });
      return damaged;
    }
    const { series, damaged } = makeRollup({ host, tier, startMs }, { tier: TIER.minute });
    used.run(startMs + DAY_MS, JSON.stringify(series));
    return damaged;
  }).immediate;

  return (clocks: readonly HostClock[], timeIsLeft: () => boolean): RolledUp => {
    const nowOf = new Map(clocks.map(({ host, nowMs }) => [host, nowMs]));
    let [rollups, damaged] = [0, 0];
    for (const tier of [TIER.minute, TIER.hour])
      for (const due of dueOf.all(tier)) {
        if (!complete(due, nowOf.get(due.host) ?? 0)) continue;
        if (!timeIsLeft()) return { rollups, damaged, more: true };
        damaged += make(due);
        rollups++;
      }
    return { rollups, damaged, more: false };
  };
};
