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

/** Who limits a socket: a sender by its tcp_info time shares over the last dump interval, a reader by its queue. */
export const SOCKET_LIMITS = [
  'application',
  'receiver',
  'send-buffer',
  'network',
  'reader',
  'accept',
  'none',
  'unknown',
] as const;
export type SocketLimit = (typeof SOCKET_LIMITS)[number];
