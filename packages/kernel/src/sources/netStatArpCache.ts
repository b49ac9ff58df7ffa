import { openFileSource, type Roots, type Source } from '../Source.ts';
import { parseNeighbourTable } from '../text/neighbourTable.ts';
import type { NeighbourStatRow } from '../types.ts';

const PATH = '/proc/net/stat/arp_cache';

/**
 * /proc/net/stat/arp_cache: the IPv4 neighbour table of the whole host, since boot, summed over CPUs.
 *
 * All network namespaces share the table, its counters and its limit, and only the first one shows them: absent (`not-found`) in
 * any other. `entries` includes permanent ones and those a program maintains (since 5.0 these do not count against gc_thresh3).
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/core/neighbour.c?h=v6.18 (neigh_stat_seq_show)
 */
export function parseNetStatArpCache(text: string): NeighbourStatRow {
  return parseNeighbourTable(PATH, text);
}

export function openNetStatArpCache(roots: Roots): Source<NeighbourStatRow> {
  return openFileSource(roots, { file: 'net/stat/arp_cache', parse: parseNetStatArpCache });
}
