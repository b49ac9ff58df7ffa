import type { HostFacts } from '@netstrata/metrics';
import { pow2ceil } from '../guards.ts';

/** A bucket of the TCP hash table for so much memory, and never more buckets than this. */
const MEMORY_PER_BUCKET = 131_072;
const MOST_BUCKETS = 524_288;

/**
 * What the kernel starts net.ipv4.tcp_max_tw_buckets and tcp_max_orphans with: half the buckets of its TCP hash table, which it
 * sizes by memory.
 */
export function derivedSockets({ memTotalBytes }: Pick<HostFacts, 'memTotalBytes'>): number {
  return Math.min(MOST_BUCKETS, pow2ceil(memTotalBytes / MEMORY_PER_BUCKET)) / 2;
}

/** How it is found, for the arithmetic of an advice. */
export const SOCKETS_IN_WORDS = {
  en: `128 KiB, as a power of two and at most ${MOST_BUCKETS}, / 2`,
  'zh-CN': `128 KiB（取 2 的幂，最多 ${MOST_BUCKETS}）/ 2`,
};
