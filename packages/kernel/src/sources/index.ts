import type { Roots, Source } from '../Source.ts';
import type { KernelSourceId, KernelSourceRows } from '../types.ts';
import { openEthtoolDriverStats } from './ethtoolDriverStats.ts';
import { openEthtoolPauseStats } from './ethtoolPauseStats.ts';
import { openEthtoolStandardStats } from './ethtoolStandardStats.ts';
import { openInterrupts } from './interrupts.ts';
import { openMeminfo } from './meminfo.ts';
import { openNetDev } from './netDev.ts';
import { openNetNetstat } from './netNetstat.ts';
import { openNetSnmp } from './netSnmp.ts';
import { openNetSnmp6 } from './netSnmp6.ts';
import { openNetSockstat } from './netSockstat.ts';
import { openNetSockstat6 } from './netSockstat6.ts';
import { openNetSoftnetStat } from './netSoftnetStat.ts';
import { openNetStatArpCache } from './netStatArpCache.ts';
import { openNetStatNdiscCache } from './netStatNdiscCache.ts';
import { openNetStatNfConntrack } from './netStatNfConntrack.ts';
import { openRtnetlinkLink } from './rtnetlinkLink.ts';
import { openRtnetlinkNeigh } from './rtnetlinkNeigh.ts';
import { openRtnetlinkQdisc } from './rtnetlinkQdisc.ts';
import { openRtnetlinkRoute } from './rtnetlinkRoute.ts';
import { openSoftirqs } from './softirqs.ts';
import { openStat } from './stat.ts';
import { openSysClassNet } from './sysClassNet.ts';
import { openSysClassNetByteQueueLimits } from './sysClassNetByteQueueLimits.ts';
import { openSysNetNetfilterNfConntrackCount } from './sysNetNetfilterNfConntrackCount.ts';

/** Every source by its id. A file of this folder that is not here fails the test beside. */
export const SOURCE_OPENERS: {
  readonly [Id in KernelSourceId]: (roots: Roots) => Source<KernelSourceRows[Id]>;
} = {
  'net/snmp': openNetSnmp,
  'net/netstat': openNetNetstat,
  'net/snmp6': openNetSnmp6,
  'net/sockstat': openNetSockstat,
  'net/sockstat6': openNetSockstat6,
  'net/softnet_stat': openNetSoftnetStat,
  'net/dev': openNetDev,
  'net/stat/arp_cache': openNetStatArpCache,
  'net/stat/ndisc_cache': openNetStatNdiscCache,
  'net/stat/nf_conntrack': openNetStatNfConntrack,
  'sys/net/netfilter/nf_conntrack_count': openSysNetNetfilterNfConntrackCount,
  'sys/class/net': openSysClassNet,
  'rtnetlink/link': openRtnetlinkLink,
  'rtnetlink/qdisc': openRtnetlinkQdisc,
  'rtnetlink/neigh': openRtnetlinkNeigh,
  'rtnetlink/route': openRtnetlinkRoute,
  'sys/class/net/byte_queue_limits': openSysClassNetByteQueueLimits,
  'ethtool/driver_stats': openEthtoolDriverStats,
  'ethtool/standard_stats': openEthtoolStandardStats,
  'ethtool/pause_stats': openEthtoolPauseStats,
  meminfo: openMeminfo,
  stat: openStat,
  softirqs: openSoftirqs,
  interrupts: openInterrupts,
};
