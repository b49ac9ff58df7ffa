import type { InetProtocol, InetSocket, Skmem, UnixSocket } from './socketRows.ts';
import type { SocketOptionName } from './sockopt/socketOptions.ts';

/** What the kernel says of one chosen socket beyond its row. What it did not say is undefined. */

/** struct tcp_bbr_info. */
export interface BbrInfo {
  /** Estimated bandwidth of the path. */
  readonly bandwidthBytesPerSecond: number;
  readonly minRttUs: number;
  /** Pacing rate against the estimated bandwidth. */
  readonly pacingGain: number;
  /** Congestion window against what the estimated path holds. */
  readonly cwndGain: number;
}

/** struct tcpvegas_info; Vegas, Westwood, Veno, Illinois and others fill it. */
export interface VegasInfo {
  readonly enabled: boolean;
  readonly rttCount: number;
  readonly rttUs: number;
  readonly minRttUs: number;
}

/** struct tcp_dctcp_info. */
export interface DctcpInfo {
  readonly enabled: boolean;
  readonly ceState: number;
  /** Estimated share of marked bytes, 0..1. */
  readonly alpha: number;
  readonly ecnBytes: number;
  readonly totalBytes: number;
}

/** struct mptcp_info, as far as this kernel fills it. */
export interface MptcpInfo {
  readonly subflows: number;
  readonly addAddrSignal: number;
  readonly addAddrAccepted: number;
  readonly subflowsMax: number;
  readonly addAddrSignalMax: number;
  readonly addAddrAcceptedMax: number;
  /** Bit 0: fallen back to plain TCP, bit 1: the peer's key is known. */
  readonly flags: number;
  readonly token: number;
  readonly writeSeq: bigint;
  readonly sndUna: bigint;
  readonly rcvNxt: bigint;
  readonly localAddrUsed: number | undefined;
  readonly localAddrMax: number | undefined;
  readonly csumEnabled: number | undefined;
  readonly retransmits: number | undefined;
  readonly bytesRetrans: number | undefined;
  readonly bytesSent: number | undefined;
  readonly bytesReceived: number | undefined;
  readonly bytesAcked: number | undefined;
  readonly subflowsTotal: number | undefined;
  readonly lastDataSentMs: number | undefined;
  readonly lastDataRecvMs: number | undefined;
  readonly lastAckRecvMs: number | undefined;
}

/** MPTCP_SUBFLOW_ATTR_*: one path of an MPTCP connection. */
export interface MptcpSubflowInfo {
  /** MPTCP_SUBFLOW_FLAG_*. */
  readonly flags: number;
  /** Each end's name of the whole connection. */
  readonly localToken: number | undefined;
  readonly remoteToken: number | undefined;
  /** Numbers of the addresses that this path uses. */
  readonly localId: number | undefined;
  readonly remoteId: number | undefined;
  /** The piece of the connection's data that comes in on this path now: where in the whole and in this path it is, and how long. */
  readonly mapSeq: bigint | undefined;
  readonly mapSubflowSeq: number | undefined;
  readonly subflowOffset: number | undefined;
  readonly mapBytes: number | undefined;
}

/** The bits of struct inet_diag_sockopt by their names, lowest first. */
export type SocketBit =
  | 'recverr'
  | 'is_icsk'
  | 'freebind'
  | 'hdrincl'
  | 'mc_loop'
  | 'transparent'
  | 'mc_all'
  | 'nodefrag'
  | 'bind_address_no_port'
  | 'recverr_rfc4884'
  | 'defer_connect';

/** All that inet_diag says of one socket. */
export interface InetSocketDetail extends InetSocket {
  /** Packets that it threw away. */
  readonly drops: number | undefined;
  /** Of SO_BINDTODEVICE, or of a link-local address; undefined where it is bound to none. */
  readonly interfaceIndex: number | undefined;
  /** Bit 0: nothing is received any more, bit 1: nothing sent. */
  readonly shutdown: number | undefined;
  /** IP_TOS; IPV6_TCLASS where the socket is of IPv6. */
  readonly tos: number | undefined;
  readonly tclass: number | undefined;
  /** IPV6_V6ONLY; only of sockets that listen or are not connected. */
  readonly v6Only: boolean | undefined;
  /** SO_MARK; told only with CAP_NET_ADMIN. */
  readonly mark: number | undefined;
  /** net_cls class of cgroup v1, or SO_PRIORITY where that is 0; since 4.13. */
  readonly classId: number | undefined;
  /** Since 5.8. */
  readonly bits: readonly SocketBit[] | undefined;
  readonly bbr: BbrInfo | undefined;
  readonly vegas: VegasInfo | undefined;
  readonly dctcp: DctcpInfo | undefined;
  /** Upper layer protocol: `tls`, `mptcp`, `espintcp`; since 5.4. */
  readonly ulp: string | undefined;
  readonly mptcp: MptcpInfo | undefined;
  /** Of a TCP socket that is one path of an MPTCP connection; since 5.4, and since 6.16 told only with CAP_NET_ADMIN. */
  readonly subflow: MptcpSubflowInfo | undefined;
}

export interface PacketRing {
  readonly blockBytes: number;
  readonly blocks: number;
  readonly frameBytes: number;
  readonly frames: number;
  readonly retireMs: number;
  readonly features: number;
}

export type PacketSocketType = 'raw' | 'dgram';
/** PDI_*, lowest bit first. */
export type PacketFlag = 'running' | 'auxdata' | 'origdev' | 'vnethdr' | 'loss';

/** One AF_PACKET socket of a NETLINK_SOCK_DIAG dump. */
export interface PacketSocket {
  readonly type: PacketSocketType;
  /** Ethernet protocol it takes, 3 (ETH_P_ALL) for all and 0 for none. */
  readonly etherType: number;
  readonly inode: number;
  readonly cookie: string;
  readonly uid: number | undefined;
  /** 0 for all interfaces. */
  readonly interfaceIndex: number | undefined;
  /** TPACKET version less one: 0 is V1. */
  readonly version: number | undefined;
  readonly reserveBytes: number | undefined;
  readonly copyThresholdBytes: number | undefined;
  readonly flags: readonly PacketFlag[] | undefined;
  readonly rxRing: PacketRing | undefined;
  readonly txRing: PacketRing | undefined;
  readonly fanout: { readonly id: number; readonly type: number } | undefined;
  /** Of its filter in classic BPF, which is told only with CAP_NET_ADMIN. */
  readonly filterInstructions: number | undefined;
  /** Its drops are those of packets that did not fit into rcvbuf; what does not fit into a ring is not counted there. */
  readonly skmem: Skmem | undefined;
}

/** One chosen socket of any kind. */
export type FoundSocket =
  | { readonly kind: InetProtocol; readonly inet: InetSocketDetail }
  | { readonly kind: 'unix'; readonly unix: UnixSocket }
  | { readonly kind: 'packet'; readonly packet: PacketSocket };
export type SocketKind = FoundSocket['kind'];

export type { SocketOptionName };
/** A flag, a number, or a text; `false` also for a linger that is off and a limit that is not set. */
export type SocketOptionValue = number | string | boolean;
export type SocketOptionValues = Readonly<Partial<Record<SocketOptionName, SocketOptionValue>>>;
