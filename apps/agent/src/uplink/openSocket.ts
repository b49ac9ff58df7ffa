import { createRequire } from 'node:module';
import type { AgentToServer, ServerToAgent } from '@netstrata/protocol/types';
import type { Socket } from 'socket.io-client';

export type ServerSocket = Socket<ServerToAgent, AgentToServer>;

/**
 * By require, not import: an import of a CommonJS or built-in module reads every export of it, and the lazy ones of node:http load
 * Node's whole fetch: 8 MB.
 */
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
