import type { UnixSocketRow } from '@netstrata/metrics';
import { recentDumps } from '../dumps.ts';
import type { RuleContext } from '../types.ts';

const DUMP_SECONDS = 60;

/** How often a queue between programs was seen full, oldest look first. */
export interface FullQueue<Key> {
  readonly key: Key;
  /** Who sends into it, in the newest look that saw it full. */
  readonly senders: readonly UnixSocketRow[];
  /** Seconds that every look up to now saw it full; 0 when the newest did not. */
  readonly fullSeconds: number;
  /** Looks of the last minute that saw it full, and that did not. */
  readonly fullLooks: number;
  readonly otherLooks: number;
}

/**
 * Queues that a look of the last minute saw full. `keyOf` says which queue a sender fills, undefined for one that matters to none;
 * `isFull` judges all senders of one queue together.
 */
export function fullQueues<Key>(
  context: RuleContext,
  keyOf: (row: UnixSocketRow) => Key | undefined,
  isFull: (senders: readonly UnixSocketRow[]) => boolean,
): readonly FullQueue<Key>[] {
  const dumps = recentDumps(context, DUMP_SECONDS).filter(({ unix }) => unix !== undefined);
  const newestMs = dumps.at(-1)?.timeMs ?? 0;
  const found = new Map<Key, FullQueue<Key> & { readonly unbroken: boolean }>();
  for (const [age, { timeMs, unix = [] }] of dumps.toReversed().entries()) {
    const full = new Set<Key>();
    for (const [key, senders] of Map.groupBy(unix, keyOf)) {
      if (key === undefined || !isFull(senders)) continue;
      full.add(key);
      const before = found.get(key) ?? {
        key,
        senders,
        fullSeconds: 0,
        fullLooks: 0,
        otherLooks: age,
        unbroken: age === 0,
      };
      const fullSeconds = before.unbroken ? (newestMs - timeMs) / 1000 : before.fullSeconds;
      found.set(key, { ...before, fullSeconds, fullLooks: before.fullLooks + 1 });
    }
    for (const [key, queue] of found)
      if (!full.has(key)) found.set(key, { ...queue, otherLooks: queue.otherLooks + 1, unbroken: false });
  }
  return [...found.values()];
}
