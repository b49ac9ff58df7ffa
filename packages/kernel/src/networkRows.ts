/** Rows of connection tracking and of the neighbour tables: what the kernel said, nothing derived. */

/** /proc/sys/net/netfilter/nf_conntrack_count: of the reader's network namespace. */
export interface ConntrackCountRow {
  readonly count: number;
}

/** One possible CPU's row of /proc/net/stat/nf_conntrack, of the reader's network namespace. Columns a kernel lacks are undefined. */
export interface ConntrackStatRow {
  readonly cpu: number;
  readonly found: number | undefined;
  readonly invalid: number | undefined;
  readonly insert: number | undefined;
  readonly insertFailed: number | undefined;
  readonly drop: number | undefined;
  readonly earlyDrop: number | undefined;
  readonly icmpError: number | undefined;
  readonly expectNew: number | undefined;
  readonly expectCreate: number | undefined;
  readonly expectDelete: number | undefined;
  readonly searchRestart: number | undefined;
  readonly clashres: number | undefined;
  readonly chainlength: number | undefined;
}

/** /proc/net/stat/arp_cache or ndisc_cache: one neighbour table of the whole host, all CPUs together. */
export interface NeighbourStatRow {
  /** Entries now, of all network namespaces. */
  readonly entries: number | undefined;
  readonly allocs: number | undefined;
  readonly destroys: number | undefined;
  readonly hashGrows: number | undefined;
  readonly lookups: number | undefined;
  readonly hits: number | undefined;
  readonly resFailed: number | undefined;
  readonly rcvProbesMcast: number | undefined;
  readonly rcvProbesUcast: number | undefined;
  readonly periodicGcRuns: number | undefined;
  readonly forcedGcRuns: number | undefined;
  readonly unresolvedDiscards: number | undefined;
  readonly tableFulls: number | undefined;
}
