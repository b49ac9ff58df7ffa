/**
 * Typed rows as the kernel readers give them: what the kernel said, nothing derived.
 *
 * Counters are JavaScript numbers: exact up to 2^53 (9 PB of bytes); above that the low bits are rounded, never wrapped.
 * A field the running kernel does not have is `undefined`, never 0.
 */

import type { ByteQueueLimitsRow, DriverStatisticRow, PauseRow, StandardStatisticRow } from './linkRows.ts';
import type { ConntrackCountRow, ConntrackStatRow, NeighbourStatRow } from './networkRows.ts';
import type { LinkRow, NeighRow, QdiscRow, RouteCountRow } from './rtnetlinkRows.ts';

export type * from './linkRows.ts';
export type * from './namespaceRows.ts';
export type * from './processRows.ts';
export type * from './rtnetlinkRows.ts';
export type * from './socketDetails.ts';
export type * from './socketRows.ts';
export type { ConntrackCountRow, ConntrackStatRow, NeighbourStatRow };

/** /proc/net/snmp, /proc/net/netstat: group ("Tcp", "TcpExt") -> counter ("RetransSegs") -> value. */
export type CounterTable = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** /proc/net/snmp6: counter ("Ip6InReceives") -> value. */
export type CounterList = Readonly<Record<string, number>>;

/** One row of /proc/net/dev. Counters since the device appeared; bytes and packets. */
export interface NetDevRow {
  readonly device: string;
  readonly rxBytes: number;
  readonly rxPackets: number;
  readonly rxErrors: number;
  readonly rxDropped: number;
  readonly rxFifo: number;
  readonly rxFrame: number;
  readonly rxCompressed: number;
  readonly rxMulticast: number;
  readonly txBytes: number;
  readonly txPackets: number;
  readonly txErrors: number;
  readonly txDropped: number;
  readonly txFifo: number;
  readonly txCollisions: number;
  readonly txCarrier: number;
  readonly txCompressed: number;
}

/** /sys/class/net/DEV: the attributes that bound or explain a device's counters. */
export interface NetClassRow {
  readonly device: string;
  /** Mbit/s; undefined where the driver does not know (virtual devices). */
  readonly speedMbit: number | undefined;
  readonly mtuBytes: number | undefined;
  readonly txQueueLen: number | undefined;
  /** 1 up, 0 down (operstate "unknown" counts as up when IFF_UP, as for lo). */
  readonly up: number | undefined;
  readonly carrierChanges: number | undefined;
}

/** One CPU's row of /proc/net/softnet_stat. Columns an older kernel lacks are undefined. */
export interface SoftnetRow {
  readonly cpu: number;
  readonly processed: number;
  readonly dropped: number;
  readonly timeSqueeze: number;
  readonly receivedRps: number | undefined;
  readonly flowLimitCount: number | undefined;
  /** Packets waiting now in input plus process queue. */
  readonly backlogLen: number | undefined;
  readonly inputQueueLen: number | undefined;
  readonly processQueueLen: number | undefined;
}

/** /proc/meminfo, in bytes. */
export interface MeminfoRow {
  readonly memTotalBytes: number | undefined;
  readonly memAvailableBytes: number | undefined;
}

/** /proc/stat, first line, in seconds of all CPUs, and context from it. */
export interface CpuStatRow {
  readonly userSeconds: number;
  readonly systemSeconds: number;
  readonly softirqSeconds: number;
  readonly idleSeconds: number;
  readonly stealSeconds: number;
  /** The rest of the sum of all CPUs' time: user + nice + system + idle + iowait + irq + softirq + steal. */
  readonly niceSeconds?: number;
  readonly iowaitSeconds?: number;
  readonly irqSeconds?: number;
  /** Each online CPU, from the lines behind the first. */
  readonly cpus?: readonly CpuSoftirqRow[];
}

/** One CPU's line of /proc/stat. */
export interface CpuSoftirqRow {
  readonly cpu: number;
  readonly softirqSeconds: number;
}

/** One CPU's column of /proc/softirqs: how often it ran the handlers. */
export interface SoftirqsRow {
  readonly cpu: number;
  readonly netRx: number | undefined;
  readonly netTx: number | undefined;
}

/** How often a network device's interrupt line interrupted one CPU. */
export interface InterruptRow {
  readonly device: string;
  /** The handler's name, which the driver makes up: `virtio2-input.0`, `eth0-TxRx-3`. */
  readonly queue: string;
  readonly irq: number;
  readonly cpu: number;
  readonly count: number;
}

/** What each kernel source gives in one read, by the id it has everywhere. */
export interface KernelSourceRows {
  'net/snmp': CounterTable;
  'net/netstat': CounterTable;
  'net/snmp6': CounterList;
  'net/sockstat': CounterTable;
  'net/sockstat6': CounterTable;
  'net/softnet_stat': readonly SoftnetRow[];
  'net/dev': readonly NetDevRow[];
  'net/stat/arp_cache': NeighbourStatRow;
  'net/stat/ndisc_cache': NeighbourStatRow;
  'net/stat/nf_conntrack': readonly ConntrackStatRow[];
  'sys/net/netfilter/nf_conntrack_count': ConntrackCountRow;
  'sys/class/net': readonly NetClassRow[];
  'rtnetlink/link': readonly LinkRow[];
  'rtnetlink/qdisc': readonly QdiscRow[];
  'rtnetlink/neigh': readonly NeighRow[];
  'rtnetlink/route': readonly RouteCountRow[];
  'sys/class/net/byte_queue_limits': readonly ByteQueueLimitsRow[];
  'ethtool/driver_stats': readonly DriverStatisticRow[];
  'ethtool/standard_stats': readonly StandardStatisticRow[];
  'ethtool/pause_stats': readonly PauseRow[];
  meminfo: MeminfoRow;
  stat: CpuStatRow;
  softirqs: readonly SoftirqsRow[];
  interrupts: readonly InterruptRow[];
}
export type KernelSourceId = keyof KernelSourceRows;
