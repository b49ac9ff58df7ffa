import { ClassRates } from '../rtnetlink/ClassRates.ts';
import { openRtSource } from '../rtnetlink/openRtSource.ts';
import { readQdiscs } from '../rtnetlink/qdiscs.ts';
import type { QdiscRow } from '../rtnetlinkRows.ts';
import type { Roots, Source } from '../Source.ts';

/** A device with 64 queues has as many qdiscs below its own. */
const MOST_ROWS = 256;

/**
 * RTM_GETQDISC: the queueing disciplines, between IP and the devices. Counters since each was set up: a change of qdisc begins anew.
 *
 * `packets` is 64 bits wide where the kernel has TCA_STATS_PKT64 (5.5) and wraps at 2^32 before. Of noqueue nothing is known: the kernel counts no packet
 * that passes it. Those of devices come before those of classes and queues; rows beyond the first 256 are left out.
 * The rates of htb and hfsc are those of their classes (RTM_GETTCLASS), as of half a minute ago at most.
 * Source: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/sched/sch_api.c?h=v6.18 (tc_fill_qdisc)
 */
export function openRtnetlinkQdisc(_roots: Roots): Source<QdiscRow[]> {
  const classRates = new ClassRates();
  return openRtSource('RTM_GETQDISC', async (rtnetlink) => {
    const rows = await readQdiscs(rtnetlink, classRates);
    if (rows.length <= MOST_ROWS) return rows;
    const below = ({ parent }: QdiscRow) => (parent === 'root' || parent === 'ingress' ? 0 : 1);
    return rows.toSorted((a, b) => below(a) - below(b)).slice(0, MOST_ROWS);
  });
}
