/** Rows of rtnetlink's tables: what the kernel said, nothing derived. */

/** struct rtnl_link_stats64, counters since the device appeared; a field that an older kernel lacks is undefined. */
export interface LinkStats64 {
  readonly rxPackets: number | undefined;
  readonly txPackets: number | undefined;
  readonly rxBytes: number | undefined;
  readonly txBytes: number | undefined;
  readonly rxErrors: number | undefined;
  readonly txErrors: number | undefined;
  readonly rxDropped: number | undefined;
  readonly txDropped: number | undefined;
  readonly multicast: number | undefined;
  readonly collisions: number | undefined;
  readonly rxLengthErrors: number | undefined;
  readonly rxOverErrors: number | undefined;
  readonly rxCrcErrors: number | undefined;
  readonly rxFrameErrors: number | undefined;
  readonly rxFifoErrors: number | undefined;
  readonly rxMissedErrors: number | undefined;
  readonly txAbortedErrors: number | undefined;
  readonly txCarrierErrors: number | undefined;
  readonly txFifoErrors: number | undefined;
  readonly txHeartbeatErrors: number | undefined;
  readonly txWindowErrors: number | undefined;
  readonly rxCompressed: number | undefined;
  readonly txCompressed: number | undefined;
  readonly rxNohandler: number | undefined;
  readonly rxOtherhostDropped: number | undefined;
}

/** One network device, by RTM_GETLINK. */
export interface LinkRow extends LinkStats64 {
  readonly ifindex: number;
  readonly device: string;
  /** `veth`, `bridge`, `vlan`; undefined for hardware and loopback. */
  readonly kind: string | undefined;
  /** The bridge, bond or VRF it belongs to. */
  readonly master: string | undefined;
  /** `up`, `down`, `unknown`, `dormant`, `lowerlayerdown`, `notpresent`, `testing`. */
  readonly operstate: string | undefined;
  /** IFF_* bits. */
  readonly flags: number;
  readonly mtuBytes: number | undefined;
  readonly txQueueLen: number | undefined;
  readonly txQueues: number | undefined;
  readonly rxQueues: number | undefined;
  /** How many ask to see all packets. */
  readonly promiscuity: number | undefined;
  readonly carrierUpCount: number | undefined;
  readonly carrierDownCount: number | undefined;
}

/** What fq keeps besides (struct tc_fq_qd_stats); undefined for any other qdisc. */
export interface FqStats {
  readonly fqFlows: number | undefined;
  readonly fqInactiveFlows: number | undefined;
  readonly fqThrottledFlows: number | undefined;
  readonly fqThrottled: number | undefined;
  readonly fqFlowsPlimit: number | undefined;
  readonly fqPktsTooLong: number | undefined;
  readonly fqAllocationErrors: number | undefined;
  readonly fqHighprioPackets: number | undefined;
  readonly fqCeMark: number | undefined;
  readonly fqHorizonDrops: number | undefined;
  readonly fqHorizonCaps: number | undefined;
  readonly fqFastpathPackets: number | undefined;
}

/** What fq_codel keeps besides (struct tc_fq_codel_qd_stats); undefined for any other qdisc. */
export interface FqCodelStats {
  readonly fqCodelDropOverlimit: number | undefined;
  readonly fqCodelDropOvermemory: number | undefined;
  readonly fqCodelEcnMark: number | undefined;
  readonly fqCodelCeMark: number | undefined;
  readonly fqCodelNewFlowCount: number | undefined;
  readonly fqCodelNewFlowsLen: number | undefined;
  readonly fqCodelOldFlowsLen: number | undefined;
  readonly fqCodelMemoryUsageBytes: number | undefined;
}

/** What a shaper was set to (tbf, cake, htb and hfsc by their classes); undefined for any other qdisc. */
export interface ShaperSettings {
  /** What it lets out at most; undefined for cake without a rate, and for classes of which several are at the top. Of a qdisc below a class that of the class. */
  readonly rateBytesPerSecond: number | undefined;
  /** What may leave at once, above the rate. */
  readonly burstBytes: number | undefined;
  /** What its queue holds. */
  readonly limitBytes: number | undefined;
}

