import { tunableNumbers } from '@netstrata/metrics';
import type { RuleContext } from './types.ts';

/** No single connection is given more. */
const MOST_BYTES = 64 * 1024 * 1024;
/** All busy connections together may use this part of the memory for TCP. */
const MEMORY_SHARE = 0.25;

/** What one of so many busy connections may have as its buffer: 64 MiB, and no more than its part of a quarter of tcp_mem. */
export function mostForEach({ tunables, host }: Pick<RuleContext, 'tunables' | 'host'>, busy: number): number {
  const pages = tunableNumbers(tunables, 'net.ipv4.tcp_mem')?.[2];
  if (pages === undefined) return MOST_BYTES;
  return Math.min(MOST_BYTES, Math.floor((MEMORY_SHARE * pages * host.pageSizeBytes) / Math.max(1, busy)));
}
