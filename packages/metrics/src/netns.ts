/** Another network namespace than the agent's own, as of one reading; undefined is what its kernel does not count. */
export interface NetnsRow {
  /** What the agent calls it: a name of `ip netns`, a container, a unit, a program. */
  readonly netns: string;
  readonly processes: number;
  readonly sockets: number | undefined;
  readonly tcpInuse: number | undefined;
  readonly timeWait: number | undefined;
  readonly udpInuse: number | undefined;
  readonly outSegs: number | undefined;
  readonly retransSegs: number | undefined;
  readonly listenOverflows: number | undefined;
  readonly listenDrops: number | undefined;
  readonly udpRcvbufErrors: number | undefined;
  readonly rxBytes: number;
  readonly txBytes: number;
}

/** The network namespaces of a host together, the agent's own aside. */
export interface NetnsSummaryRow {
  readonly found: number;
  readonly read: number;
  /** Processes whose namespace the agent may not see. */
  readonly unreadableProcesses: number;
}
