/** The states of include/net/tcp_states.h in words, by the kernel's numbers from 1 on. */
const NAMES = [
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
] as const;
export type SocketState = (typeof NAMES)[number];

/** By the kernel's number. */
export const SOCKET_STATES: readonly (SocketState | undefined)[] = [undefined, ...NAMES];

/** The number of a state, for comparing with a cursor's. */
export const STATE_NUMBER = Object.fromEntries(NAMES.map((name, at) => [name, at + 1])) as Readonly<
  Record<SocketState, number>
>;
