import type Database from 'better-sqlite3';
import type { Block } from '../block/block.ts';
import { packBlock } from '../block/block.ts';
import { ROLLUP_COLUMNS, StepSums } from '../block/StepSums.ts';
import { unpackBlockOf } from '../history/readBlocks.ts';
import { TIER, TIERS, type Tier } from '../tiers.ts';

export interface BlockPlace {
  readonly host: number;
  readonly tier: Tier;
  readonly startMs: number;
}

/** Gives the steps on blocks that packing and rolling up share; they are made inside a transaction of the caller's. */
export const prepareBlocks = (database: Database.Database) => {
  const there = database
    .prepare<[number, number, number, number], number>(
      'SELECT EXISTS (SELECT 1 FROM block WHERE host = ? AND tier = ? AND start_ms >= ? AND start_ms < ?)',
    )
    .pluck();
  const nextPart = database
    .prepare<[number, number, number], number>(
      'SELECT coalesce(max(part) + 1, 0) FROM block WHERE host = ? AND tier = ? AND start_ms = ?',
    )
    .pluck();
  const read = database.prepare<[number, number, number, number], { start_ms: number; data: Buffer }>(
    'SELECT start_ms, data FROM block WHERE host = ? AND tier = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms, part',
  );
  const insert = database.prepare(
    'INSERT OR REPLACE INTO block (host, tier, start_ms, part, points, data) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const drop = database.prepare('DELETE FROM block WHERE host = ? AND tier = ? AND start_ms >= ? AND start_ms < ?');
  const due = database.prepare('INSERT OR IGNORE INTO rollup_due (tier, start_ms, host) VALUES (?, ?, ?)');

  const dropWithin = ({ host, tier, startMs }: BlockPlace, lengthMs: number = TIERS[tier].blockMs): number =>
    drop.run(host, tier, startMs, startMs + lengthMs).changes;

  return {
    /** Whether any block of the tier begins within `lengthMs` from `startMs`. */
    hasWithin: ({ host, tier, startMs }: BlockPlace, lengthMs: number = TIERS[tier].blockMs): boolean =>
      there.get(host, tier, startMs, startMs + lengthMs) === 1,
    dropWithin,
    /** Keeps ticks as a further part of their window. */
    addRaw: ({ host, startMs }: Omit<BlockPlace, 'tier'>, block: Block): void => {
      const part = nextPart.get(host, TIER.raw, startMs);
      insert.run(host, TIER.raw, startMs, part, block.times.length, packBlock(block, 1));
    },
    /**
     * Makes the rollup at a place from the finer blocks of its time, or from what is given, in place of the one there.
     * Gives the ids of its series, and how many finer blocks could not be read.
     */
    makeRollup: (
      place: BlockPlace,
      from: { readonly tier: Tier; readonly more?: Block },
    ): { readonly series: readonly number[]; readonly damaged: number } => {
      const { stepMs, blockMs } = TIERS[place.tier];
      const sums = new StepSums({ fromMs: place.startMs, stepMs, steps: blockMs / stepMs });
      let damaged = 0;
      for (const { start_ms, data } of read.all(place.host, from.tier, place.startMs, place.startMs + blockMs)) {
        try {
          sums.add(unpackBlockOf(data, { tier: from.tier, startMs: start_ms }, 'all'));
        } catch {
          // It stays where it is: who asks for it is told.
          damaged++;
        }
      }
      if (from.more) sums.add(from.more);
      const block = sums.block();
      insert.run(place.host, place.tier, place.startMs, 0, block.times.length, packBlock(block, ROLLUP_COLUMNS));
      return { series: [...block.columns.keys()], damaged };
    },
    /** Takes a rollup away that lacks something and has it made again. */
    makeAgain: (place: BlockPlace): void => {
      dropWithin(place);
      due.run(place.tier, place.startMs, place.host);
    },
  };
};
