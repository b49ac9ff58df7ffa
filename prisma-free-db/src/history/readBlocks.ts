import type Database from 'better-sqlite3';
import { type Block, unpackBlock } from '../block/block.ts';
import { StoreError } from '../StoreError.ts';
import { HOUR_MS, startOf, TIER, TIERS, type Tier } from '../tiers.ts';

interface Place {
  readonly tier: Tier;
  readonly start_ms: number;
  readonly part: number;
}

/** One host's blocks for a range of time. */
export interface BlockRange {
  readonly host: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly wish: Tier;
}

export interface FoundBlock {
  readonly block: Block;
  /** Whether a point of the block counts: no other tier answers for its hour. All do where it is not given. */
  readonly accept?: (timeMs: number) => boolean;
}

/** Which tiers may answer for an hour, best first, for a wish of each tier: finer rather than nothing, then coarser. */
const PREFERENCE: Readonly<Record<Tier, readonly Tier[]>> = {
  [TIER.raw]: [TIER.raw, TIER.minute, TIER.hour],
  [TIER.minute]: [TIER.minute, TIER.raw, TIER.hour],
  [TIER.hour]: [TIER.hour, TIER.minute, TIER.raw],
};

/**
 * Gives a reader of packed blocks, one after the other: for every hour the tier wished for, or the nearest that is stored,
 * never two tiers for the same hour. Whole hours are right because retention drops a tier by whole hours, and a rollup
 * that lacks late ticks is taken away in the transaction that packs them.
 */
export const prepareReadBlocks = (database: Database.Database) => {
  const list = database.prepare<[number, number, number, number], Place>(
    'SELECT tier, start_ms, part FROM block WHERE host = ? AND tier = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms, part',
  );
  const one = database
    .prepare<[number, number, number, number], Buffer>(
      'SELECT data FROM block WHERE host = ? AND tier = ? AND start_ms = ? AND part = ?',
    )
    .pluck();

  return function* (
    { host, fromMs, toMs, wish }: BlockRange,
    wanted: ReadonlySet<number>,
  ): Generator<FoundBlock, void> {
    const answered = new Map<number, Tier>();
    for (const tier of PREFERENCE[wish]) {
      const { blockMs } = TIERS[tier];
      const accept = (timeMs: number) => answered.get(startOf(timeMs, HOUR_MS)) === tier;
      // Blocks of the finer tiers lie within one hour.
      const some = blockMs > HOUR_MS ? { accept } : {};
      for (const place of list.all(host, tier, startOf(fromMs, blockMs), toMs)) {
        const free = hoursOf(place, { fromMs, toMs }).filter((hour) => (answered.get(hour) ?? tier) === tier);
        if (free.length === 0) continue;
        for (const hour of free) answered.set(hour, tier);
        const data = one.get(host, tier, place.start_ms, place.part);
        if (data) yield { block: unpacked(data, place, wanted), ...some };
      }
    }
  };
};

/** The hours of a block that lie in the range. */
const hoursOf = ({ tier, start_ms }: Place, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }) => {
  const hours: number[] = [];
  const end = Math.min(start_ms + TIERS[tier].blockMs, toMs);
  for (let hour = startOf(Math.max(start_ms, fromMs), HOUR_MS); hour < end; hour += HOUR_MS) hours.push(hour);
  return hours;
};

const unpacked = (data: Buffer, { tier, start_ms }: Place, wanted: ReadonlySet<number>): Block => {
  try {
    return unpackBlockOf(data, { tier, startMs: start_ms }, wanted);
  } catch (cause) {
    const when = new Date(start_ms).toISOString();
    throw new StoreError('corrupt', `The history is damaged at ${when}: ask for a range without that hour.`, { cause });
  }
};

/** As unpackBlock; throws too when the block holds points of another time than the one it is stored under. */
export const unpackBlockOf = (
  data: Buffer,
  { tier, startMs }: { readonly tier: Tier; readonly startMs: number },
  wanted: ReadonlySet<number> | 'all',
): Block => {
  const block = unpackBlock(data, wanted);
  const endMs = startMs + TIERS[tier].blockMs;
  if (!block.times.every((timeMs) => timeMs >= startMs && timeMs < endMs))
    throw new RangeError('a block holds points of another time');
  return block;
};
