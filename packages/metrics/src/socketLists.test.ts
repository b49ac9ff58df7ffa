import type { SocketState } from '@netstrata/kernel/types';
import { expect, expectTypeOf, it } from 'vitest';
import { SOCKET_STATE_NAMES } from './socketLists.ts';

it('lists every state that the kernel package knows, in the order of the kernel', () => {
  expectTypeOf<(typeof SOCKET_STATE_NAMES)[number]>().toEqualTypeOf<SocketState>();
  // include/net/tcp_states.h: TCP_LISTEN is 10, TCP_NEW_SYN_RECV 12.
  expect(SOCKET_STATE_NAMES[9]).toBe('listen');
  expect(SOCKET_STATE_NAMES).toHaveLength(12);
});
