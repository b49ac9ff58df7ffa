import type Database from 'better-sqlite3';
import { prepareReadLog } from '../log/readLog.ts';
import { DAY_MS, HOUR_MS, startOf, TIER, TIERS } from '../tiers.ts';
import { prepareBlocks } from './blocks.ts';
import type { HostClock } from './hostClocks.ts';

/** A window is packed this long after its end, so that a short reconnect does not make a second part. */
const GRACE_MS = 120_000;
/** Ticks this far ahead of their host's clock are from before it was put back: no more will come beside them. */
const AHEAD_MS = HOUR_MS;
const { blockMs } = TIERS[TIER.raw];

export interface Packed {
  readonly ticks: number;
  /** Ticks that were damaged on disk and are lost. */
  readonly damaged: number;
  /** Whether finished windows are left. */
  readonly more: boolean;
}

/**
 * Gives the step that packs finished windows of the tick log into raw blocks, each in a transaction of its own, the hosts
 * in turn, until the time is up.
 */
export const preparePack = (database: Database.Database) => {
  const ends = database.prepare<[number, number], { oldest: number | null; newest: number | null }>(`
    SELECT (SELECT min(time_ms) FROM tick_log WHERE host = ?) AS oldest, (SELECT max(time_ms) FROM tick_log WHERE host = ?) AS newest`);
  const forget = database.prepare('DELETE FROM tick_log WHERE host = ? AND time_ms >= ? AND time_ms < ?');
  const readLog = prepareReadLog(database);
  const { hasWithin, dropWithin, addRaw, makeRollup, makeAgain } = prepareBlocks(database);
  let turn = 0;

  /**
   * Ticks of an hour whose raw blocks are past retention go into the coarser point that is left, which cannot be made
   * again; all others make a further part of their window, and rollups of their time are made again.
   */
  const packWindow = database.transaction((host: number, startMs: number): { ticks: number; damaged: number } => {
    const { block, ticks, damaged } = readLog(host, startMs, startMs + blockMs, 'all');
    if (ticks === 0) return { ticks, damaged };
    forget.run(host, startMs, startMs + blockMs);
    const hour = { host, tier: TIER.minute, startMs: startOf(startMs, HOUR_MS) };
    const day = { host, tier: TIER.hour, startMs: startOf(startMs, DAY_MS) };
    const raw = hasWithin({ ...hour, tier: TIER.raw }, HOUR_MS);
    if (!raw && hasWithin(hour)) {
      makeRollup(hour, { tier: TIER.minute, more: block });
      makeAgain(day);
    } else if (!raw && hasWithin(day) && !hasWithin({ ...day, tier: TIER.minute }, DAY_MS)) {
      makeRollup(day, { tier: TIER.hour, more: block });
    } else {
      addRaw({ host, startMs }, block);
      makeAgain(hour);
      dropWithin(day);
    }
    return { ticks, damaged };
  }).immediate;

  /** The start of a window of the host that is finished, if there is one. */
  const finished = ({ host, nowMs }: HostClock): number | undefined => {
    const { oldest, newest } = ends.get(host, host) ?? {};
    if (oldest === null || oldest === undefined || newest === null || newest === undefined) return undefined;
    const first = startOf(oldest, blockMs);
    if (first + blockMs + GRACE_MS <= nowMs) return first;
    const last = startOf(newest, blockMs);
    return last > nowMs + AHEAD_MS ? last : undefined;
  };

  return (clocks: readonly HostClock[], timeIsLeft: () => boolean): Packed => {
    let [ticks, damaged, idle] = [0, 0, 0];
    while (idle < clocks.length && timeIsLeft()) {
      const clock = clocks[turn++ % clocks.length] as HostClock;
      const startMs = finished(clock);
      idle = startMs === undefined ? idle + 1 : 0;
      if (startMs === undefined) continue;
      const packed = packWindow(clock.host, startMs);
      ticks += packed.ticks;
      damaged += packed.damaged;
    }
    return { ticks, damaged, more: idle < clocks.length };
  };
};