/** One queueing discipline, by RTM_GETQDISC. Where the kernel counts nothing (noqueue) every number is undefined. */
export interface QdiscRow extends FqStats, FqCodelStats, ShaperSettings {
  readonly device: string;
  /** `fq_codel`, `htb`, `pfifo_fast`. */
  readonly kind: string;
  /** As tc prints it: `8001:`, `0:`. */
  readonly handle: string;
  /** What it hangs on: `root`, `ingress`, or a class as tc prints it, `1:10`. */
  readonly parent: string;
  readonly bytes: number | undefined;
  readonly packets: number | undefined;
  readonly drops: number | undefined;
  readonly overlimits: number | undefined;
  readonly requeues: number | undefined;
  /** Packets that wait now. */
  readonly qlen: number | undefined;
  readonly backlogBytes: number | undefined;
}

export type IpFamily = 'ipv4' | 'ipv6';

/** Neighbours of one device and family, by RTM_GETNEIGH, counted by what the kernel knows of them now. */
export interface NeighRow {
  /** `*` for devices beyond those that are counted one by one. */
  readonly device: string;
  readonly family: IpFamily;
  readonly incomplete: number;
  readonly reachable: number;
  readonly stale: number;
  readonly delay: number;
  readonly probe: number;
  readonly failed: number;
  readonly noarp: number;
  readonly permanent: number;
  /** Those that gc_thresh1 to 3 count: neither permanent nor kept by a program. */
  readonly collectable: number;
}

/** Routes of one family, table and type, by RTM_GETROUTE. */
export interface RouteCountRow {
  readonly family: IpFamily;
  /** `main`, `local`, `default` or its number; `*` for tables beyond those that are counted one by one. */
  readonly table: string;
  /** `unicast`, `local`, `blackhole`. */
  readonly type: string;
  readonly count: number;
}

/** One way that a route leads. */
export interface NexthopRow {
  /** An address of the route's family, or of IPv6 for a route of IPv4; undefined where the destination is on the link. */
  readonly gateway: string | undefined;
  readonly device: string | undefined;
  /** Of several, the share that this one takes. */
  readonly weight: number;
}

/** One route, by RTM_GETROUTE. */
export interface RouteRow {
  readonly family: IpFamily;
  readonly table: string;
  readonly type: string;
  /** `192.0.2.0/24`; with a length of 0 the default route. */
  readonly destination: string;
  readonly isDefault: boolean;
  readonly nexthops: readonly NexthopRow[];
  /** Of two routes to one destination that of the lower metric is taken; undefined counts as 0. */
  readonly metric: number | undefined;
  /** The address that packets leave from unless a program says otherwise. */
  readonly source: string | undefined;
  readonly mtuBytes: number | undefined;
  /** Who set it up: `kernel`, `boot`, `static`, `dhcp`, `ra`, `bird`. */
  readonly protocol: string;
}

/** A neighbour that does not answer, or has not yet. */
export interface WaitingNeighbourRow {
  readonly address: string;
  readonly device: string;
  readonly family: IpFamily;
  readonly state: 'incomplete' | 'probe' | 'failed';
  /** What was known of it the last time. */
  readonly linkAddress: string | undefined;
  /** Since its state changed. */
  readonly seconds: number | undefined;
}

/** One address of a device, by RTM_GETADDR. */
export interface AddressRow {
  readonly device: string;
  readonly family: IpFamily;
  readonly address: string;
  readonly prefixLength: number;
  /** Why it is of limited use: `tentative`, `dadfailed`, `deprecated`. */
  readonly trouble: string | undefined;
}

/** How strictly IPv4 checks that the way back to a source leads through the device that its packet came in on. */
export interface ReversePathRow {
  readonly device: string;
  /** rp_filter of the device and of `all`; the larger one holds. 0 off, 1 strict, 2 loose. */
  readonly own: number | undefined;
  readonly effective: number | undefined;
}
