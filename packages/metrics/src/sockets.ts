import type { SocketProtocol, SocketState, UnixSocketType } from '@netstrata/kernel/types';
import type { SocketLimit } from './socketLists.ts';

/** What every kind of socket has. Bytes of payload or truesize as the kernel counts them. */
interface AnySocketRow {
  readonly state: SocketState;
  readonly cookie: string;
  readonly inode: number;
  readonly pid?: number | undefined;
  readonly process?: string | undefined;
  /** What an interpreter runs, by its path. */
  readonly script?: string | undefined;
  /** Its process is still looked for. */
  readonly sought?: true | undefined;
  /** TCP: unread bytes. Listener: connections waiting for accept(). UDP: receive memory. */
  readonly recvQ: number;
  /** TCP: bytes not yet acknowledged. Listener: backlog. */
  readonly sendQ: number;
  readonly rmemAlloc?: number | undefined;
  readonly rcvbuf?: number | undefined;
  /** Bytes of send memory: sk_wmem_queued for TCP, sk_wmem_alloc for UDP. */
  readonly wmemQueued?: number | undefined;
  readonly sndbuf?: number | undefined;
  readonly drops?: number | undefined;
  /** The fuller of receive and send side, 0..1 (listener: accept queue against backlog); what "fullest" sorts by. */
  readonly fill: number;
}

/** A TCP or UDP socket as pages, rules and the API see it. */
export interface SocketRow extends AnySocketRow {
  readonly protocol: SocketProtocol;
  readonly family: 4 | 6;
  readonly local: string;
  readonly localPort: number;
  readonly remote: string;
  readonly remotePort: number;
  readonly uid: number;
  readonly rttUs?: number | undefined;
  readonly minRttUs?: number | undefined;
  readonly cwnd?: number | undefined;
  readonly mssBytes?: number | undefined;
  readonly ssthresh?: number | undefined;
  readonly unackedSegs?: number | undefined;
  readonly notsentBytes?: number | undefined;
  readonly retransTotal?: number | undefined;
  /** Timeouts in a row for the oldest data that nobody has acknowledged; 0 while answers come. */
  readonly unanswered?: number | undefined;
  readonly deliveryRateBytesPerSecond?: number | undefined;
  readonly pacingRateBytesPerSecond?: number | undefined;
  readonly appLimited?: boolean | undefined;
  readonly bytesAcked?: number | undefined;
  readonly bytesReceived?: number | undefined;
  /** Bytes a second over the last dump interval. */
  readonly txBytesPerSecond?: number | undefined;
  readonly rxBytesPerSecond?: number | undefined;
  /** Shares (0..1) of the last dump interval: time busy sending, and the parts of it limited by receiver window or send buffer. */
  readonly busyShare?: number | undefined;
  readonly rwndLimitedShare?: number | undefined;
  readonly sndbufLimitedShare?: number | undefined;
  readonly sndWndBytes?: number | undefined;
  readonly rcvRttUs?: number | undefined;
  /** What the peer may still send before the window is closed; since 6.2. */
  readonly rcvWndBytes?: number | undefined;
  /** Segments with data that were ever sent, each of a large one that the card cuts counted. */
  readonly dataSegsOut?: number | undefined;
  readonly lastDataRecvMs?: number | undefined;
  /** Since the last acknowledgement came, of old or new data. */
  readonly lastAckRecvMs?: number | undefined;
  /** Listener in a report: how long the oldest connection in its accept queue has waited, milliseconds. Undefined for an empty queue, and where it is not known. */
  readonly acceptWaitMs?: number | undefined;
  /** The cookie of that connection: the same in two reports when none was accepted between them. */
  readonly acceptOldest?: string | undefined;
  readonly congestionControl?: string | undefined;
  readonly cgroupId?: string | undefined;
  /** Of the only device that it uses. */
  readonly interfaceIndex?: number | undefined;
  readonly limit: SocketLimit;
}

