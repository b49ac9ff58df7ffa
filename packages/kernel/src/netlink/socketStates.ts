import type { SocketState } from '../types.ts';

/** The kernel's state numbers (include/net/tcp_states.h) in words: index 1 is established. */
export const SOCKET_STATES: readonly (SocketState | undefined)[] = [
  undefined,
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
];

/** The number of a state, for comparing with a cursor's. */
export const STATE_NUMBER: Readonly<Record<SocketState, number>> = {
  established: 1,
  'syn-sent': 2,
  'syn-recv': 3,
  'fin-wait-1': 4,
  'fin-wait-2': 5,
  'time-wait': 6,
  close: 7,
  'close-wait': 8,
  'last-ack': 9,
  listen: 10,
  closing: 11,
  'new-syn-recv': 12,
};
