import { countNeighbours } from '../rtnetlink/neighbours.ts';
import { openPacedRtSource } from '../rtnetlink/openRtSource.ts';
import type { NeighRow } from '../rtnetlinkRows.ts';
import type { Roots, Source } from '../Source.ts';

/**
 * RTM_GETNEIGH: neighbours of this network namespace by device, family and state. Those of all namespaces together, which the limits
 * are for, stand in /proc/net/stat/arp_cache.
 *
 * The kernel keeps an entry without an address for each destination of a device that needs none (noarp: loopback, multicast).
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/core/neighbour.c?h=v6.18 (neigh_dump_info)
 */
export function openRtnetlinkNeigh(_roots: Roots): Source<readonly NeighRow[]> {
  return openPacedRtSource('RTM_GETNEIGH', countNeighbours);
}
