import { readLinks } from '../rtnetlink/links.ts';
import { openRtSource } from '../rtnetlink/openRtSource.ts';
import type { LinkRow } from '../rtnetlinkRows.ts';
import type { Roots, Source } from '../Source.ts';

/** Each device takes a dozen series; hosts with more have hundreds of virtual ones. */
const MOST_DEVICES = 64;

/**
 * RTM_GETLINK: what the kernel counts of each device in struct rtnl_link_stats64, one number each, where /proc/net/dev shows some of them added up.
 *
 * Hardware comes first; devices beyond the first 64 are left out. carrier_up_count and carrier_down_count are of 4.16, rx_nohandler 4.6,
 * rx_otherhost_dropped 5.19.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/core/rtnetlink.c?h=v6.18 (rtnl_fill_ifinfo)
 */
export function openRtnetlinkLink(_roots: Roots): Source<LinkRow[]> {
  return openRtSource('RTM_GETLINK', async (rtnetlink) => {
    const rows = await readLinks(rtnetlink);
    if (rows.length <= MOST_DEVICES) return rows;
    const virtual = ({ kind }: LinkRow) => (kind === undefined ? 0 : 1);
    return rows.toSorted((a, b) => virtual(a) - virtual(b)).slice(0, MOST_DEVICES);
  });
}
