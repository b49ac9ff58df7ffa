import { createRequire } from 'node:module';
import type { AgentToServer, ServerToAgent } from '@netstrata/protocol/types';
import type { Socket } from 'socket.io-client';

export type ServerSocket = Socket<ServerToAgent, AgentToServer>;

/**
 * Two measures keep Node's own fetch and HTTP/2, which nobody here uses, out of memory: 8 MB. By require, not import: an import
 * reads every export of the modules it needs, and the lazy ones of node:http load fetch. And without the global WebSocket, a lazy
 * value that loads fetch as soon as socket.io-client looks whether it is there; on Node it takes another one.
 */
Reflect.deleteProperty(globalThis, 'WebSocket');
const { io } = createRequire(import.meta.url)('socket.io-client') as typeof import('socket.io-client');

const CONNECT_TIMEOUT_MS = 10_000;

/** One attempt to connect to the namespace of agents: trying again is the caller's. */
export function openSocket(server: string): ServerSocket {
  return io(`${server}/agent`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    timeout: CONNECT_TIMEOUT_MS,
  });
}