/** A Unix socket that holds something: a listener with connections waiting, or a sender whose data nobody has read yet. */
export interface UnixSocketRow extends Omit<AnySocketRow, 'rmemAlloc' | 'rcvbuf' | 'wmemQueued' | 'drops'> {
  readonly type: UnixSocketType;
  /** A path, or an abstract name with @ for its zero bytes. */
  readonly name?: string | undefined;
  readonly peerInode?: number | undefined;
  /** Of a sender: the program that has not read. */
  readonly peerPid?: number | undefined;
  readonly peerProcess?: string | undefined;
  readonly peerScript?: string | undefined;
  /** Of a sender whose reader has datagrams waiting: the reader's name, and the bytes of the datagram that it would read next. */
  readonly peerName?: string | undefined;
  readonly peerRecvQ?: number | undefined;
}

/** A socket that is neither TCP nor UDP, as tables, queries and the API see it. */
export interface OtherSocketRow extends AnySocketRow {
  readonly protocol: 'raw' | 'mptcp' | 'packet' | 'unix';
  /** Of Unix and packet sockets. */
  readonly type?: 'stream' | 'dgram' | 'seqpacket' | 'raw' | undefined;
  /** Of raw and MPTCP sockets. */
  readonly family?: 4 | 6 | undefined;
  /** An address, a name, or what a packet socket listens to. */
  readonly local: string;
  /** Raw: the number of the protocol it takes. */
  readonly localPort?: number | undefined;
  readonly remote?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly uid?: number | undefined;
}

/** Sums over the sockets of one of these kinds: source `sock_diag/others`, label protocol. */
export interface OtherSocketsRow {
  readonly protocol: 'raw' | 'mptcp' | 'packet';
  readonly sockets: number;
  /** Unread, of all of them; undefined where the kernel does not say it. */
  readonly rmemAllocBytes: number | undefined;
  /** Packets that open sockets have thrown away. */
  readonly drops: number | undefined;
}

/** What people call numbers that rows of sockets have, by the number; those that have no name are left out. */
export interface SocketNames {
  /** By uid: what the host's own /etc/passwd has. */
  readonly users: Readonly<Record<string, string>>;
  readonly interfaces: Readonly<Record<string, string>>;
  /** Paths by cgroupId, from where cgroup v2 is mounted on: `/system.slice/nginx.service`. */
  readonly cgroups: Readonly<Record<string, string>>;
}

/** One dump, as sent to the server: every listener and bound UDP socket with a queue or drops, and the fullest others. */
export interface SocketsReport {
  readonly timeMs: number;
  /** Milliseconds since the dump before, undefined for the first. */
  readonly intervalMs?: number | undefined;
  /** Sockets the kernel listed in this dump. */
  readonly total: number;
  /** The fullest 50 of all kinds, fullest first. */
  readonly fullest: readonly SocketRow[];
  /** Listening TCP sockets, fullest accept queue first, at most 200. */
  readonly listeners: readonly SocketRow[];
  /** UDP sockets that dropped or hold unread data, most drops first, at most 50. */
  readonly udp: readonly SocketRow[];
  /** Established TCP sockets that sent most in the last interval, at most 50. */
  readonly senders: readonly SocketRow[];
  /** Established TCP sockets that received 500 kB/s or more in the last interval, fastest first, at most 20; undefined where the agent does not list them. */
  readonly receivers?: readonly SocketRow[] | undefined;
  /** Established TCP sockets whose oldest data has met two timeouts in a row and more, most first, at most 20; undefined where the agent does not list them. */
  readonly stuck?: readonly SocketRow[] | undefined;
  /** Unix sockets that hold something, fullest first, at most 10; undefined where the agent does not list them. */
  readonly unix?: readonly UnixSocketRow[] | undefined;
  /** Raw, packet and MPTCP sockets, those first that dropped or hold most, at most 50. They are listed less often than the others. */
  readonly others?: readonly OtherSocketRow[] | undefined;
  /** Of the numbers in all rows; undefined while nobody looks. */
  readonly names?: SocketNames | undefined;
}

