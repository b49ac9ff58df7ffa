/** What a NETLINK_SOCK_DIAG dump gives of a socket: what the kernel said, nothing derived. */

import type { SocketState } from './netlink/socketStates.ts';

export type { SocketState };

/** Those whose sockets are listed every second. */
export type SocketProtocol = 'tcp' | 'udp';
/** All that inet_diag lists; raw sockets of every protocol number count as one. */
export type InetProtocol = SocketProtocol | 'raw' | 'mptcp';

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
  /** Why no data went with the SYN: 0 unknown or it did, 1 no cookie, 2 no answer to it, 3 sent without once more. */
  readonly fastopenClientFail: number;
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
  /** Accurate ECN, since 6.18: packets with a congestion mark that came in, and bytes by their marks in either direction. */
  readonly receivedCe: number | undefined;
  readonly deliveredE1Bytes: number | undefined;
  readonly deliveredE0Bytes: number | undefined;
  readonly deliveredCeBytes: number | undefined;
  readonly receivedE1Bytes: number | undefined;
  readonly receivedE0Bytes: number | undefined;
  readonly receivedCeBytes: number | undefined;
  readonly accecnFailMode: number | undefined;
  readonly accecnOptSeen: number | undefined;
}

/** One socket of a NETLINK_SOCK_DIAG dump. Time-wait and syn-recv mini-sockets have neither skmem nor tcpInfo. */
export interface InetSocket {
  readonly protocol: InetProtocol;
  readonly family: 4 | 6;
  readonly state: SocketState;
  readonly localAddress: string;
  /** Raw: the number of the protocol it takes. */
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
  /** The file that a path stands for: other mount namespaces may have another under that path. The device as `major:minor`. */
  readonly file?: { readonly inode: number; readonly device: string } | undefined;
}
