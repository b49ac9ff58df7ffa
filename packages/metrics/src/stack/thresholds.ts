/** From which fraction of its limit a gauge is busy, and from which it counts as full. */
export interface Levels {
  readonly busy: number;
  readonly saturated: number;
}

/** "Now": drops within these seconds make a layer saturated, and its rates are averages over them. */
export const NOW_SECONDS = 5;
/** What the sparkline shows. */
export const SPARK_SECONDS = 300;
/** A device counts as used when it moved a byte within these seconds. */
export const DEVICE_SECONDS = 60;

export const LEVELS = {
  /** A queue of whole connections is full at its backlog (it takes one more). */
  acceptQueue: { busy: 0.7, saturated: 1 },
  /** A buffer is full when the next packet does not fit, which is a little below its limit. */
  buffer: { busy: 0.7, saturated: 0.95 },
  /** tcp_mem: pressure starts at two thirds of the last threshold. udp_mem has one limit only. */
  memory: { busy: 2 / 3, saturated: 0.95 },
  /** The kernel may count an orphan up to four times when it compares with the limit. */
  orphans: { busy: 0.25, saturated: 0.5 },
  table: { busy: 0.7, saturated: 0.98 },
  /** Entries that the limit does not count are in the number: a full table speaks for itself by what it refuses. */
  neighbours: { busy: 0.7, saturated: Number.POSITIVE_INFINITY },
  /** accept() fails at the limit; a look is some seconds old, so a little below counts as at it. */
  openFiles: { busy: 0.85, saturated: 0.98 },
  backlog: { busy: 0.7, saturated: 1 },
  link: { busy: 0.7, saturated: 0.95 },
  /** Of one CPU's time. What such a CPU loses is counted as drops, and only those saturate. */
  softirqCpu: { busy: 0.8, saturated: Number.POSITIVE_INFINITY },
} as const satisfies Record<string, Levels>;

/** Shares of traffic; below `minimum` packets in the window a share says nothing. */
export const SHARES = {
  retrans: { busy: 0.01, minimum: 100 },
  /** Of the packets that are sent, those that the layer itself refused. */
  outDiscards: { saturated: 0.001 },
  /** rx_dropped counts unknown protocols too: a share of it may be harmless, and alone is never "saturated". */
  rxDropped: { busy: 0.02, minimum: 100 },
  /** A queue that signals congestion by dropping (fq_codel, cake, red) drops some of healthy traffic. */
  qdiscSignal: { busy: 0.01, minimum: 100 },
  /** Time that send buffers held senders back. */
  sndbufLimited: { busy: 0.1, saturated: 0.4 },
} as const;

/** Events a second from which a thing that is no loss by itself makes a layer busy. */
export const NOTICE_PER_SECOND = {
  attemptFails: 10,
  timeouts: 1,
  inErrs: 1,
  pruneCalled: 1,
  noPorts: 100,
  csumErrors: 1,
  addressing: 1,
  /** Forged senders come in ones and twos on any open network. */
  reversePath: 1,
  reassembly: 1,
  unresolved: 1,
  conntrackRoom: 0,
  timeSqueeze: 1,
  deviceErrors: 0,
  /** A pause stalls one direction of a link for well under a millisecond. */
  pauseFrames: 10,
  /** A shaper counts one for nearly every packet that it makes wait. */
  qdiscOverlimits: 10,
} as const;

/** Below so many events a second, how they are spread over CPUs says nothing. */
export const SPREAD_MINIMUM_PER_SECOND = 100;

/** A device or its queue that drops this many packets a second on sending is saturated, fewer make it busy. */
export const TX_DROPS_PER_SECOND = 1;
