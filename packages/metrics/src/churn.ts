import type { SocketProtocol } from '@netstrata/kernel/types';

/** Sockets destroyed since the agent began to listen: source `sock_diag/closed`, labels protocol, family. */
export interface ClosedSocketsRow {
  readonly protocol: SocketProtocol;
  readonly family: 'ipv4' | 'ipv6';
  /** TCP: connections. UDP: sockets. */
  readonly closed: number;
}

/**
 * What TCP connections had done when they were closed: source `sock_diag/churn`. Sums since the agent began to listen, unless said.
 * Both ends of a connection within the host are counted, as two.
 */
export interface ChurnRow {
  readonly connections: number;
  /** Those that the dump before the last did not list yet; undefined before there were two dumps. */
  readonly short: number | undefined;
  /** Of now: how long such a connection can have lived at most. */
  readonly shortLimitMs: number | undefined;
  /** Connection attempts given up or refused. */
  readonly failed: number;
  /** tcpi_bytes_received and tcpi_bytes_acked at the end: payload, and one byte for each SYN and FIN. */
  readonly receivedBytes: number;
  readonly ackedBytes: number;
  /** The part of them that no socket dump saw; undefined before there was one. */
  readonly unseenReceivedBytes: number | undefined;
  readonly unseenAckedBytes: number | undefined;
  readonly sentBytes: number;
  readonly retransBytes: number;
  /** Connections that sent something again. */
  readonly retransmitted: number;
  /** Connections closed with data that was not sent, or sent and not acknowledged. */
  readonly unfinished: number;
  /** Connections closed while a retransmission was under way. */
  readonly retransmitting: number;
  /** Of the connections closed in the last tick; undefined without any. */
  readonly retransShare: number | undefined;
  readonly rttMedianUs: number | undefined;
  readonly rttP95Us: number | undefined;
  /** Closed sockets that the kernel had no room to tell, NaN where it does not say how many; and how often that was. */
  readonly lost: number;
  readonly overruns: number;
  /** Events the kernel can queue. */
  readonly roomEvents: number | undefined;
  readonly drainMs: number;
}
