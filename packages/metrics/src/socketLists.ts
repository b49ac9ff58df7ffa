import type { SocketState } from '@netstrata/kernel/types';

/** Every state of a socket, in the order of the kernel's numbers from 1 on: what schemas and filters allow. */
export const SOCKET_STATE_NAMES = [
  'established',
  'syn-sent',
  'syn-recv',
  'fin-wait-1',
  'fin-wait-2',
  'time-wait',
  'close',
  'close-wait',
  'last-ack',
  'listen',
  'closing',
  'new-syn-recv',
] as const satisfies readonly SocketState[];

/**
 * Who limits a socket: a sender by its tcp_info time shares over the last dump interval, a receiver by its queue and by what a round
 * trip uses of its window. `receiver` and `sender` are the other end.
 */
export const SOCKET_LIMITS = [
  'application',
  'nagle',
  'receiver',
  'send-buffer',
  'network',
  'reader',
  'receive-buffer',
  'sender',
  'accept',
  'none',
  'unknown',
] as const;
export type SocketLimit = (typeof SOCKET_LIMITS)[number];

/** What sockets may have in common: `port` is the local one, `peerPort` the other. */
export const SOCKET_GROUPINGS = [
  'process',
  'state',
  'protocol',
  'port',
  'peerPort',
  'peer',
  'cgroup',
  'user',
  'device',
  'congestion',
  'limit',
] as const;
export type SocketGrouping = (typeof SOCKET_GROUPINGS)[number];

/** Sockets that have one thing in common, summed. Queues in bytes, those of listeners left out. */
export interface SocketGroupRow {
  /** What they have in common; empty where they have none: no process, no device. */
  readonly key: string;
  /** The word of a filter that finds them. */
  readonly filter: string;
  readonly sockets: number;
  readonly recvQ: number;
  readonly sendQ: number;
  /** Sent and received over the last dump interval; undefined where it is known of none. */
  readonly bytesPerSecond?: number | undefined;
  readonly retransTotal?: number | undefined;
}
