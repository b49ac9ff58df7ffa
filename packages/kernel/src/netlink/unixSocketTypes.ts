import type { UnixSocketType } from '../types.ts';

/** The kernel's numbers of socket types (SOCK_*) that Unix sockets have. */
export const UNIX_SOCKET_TYPE_NUMBER: Readonly<Record<UnixSocketType, number>> = { stream: 1, dgram: 2, seqpacket: 5 };

/** By number. */
export const UNIX_SOCKET_TYPES: readonly (UnixSocketType | undefined)[] = [
  undefined,
  'stream',
  'dgram',
  undefined,
  undefined,
  'seqpacket',
];
