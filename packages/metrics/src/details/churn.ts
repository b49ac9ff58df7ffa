/** Sums over closed sockets of one kind, within the time that the report covers. Of UDP only `closed` is known. */
export interface ChurnSums {
  /** TCP: connections. UDP: sockets. */
  readonly closed: number;
  /** Connections that no more than one socket dump can have listed; undefined before there were two dumps. */
  readonly short?: number | undefined;
  readonly receivedBytes?: number | undefined;
  readonly ackedBytes?: number | undefined;
  /** Mean of the smoothed round trip times at the end; undefined where none was measured. */
  readonly rttUs?: number | undefined;
  /** Of the bytes sent; undefined where none were. */
  readonly retransShare?: number | undefined;
  /** Closed with data that was not sent, or sent and not acknowledged. */
  readonly unfinished?: number | undefined;
}

/** Closed sockets of one service: of a port here that accepted them, or of a port elsewhere that they led to. */
export interface ChurnServiceRow extends ChurnSums {
  readonly protocol: 'tcp' | 'udp';
  /** Undefined before a socket dump has listed the listeners, and for UDP without a peer. */
  readonly direction?: 'in' | 'out' | undefined;
  /** `in`: the local port. `out`: the remote one. Else the lower of both, 0 for UDP. */
  readonly port: number;
  /** Who listens on the port, where that is known. */
  readonly pid?: number | undefined;
  readonly process?: string | undefined;
}

/** Closed TCP connections with one peer. */
export interface ChurnPeerRow extends ChurnSums {
  readonly address: string;
}

/** Connections closed lately: source NETLINK_SOCK_DIAG destroy groups. */
export interface ChurnReport {
  readonly timeMs: number;
  /** The sums are over so long up to now. */
  readonly windowMs: number;
  /** How long a connection that counts as short can have lived at most; undefined before there were two dumps. */
  readonly shortLimitMs?: number | undefined;
  readonly total: ChurnSums;
  /** Attempts to connect that were refused or given up. */
  readonly failed: number;
  readonly udp: number;
  /** Closed sockets that were not told, for want of room in the kernel's queue; undefined when nobody knows how many. */
  readonly lost?: number | undefined;
  readonly roomEvents: number;
  /** False where the queue is held to net.core.rmem_max. */
  readonly roomForced: boolean;
  /** Most closed first, at most 50. */
  readonly services: readonly ChurnServiceRow[];
  readonly peers: readonly ChurnPeerRow[];
  /** There were more than the lists show. */
  readonly moreServices: boolean;
  readonly morePeers: boolean;
}

export const MOST_CHURN_ROWS = 50;
