import type Database from 'better-sqlite3';
import { type Block, unpackBlock } from '../block/block.ts';
import { startOf, TIER, TIERS, type Tier } from '../tiers.ts';

interface Place {
  readonly tier: Tier;
  readonly start_ms: number;
  readonly part: number;
}

const HOUR_MS = TIERS[TIER.minute].blockMs;

/** Which tiers may answer for an hour, best first, for a wish of each tier: finer rather than nothing, then coarser. */
const PREFERENCE: Readonly<Record<Tier, readonly Tier[]>> = {
  [TIER.raw]: [TIER.raw, TIER.minute, TIER.hour],
  [TIER.minute]: [TIER.minute, TIER.raw, TIER.hour],
  [TIER.hour]: [TIER.hour, TIER.minute, TIER.raw],
};

/**
 * Gives a reader of one host's packed blocks: for every hour the tier asked for, or the nearest that is stored, never two
 * tiers for the same hour.
 */
export const prepareReadBlocks = (database: Database.Database) => {
  const list = database.prepare<[number, number, number, number], Place>(
    'SELECT tier, start_ms, part FROM block WHERE host = ? AND tier = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms, part',
  );
  const one = database.prepare<[number, number, number, number], { data: Buffer }>(
    'SELECT data FROM block WHERE host = ? AND tier = ? AND start_ms = ? AND part = ?',
  );

  return (host: number, fromMs: number, toMs: number, wish: Tier, wanted: ReadonlySet<number>): readonly Block[] => {
    const answered = new Map<number, Tier>();
    const chosen: Place[] = [];
    for (const tier of PREFERENCE[wish]) {
      const { blockMs } = TIERS[tier];
      const found = list.all(host, tier, startOf(fromMs, blockMs), toMs);
      for (const place of found) {
        const hours = hoursOf(place, blockMs, fromMs, toMs);
        const free = hours.filter((hour) => (answered.get(hour) ?? tier) === tier);
        if (free.length === 0 || (free.length < hours.length && tier === TIER.hour && wish === TIER.hour)) continue;
        for (const hour of free) answered.set(hour, tier);
        chosen.push(place);
      }
    }
    return chosen
      .map((place) => {
        const data = one.get(host, place.tier, place.start_ms, place.part)?.data;
        return data
          ? keep(
              unpackBlock(data, wanted),
              (timeMs) => answered.get(startOf(timeMs, HOUR_MS)) === place.tier && timeMs >= fromMs && timeMs < toMs,
            )
          : undefined;
      })
      .filter((block) => block !== undefined);
  };
};

const hoursOf = (place: Place, blockMs: number, fromMs: number, toMs: number): number[] => {
  const hours: number[] = [];
  const first = startOf(Math.max(place.start_ms, fromMs), HOUR_MS);
  for (let hour = first; hour < Math.min(place.start_ms + blockMs, toMs); hour += HOUR_MS) hours.push(hour);
  return hours;
};

const keep = (block: Block, inside: (timeMs: number) => boolean): Block => {
  if (block.times.every(inside)) return block;
  const places = [...block.times.keys()].filter((at) => inside(block.times[at] as number));
  const pick = (column: Float64Array) => Float64Array.from(places, (at) => column[at] as number);
  return {
    times: pick(block.times),
    columns: new Map([...block.columns].map(([series, columns]) => [series, columns.map(pick)])),
  };
};
