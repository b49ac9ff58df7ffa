/** What is spread over connections, each in its own unit. */
export const DISTRIBUTED = [
  'rttUs',
  'minRttUs',
  'cwndSegs',
  'retransmittedShare',
  'deliveryRateBytesPerSecond',
] as const;
export type Distributed = (typeof DISTRIBUTED)[number];

/** Values from `from` up to, but not including, `to`. */
export interface DistributionBucket {
  readonly from: number;
  readonly to: number;
  readonly connections: number;
}

/** One value over all connections that have it. Quantiles are off by at most 1.6 %; undefined without connections. */
export interface Distribution {
  readonly of: Distributed;
  readonly connections: number;
  readonly p5: number | undefined;
  readonly median: number | undefined;
  readonly p95: number | undefined;
  /** Each twice as wide as the one before, without gaps, from the lowest value to the highest. */
  readonly buckets: readonly DistributionBucket[];
}

/** Established TCP connections at one moment: source NETLINK_SOCK_DIAG, tcp_info. */
export interface DistributionsReport {
  readonly timeMs: number;
  /** All of them, with or without the values. */
  readonly established: number;
  readonly distributions: readonly Distribution[];
}
