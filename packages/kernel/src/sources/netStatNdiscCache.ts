import { openFileSource, type Roots, type Source } from '../Source.ts';
import { parseNeighbourTable } from '../text/neighbourTable.ts';
import type { NeighbourStatRow } from '../types.ts';

const PATH = '/proc/net/stat/ndisc_cache';

/**
 * /proc/net/stat/ndisc_cache: the IPv6 neighbour table of the whole host, as /proc/net/stat/arp_cache has it for IPv4.
 *
 * Absent (`not-found`) without IPv6 and in any network namespace but the first.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/core/neighbour.c?h=v6.18 (neigh_stat_seq_show)
 */
export function parseNetStatNdiscCache(text: string): NeighbourStatRow {
  return parseNeighbourTable(PATH, text);
}

export function openNetStatNdiscCache(roots: Roots): Source<NeighbourStatRow> {
  return openFileSource(roots, { file: 'net/stat/ndisc_cache', parse: parseNetStatNdiscCache });
}
