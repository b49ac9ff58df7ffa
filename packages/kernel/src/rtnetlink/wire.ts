/**
 * Numbers of the rtnetlink formats, named as the kernel's headers name them: include/uapi/linux/rtnetlink.h, if_link.h, if_addr.h,
 * neighbour.h and gen_stats.h and pkt_sched.h of 6.18. Everything is in host byte order except addresses.
 */
export const NETLINK_ROUTE = 0;
export const RTM_NEWLINK = 16;
export const RTM_GETLINK = 18;
export const RTM_NEWADDR = 20;
export const RTM_GETADDR = 22;
export const RTM_NEWROUTE = 24;
export const RTM_GETROUTE = 26;
export const RTM_NEWNEIGH = 28;
export const RTM_GETNEIGH = 30;
export const RTM_NEWQDISC = 36;
export const RTM_GETQDISC = 38;
export const RTM_NEWTCLASS = 40;
export const RTM_GETTCLASS = 42;

/** struct ifinfomsg: family u8, type u16 @2, index s32 @4, flags u32 @8, change u32 @12. */
export const IFINFOMSG_BYTES = 16;
export const IFLA = {
  address: 1,
  ifname: 3,
  mtu: 4,
  link: 5,
  qdisc: 6,
  master: 10,
  txqlen: 13,
  operstate: 16,
  linkinfo: 18,
  stats64: 23,
  extMask: 29,
  promiscuity: 30,
  numTxQueues: 31,
  numRxQueues: 32,
  carrierUpCount: 47,
  carrierDownCount: 48,
} as const;
export const IFLA_INFO_KIND = 1;
/** In IFLA_EXT_MASK: no statistics, which are most of the message and of its cost. */
export const RTEXT_FILTER_SKIP_STATS = 8;

/** struct tcmsg: family u8, ifindex s32 @4, handle u32 @8, parent u32 @12, info u32 @16. */
export const TCMSG_BYTES = 20;
export const TCA = { kind: 1, options: 2, stats: 3, xstats: 4, stats2: 7 } as const;
/** Inside TCA_OPTIONS of tbf: struct tc_tbf_qopt, and the rate where that has no room for it. */
export const TCA_TBF = { parms: 1, rate64: 4 } as const;
/** In struct tc_tbf_qopt: the rate of the first tc_ratespec in bytes a second, limit in bytes, buffer in ticks. */
export const TBF_QOPT = { rate: 8, limit: 24, buffer: 28 } as const;
/** The kernel gives such times in ticks of 64 ns, whatever the clock (PSCHED_SHIFT). */
export const PSCHED_TICK_SECONDS = 64e-9;
/** Inside TCA_OPTIONS of cake. */
export const TCA_CAKE_BASE_RATE64 = 2;
/** Inside TCA_OPTIONS of a class of htb: struct tc_htb_opt, and the ceiling where that has no room for it. */
export const TCA_HTB = { parms: 1, ceil64: 7 } as const;
/** In struct tc_htb_opt: the rate of the second tc_ratespec, in bytes a second. */
export const HTB_OPT_CEIL = 20;
/** Inside TCA_OPTIONS of a class of hfsc: struct tc_service_curve of the upper limit, and in that the slope behind its bend. */
export const TCA_HFSC_USC = 3;
export const HFSC_M2 = 8;
/** Inside TCA_STATS2. */
export const TCA_STATS = { basic: 1, queue: 3, app: 4, pkt64: 8 } as const;
export const TC_H_ROOT = 0xffff_ffff;
/** Parent of an ingress or clsact qdisc. */
export const TC_H_INGRESS = 0xffff_fff1;

/** struct ndmsg: family u8, ifindex s32 @4, state u16 @8, flags u8 @10, type u8 @11. */
export const NDMSG_BYTES = 12;
export const NDA = { dst: 1, lladdr: 2, cacheinfo: 3, probes: 4 } as const;

/** struct rtmsg: family, dst_len, src_len, tos, table, protocol, scope, type (u8 each), flags u32 @8. */
export const RTMSG_BYTES = 12;
/** struct rtnexthop: length u16, flags u8, hops u8, ifindex s32. */
export const RTNEXTHOP_BYTES = 8;
export const RTA = {
  dst: 1,
  src: 2,
  oif: 4,
  gateway: 5,
  priority: 6,
  prefsrc: 7,
  metrics: 8,
  multipath: 9,
  table: 15,
  via: 18,
  nhId: 30,
} as const;
/** Inside RTA_METRICS. */
export const RTAX_MTU = 2;
/** A route learned for one destination (its path MTU, a redirect), not one of the table. */
export const RTM_F_CLONED = 0x200;

/** struct ifaddrmsg: family, prefixlen, flags, scope (u8 each), index u32 @4. */
export const IFADDRMSG_BYTES = 8;
export const IFA = { address: 1, local: 2, flags: 8 } as const;
