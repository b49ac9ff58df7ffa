import type Database from 'better-sqlite3';
import { DAY_MS, HOUR_MS, startOf, TIER, type Tier } from '../tiers.ts';
import type { HostClock } from './hostClocks.ts';

export interface Retention {
  /** How long each tier is kept, on the clock of its host; a coarser tier at least as long as a finer one. */
  readonly rawMs: number;
  readonly minuteMs: number;
  readonly hourMs: number;
  /** When more is in use, the oldest raw hours go first, then the oldest days of one-minute and of one-hour points. */
  readonly maxBytes: number;
}

/** What is dropped at once of a tier: the stretch that the next tier has in one block. */
const STRETCH_MS: Readonly<Record<Tier, number>> = {
  [TIER.raw]: HOUR_MS,
  [TIER.minute]: DAY_MS,
  [TIER.hour]: DAY_MS,
};
/** Stretches looked at in one call when the file is too large. */
const MOST_AT_ONCE = 500;
const FINEST_FIRST = [TIER.raw, TIER.minute, TIER.hour] as const;

interface Oldest {
  readonly host: number;
  readonly start_ms: number;
}

/**
 * Gives the step that drops what is past retention, whole stretches of a host at a time, each in a transaction of its own.
 * Nothing is dropped whose rollup is still to be made, and never the newest hour of a host.
 */
export const prepareRetain = (database: Database.Database, { maxBytes, ...kept }: Retention) => {
  const minuteMs = Math.max(kept.rawMs, kept.minuteMs);
  const keptMs = { [TIER.raw]: kept.rawMs, [TIER.minute]: minuteMs, [TIER.hour]: Math.max(minuteMs, kept.hourMs) };
  const oldestOf = database
    .prepare<[number, number], number | null>('SELECT min(start_ms) FROM block WHERE host = ? AND tier = ?')
    .pluck();
  const byAge = database.prepare<[number], Oldest>(
    `SELECT DISTINCT start_ms, host FROM block WHERE tier = ? ORDER BY start_ms LIMIT ${MOST_AT_ONCE}`,
  );
  const needed = database
    .prepare<[number, number, number, number, number, number, number, number], number>(`
      SELECT EXISTS (SELECT 1 FROM rollup_due WHERE tier <= ? + 1 AND start_ms >= ? AND start_ms < ? AND host = ?)
        OR EXISTS (SELECT 1 FROM block WHERE host = ? AND tier < ? AND start_ms >= ? AND start_ms < ?)`)
    .pluck();
  const drop = database.prepare('DELETE FROM block WHERE host = ? AND tier = ? AND start_ms >= ? AND start_ms < ?');

  /** Whether a rollup of the stretch has still to be made, or finer points of it are there. */
  const isNeeded = (host: number, tier: Tier, startMs: number): boolean => {
    const endMs = startMs + STRETCH_MS[tier];
    return tier !== TIER.hour && needed.get(tier, startMs, endMs, host, host, tier, startMs, endMs) === 1;
  };
  const dropStretch = database.transaction((host: number, tier: Tier, startMs: number): number =>
    isNeeded(host, tier, startMs) ? 0 : drop.run(host, tier, startMs, startMs + STRETCH_MS[tier]).changes,
  ).immediate;

  const dropOld = ({ host, nowMs }: HostClock, timeIsLeft: () => boolean): number => {
    let dropped = 0;
    for (const tier of FINEST_FIRST)
      while (timeIsLeft()) {
        const oldest = oldestOf.get(host, tier);
        if (oldest === null || oldest === undefined) break;
        const startMs = startOf(oldest, STRETCH_MS[tier]);
        if (startMs + STRETCH_MS[tier] > nowMs - keptMs[tier]) break;
        const changes = dropStretch(host, tier, startMs);
        if (changes === 0) break;
        dropped += changes;
      }
    return dropped;
  };

  const pragma = (name: string): number => database.pragma(name, { simple: true }) as number;
  const usedBytes = (): number => (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');

  const dropMost = (clocks: readonly HostClock[], timeIsLeft: () => boolean): number => {
    const nowOf = new Map(clocks.map(({ host, nowMs }) => [host, nowMs]));
    let dropped = 0;
    for (const tier of FINEST_FIRST)
      for (const { host, start_ms } of usedBytes() > maxBytes ? byAge.all(tier) : []) {
        if (usedBytes() <= maxBytes || !timeIsLeft()) return dropped;
        const startMs = startOf(start_ms, STRETCH_MS[tier]);
        if (startMs + STRETCH_MS[tier] + HOUR_MS > (nowOf.get(host) ?? 0)) continue;
        dropped += dropStretch(host, tier, startMs);
      }
    return dropped;
  };

  return (clocks: readonly HostClock[], timeIsLeft: () => boolean): number => {
    let dropped = 0;
    for (const clock of clocks) dropped += dropOld(clock, timeIsLeft);
    return dropped + dropMost(clocks, timeIsLeft);
  };
};
