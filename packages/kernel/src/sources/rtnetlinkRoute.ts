import { openPacedRtSource } from '../rtnetlink/openRtSource.ts';
import { countRoutes } from '../rtnetlink/routeCounts.ts';
import type { RouteCountRow } from '../rtnetlinkRows.ts';
import type { Roots, Source } from '../Source.ts';

/**
 * RTM_GETROUTE: how many routes this network namespace has, by family, table and type. Routes that the kernel learned for one destination
 * (a path MTU, a redirect) are not among them. A kernel without IPv6 has no such rows.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ipv4/fib_semantics.c?h=v6.18 (fib_dump_info)
 * and https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/ipv6/route.c?h=v6.18 (rt6_fill_node)
 */
export function openRtnetlinkRoute(_roots: Roots): Source<readonly RouteCountRow[]> {
  return openPacedRtSource('RTM_GETROUTE', countRoutes);
}
