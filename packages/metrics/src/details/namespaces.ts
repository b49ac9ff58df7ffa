import type { NamespaceNaming, SocketState } from '@netstrata/kernel/types';
import type { Missing } from '../missing.ts';

export type { NamespaceNaming };

/** One device of a network namespace. */
export interface NamespaceDeviceRow {
  readonly device: string;
  readonly mtuBytes?: number | undefined;
  readonly rxBytesPerSecond?: number | undefined;
  readonly txBytesPerSecond?: number | undefined;
  /** Since the device appeared. */
  readonly rxDropped: number;
  readonly txDropped: number;
}

/** A listener with connections that wait for accept(). */
export interface NamespaceListenerRow {
  readonly address: string;
  readonly port: number;
  readonly waiting: number;
  readonly backlog: number;
}

/** One network namespace; what is left out is not known, or not yet. */
export interface NamespaceRow {
  readonly inode: number;
  readonly name: string;
  readonly naming: NamespaceNaming;
  readonly processes: number;
  /** The process with the lowest number, and its name. */
  readonly pid?: number | undefined;
  readonly program?: string | undefined;
  /** A file that it is mounted on. */
  readonly mount?: string | undefined;
  /** Why its counters cannot be read. */
  readonly reason?: string | undefined;
  /** Of every kind. */
  readonly sockets?: number | undefined;
  readonly tcpInuse?: number | undefined;
  readonly timeWait?: number | undefined;
  readonly udpInuse?: number | undefined;
  readonly unix?: number | undefined;
  /** TCP sockets by state. */
  readonly tcpStates?: Readonly<Partial<Record<SocketState, number>>> | undefined;
  /** The fullest accept queues. */
  readonly listeners?: readonly NamespaceListenerRow[] | undefined;
  /** How long ago sockets by state and listeners were listed. */
  readonly socketsAgeMs?: number | undefined;
  /** Why they cannot be. */
  readonly socketsReason?: string | undefined;
  /** Since the namespace was made. */
  readonly listenOverflows?: number | undefined;
  readonly udpRcvbufErrors?: number | undefined;
  readonly listenOverflowsPerSecond?: number | undefined;
  readonly udpRcvbufErrorsPerSecond?: number | undefined;
  readonly retransSegsPerSecond?: number | undefined;
  readonly rxBytesPerSecond?: number | undefined;
  readonly txBytesPerSecond?: number | undefined;
  readonly devices: readonly NamespaceDeviceRow[];
}

/**
 * Network namespaces beside the agent's own: sources /proc/PID/ns/net, /proc/PID/net, and NETLINK_SOCK_DIAG inside each. What counts the
 * whole host is not in it.
 */
export interface NamespacesReport {
  readonly timeMs: number;
  readonly found: number;
  /** Every process has been looked at at least once. */
  readonly complete: boolean;
  /** Processes whose namespace the agent may not see. */
  readonly unreadableProcesses: number;
  /** Why, where there are any. */
  readonly unreadableWhy?: Missing | undefined;
  /** Those with the most sockets and processes, at most 16. */
  readonly rows: readonly NamespaceRow[];
  /** Names of others, at most 64. */
  readonly others: readonly string[];
}

export const MOST_NAMESPACE_ROWS = 16;
export const MOST_NAMESPACE_NAMES = 64;
export const MOST_NAMESPACE_DEVICES = 16;
export const MOST_NAMESPACE_LISTENERS = 8;