/** How values are spread over the established TCP connections of one dump; undefined without a connection that has the value. */
export interface TcpQuantiles {
  readonly rttMedianUs: number | undefined;
  readonly rttP95Us: number | undefined;
  readonly minRttMedianUs: number | undefined;
  readonly minRttP95Us: number | undefined;
  readonly cwndMedianSegs: number | undefined;
  readonly cwndP5Segs: number | undefined;
  readonly retransmittedP95Share: number | undefined;
  readonly deliveryRateMedianBytesPerSecond: number | undefined;
  readonly deliveryRateP5BytesPerSecond: number | undefined;
}

/** Sums over one dump: source `sock_diag/summary`. */
export interface SocketSummaryRow extends TcpQuantiles {
  readonly tcpSockets: number;
  readonly udpSockets: number;
  readonly listeners: number;
  readonly tcpRmemAllocBytes: number;
  readonly tcpRcvbufBytes: number;
  readonly tcpWmemQueuedBytes: number;
  readonly tcpSndbufBytes: number;
  readonly udpRmemAllocBytes: number;
  readonly udpRcvbufBytes: number;
  readonly udpDrops: number;
  readonly recvQBytes: number;
  readonly sendQBytes: number;
  readonly notsentBytes: number;
  /** Highest accept queue fill of any listener, 0..1+, and its queue and backlog. */
  readonly acceptQueueMaxFill: number | undefined;
  readonly acceptQueueMaxLen: number | undefined;
  readonly acceptQueueMaxBacklog: number | undefined;
  readonly acceptQueueLen: number;
  readonly acceptQueueBacklog: number;
  /** Fullest receive and send buffer of any socket, 0..1. */
  readonly recvMaxFill: number | undefined;
  readonly sendMaxFill: number | undefined;
  readonly udpRecvMaxFill: number | undefined;
  /** Of the time sockets were busy sending in the last interval, the share limited by each. */
  readonly rwndLimitedShare: number | undefined;
  readonly sndbufLimitedShare: number | undefined;
  readonly appLimitedSockets: number;
  /** Established, nothing received or sent for two hours, and no keepalive timer. */
  readonly silentSockets: number;
  /** Established, and their oldest data has met two timeouts in a row and more. */
  readonly unansweredSockets: number;
  readonly busySockets: number;
  readonly dumpMs: number;
  readonly dumpIntervalMs: number | undefined;
}

/** Sockets by protocol and state: source `sock_diag/states`, labels protocol, state. */
export interface SocketStateRow {
  readonly protocol: SocketProtocol;
  readonly state: SocketState;
  readonly sockets: number;
}

/** Fill distribution, ten buckets a side: source `sock_diag/fill`, labels protocol, side, fill ("0-10" … "90-100"). */
export interface SocketFillRow {
  readonly protocol: SocketProtocol;
  readonly side: 'receive' | 'send';
  readonly fill: string;
  readonly sockets: number;
}

/**
 * Sums over the Unix sockets of one dump: source `sock_diag/unix`. `stream` counts seqpacket sockets too: both have connections.
 * What a Unix socket sent is charged to its own send memory until the other side has read it.
 */
export interface UnixSummaryRow {
  readonly sockets: number;
  readonly listeners: number;
  readonly acceptQueueLen: number;
  readonly acceptQueueBacklog: number;
  /** Of the listener whose accept queue is fullest; undefined without one. */
  readonly acceptQueueMaxFill: number | undefined;
  readonly acceptQueueMaxLen: number | undefined;
  readonly acceptQueueMaxBacklog: number | undefined;
  /** Bytes that connected sockets hold unread. */
  readonly recvQBytes: number;
  /** Datagram sockets that hold at least one unread datagram. */
  readonly dgramUnreadSockets: number;
  readonly streamWmemAllocBytes: number;
  readonly streamSndbufBytes: number;
  /** Memory sent and not read by the other side against the send buffer, of the socket where the share is highest. */
  readonly streamSendMaxFill: number | undefined;
  readonly dgramWmemAllocBytes: number;
  readonly dgramSndbufBytes: number;
  readonly dgramSendMaxFill: number | undefined;
  readonly dumpMs: number;
}

/** Unix sockets by type and state: source `sock_diag/unix_states`, labels type, state. */
export interface UnixStateRow {
  readonly type: UnixSocketType;
  readonly state: SocketState;
  readonly sockets: number;
}
