/** How often something happened since watching began. */
export interface TraceCount {
  /** Over the last interval; undefined in the first report. */
  readonly perSecond?: number | undefined;
  readonly total: number;
  /** The part of `total` that was not read one by one: the kernel counted it, and it is taken to be as what was read beside it. */
  readonly estimated: number;
}

/** Packets freed for one reason, of one protocol, at one place in the kernel. */
export interface DropRow extends TraceCount {
  /** The kernel's name without SKB_DROP_REASON_, `subsystem 2: 17` for one of a subsystem; undefined where the kernel tells none. */
  readonly reason?: string | undefined;
  /** EtherType; 0 for a packet that has none yet. */
  readonly protocol?: number | undefined;
  /** `tcp_v4_rcv+0x99`, with its module in brackets. */
  readonly location?: string | undefined;
}

/** Packets that sockets other than UDP with one size of receive buffer had no room for. Bytes of memory, not of payload; of the newest event. */
export interface RcvqueueFullRow extends TraceCount {
  readonly rcvbuf?: number | undefined;
  readonly rmemAlloc?: number | undefined;
  readonly truesize?: number | undefined;
}

/** Datagrams that one UDP socket had no room for. */
export interface UdpRefusedRow extends TraceCount {
  readonly local?: string | undefined;
  readonly localPort: number;
  /** The newest sender. */
  readonly remote?: string | undefined;
  readonly remotePort?: number | undefined;
  /** `buffer`: its own receive buffer was full; `memory`: all UDP sockets together hold what they may. */
  readonly limit?: 'buffer' | 'memory' | undefined;
}

/** Memory that a protocol refused to sockets. Numbers of the newest event. */
export interface ExceedBufLimitRow extends TraceCount {
  readonly protocol: string;
  readonly side?: 'send' | 'receive' | undefined;
  /** `max` above the third value of tcp_mem or udp_mem, `pressure` above the second, `socket` below: its own or its cgroup's limit. */
  readonly limit?: 'max' | 'pressure' | 'socket' | undefined;
  /** In pages, as the sysctl says. */
  readonly limitPages: readonly (number | undefined)[];
  readonly allocatedPages?: number | undefined;
  readonly rmemAlloc?: number | undefined;
  readonly wmemAlloc?: number | undefined;
}

/** Segments that one TCP connection sent again. */
export interface RetransmitRow extends TraceCount {
  readonly local: string;
  readonly localPort: number;
  readonly remote: string;
  readonly remotePort: number;
  readonly state?: string | undefined;
  /** Of all, those that could not be sent. */
  readonly failed: number;
  /** Of the newest. */
  readonly lastMs: number;
}

/** Rows of one event, those that matter most first, and what beyond them is told as a sum alone. */
export interface TraceTable<Row> {
  readonly all: TraceCount;
  readonly rows: readonly Row[];
}

/**
 * What the kernel dropped, refused and sent again while somebody watched, on the whole machine: sources skb:kfree_skb,
 * udp:udp_fail_queue_rcv_skb, sock:sock_rcvqueue_full, sock:sock_exceed_buf_limit and tcp:tcp_retransmit_skb of tracefs.
 */
export interface DropsReport {
  readonly timeMs: number;
  readonly sinceMs: number;
  /** Records read one by one; the rest is estimated. */
  readonly read: number;
  readonly lost: number;
  readonly mostPerSecond: number;
  /** What watching costs this agent, of one core, over the last interval. */
  readonly costPercent?: number | undefined;
  /** Memory that the kernel holds for it. */
  readonly bufferBytes: number;
  /** Records that could not be understood. */
  readonly damaged: number;
  /** Events that this kernel does not have, `tcp/tcp_retransmit_skb`. */
  readonly absent: readonly string[];
  /** Whether the kernel tells reasons: not before 5.17. */
  readonly hasReasons: boolean;
  /** Why places in the kernel have no names here. */
  readonly unnamed?: string | undefined;
  readonly drops: TraceTable<DropRow>;
  readonly udpRefused: TraceTable<UdpRefusedRow>;
  readonly rcvqueueFull: TraceTable<RcvqueueFullRow>;
  readonly exceedBufLimit: TraceTable<ExceedBufLimitRow>;
  /** Newest first. */
  readonly retransmits: TraceTable<RetransmitRow>;
}

export const MOST_DROP_ROWS = 100;
export const MOST_TRACE_ROWS = 20;
