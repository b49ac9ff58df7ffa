/**
 * Typed rows as the kernel readers give them: what the kernel said, nothing derived.
 *
 * Counters are JavaScript numbers: exact up to 2^53 (9 PB of bytes); above that the low bits are rounded, never wrapped.
 * A field the running kernel does not have is `undefined`, never 0.
 */

import type { ConntrackCountRow, ConntrackStatRow, NeighbourStatRow } from './networkRows.ts';
import type { LinkRow, NeighRow, QdiscRow, RouteCountRow } from './rtnetlinkRows.ts';

export type { ConntrackCountRow, ConntrackStatRow, LinkRow, NeighbourStatRow, NeighRow, QdiscRow, RouteCountRow };

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
  meminfo: MeminfoRow;
  stat: CpuStatRow;
  softirqs: readonly SoftirqsRow[];
  interrupts: readonly InterruptRow[];
}
export type KernelSourceId = keyof KernelSourceRows;

export type SocketProtocol = 'tcp' | 'udp';
export type SocketState =
  | 'established'
  | 'syn-sent'
  | 'syn-recv'
  | 'fin-wait-1'
  | 'fin-wait-2'
  | 'time-wait'
  | 'close'
  | 'close-wait'
  | 'last-ack'
  | 'listen'
  | 'closing'
  | 'new-syn-recv';

/** SK_MEMINFO, bytes of truesize unless said; see include/uapi/linux/sock_diag.h. */
export interface Skmem {
  readonly rmemAlloc: number;
  readonly rcvbuf: number;
  readonly wmemAlloc: number;
  readonly sndbuf: number;
  readonly fwdAlloc: number;
  readonly wmemQueued: number;
  readonly optmem: number;
  readonly backlog: number | undefined;
  /** A count of packets; for TCP it counts more than buffer drops. */
  readonly drops: number | undefined;
}

/** struct tcp_info, as far as this kernel fills it. Times in microseconds or milliseconds as named. */
export interface TcpInfo {
  readonly state: number;
  readonly caState: number;
  readonly retransmits: number;
  readonly probes: number;
  readonly backoff: number;
  readonly options: number;
  readonly sndWscale: number;
  readonly rcvWscale: number;
  readonly deliveryRateAppLimited: boolean;
  readonly rtoUs: number;
  readonly atoUs: number;
  readonly sndMssBytes: number;
  readonly rcvMssBytes: number;
  readonly unacked: number;
  readonly sacked: number;
  readonly lost: number;
  readonly retrans: number;
  readonly lastDataSentMs: number;
  readonly lastDataRecvMs: number;
  readonly lastAckRecvMs: number;
  readonly pmtuBytes: number;
  readonly rcvSsthresh: number;
  readonly rttUs: number;
  readonly rttvarUs: number;
  readonly sndSsthresh: number;
  readonly sndCwnd: number;
  readonly advmssBytes: number;
  readonly reordering: number;
  readonly rcvRttUs: number;
  readonly rcvSpaceBytes: number;
  readonly totalRetrans: number;
  /** Both pacing rates are undefined also where no limit is set. */
  readonly pacingRateBytesPerSecond: number | undefined;
  readonly maxPacingRateBytesPerSecond: number | undefined;
  readonly bytesAcked: number | undefined;
  readonly bytesReceived: number | undefined;
  readonly segsOut: number | undefined;
  readonly segsIn: number | undefined;
  readonly notsentBytes: number | undefined;
  /** Undefined also until a round trip was measured. */
  readonly minRttUs: number | undefined;
  readonly dataSegsIn: number | undefined;
  readonly dataSegsOut: number | undefined;
  readonly deliveryRateBytesPerSecond: number | undefined;
  readonly busyTimeUs: number | undefined;
  readonly rwndLimitedUs: number | undefined;
  readonly sndbufLimitedUs: number | undefined;
  readonly delivered: number | undefined;
  readonly deliveredCe: number | undefined;
  readonly bytesSent: number | undefined;
  readonly bytesRetrans: number | undefined;
  readonly dsackDups: number | undefined;
  readonly reordSeen: number | undefined;
  readonly rcvOooPack: number | undefined;
  readonly sndWndBytes: number | undefined;
  readonly rcvWndBytes: number | undefined;
  readonly rehash: number | undefined;
  readonly totalRto: number | undefined;
  readonly totalRtoRecoveries: number | undefined;
  readonly totalRtoTimeMs: number | undefined;
}

/** One socket of a NETLINK_SOCK_DIAG dump. Time-wait and syn-recv mini-sockets have neither skmem nor tcpInfo. */
export interface InetSocket {
  readonly protocol: SocketProtocol;
  readonly family: 4 | 6;
  readonly state: SocketState;
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** 64-bit socket cookie as hex: the socket's identity in this namespace. */
  readonly cookie: string;
  readonly inode: number;
  readonly uid: number;
  /** TCP: unread bytes; listener: connections waiting for accept(); UDP: receive memory. */
  readonly recvQ: number;
  /** TCP: unacknowledged bytes; listener: the backlog limit; UDP: send memory. */
  readonly sendQ: number;
  readonly timer: number;
  readonly retransmits: number;
  readonly expiresMs: number;
  readonly skmem: Skmem | undefined;
  readonly tcpInfo: TcpInfo | undefined;
  readonly congestionControl: string | undefined;
  readonly cgroupId: string | undefined;
}

export type UnixSocketType = 'stream' | 'dgram' | 'seqpacket';

/** One Unix socket of a NETLINK_SOCK_DIAG dump. What the kernel did not send, or was not asked for, is undefined. */
export interface UnixSocket {
  readonly type: UnixSocketType;
  /** `close` for one that is not connected. */
  readonly state: SocketState;
  /** A path, or an abstract name with @ for its zero bytes; undefined where the socket is bound to none. */
  readonly name: string | undefined;
  readonly inode: number;
  /** 64-bit socket cookie as hex. */
  readonly cookie: string;
  /** 0 where no accept() has taken the other end yet: the kernel lists that one only behind its listener. */
  readonly peerInode: number | undefined;
  /** Listener: connections waiting for accept(). Stream and seqpacket: unread bytes. Datagram: bytes of the first one that waits. */
  readonly recvQ: number | undefined;
  /** Listener: the backlog. Others: memory of what they sent and nobody has read yet. */
  readonly sendQ: number | undefined;
  /** Listener: the clients of the connections that wait, oldest first. */
  readonly pendingInodes: readonly number[];
  /** What a Unix socket sent is charged to its own wmemAlloc until it is read: rmemAlloc stays 0. */
  readonly skmem: Skmem | undefined;
  /** Bit 0: nothing is received any more, bit 1: nothing sent. */
  readonly shutdown: number | undefined;
  readonly uid: number | undefined;
}
