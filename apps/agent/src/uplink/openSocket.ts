import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AgentToServer, ServerToAgent } from '@netstrata/protocol/types';
import type { Socket } from 'socket.io-client';
import { isLoopback } from './isLoopback.ts';

export type ServerSocket = Socket<ServerToAgent, AgentToServer>;

/**
 * Two measures keep Node's own fetch and HTTP/2, which nobody here uses, out of memory: 8 MB. By require, not import: an import
 * reads every export of the modules it needs, and the lazy ones of node:http load fetch. And without the global WebSocket, a lazy
 * value that loads fetch as soon as socket.io-client looks whether it is there; on Node it takes another one.
 */
Reflect.deleteProperty(globalThis, 'WebSocket');
const { io } = createRequire(import.meta.url)('socket.io-client') as typeof import('socket.io-client');

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * One attempt to connect to the namespace of agents: trying again is the caller's.
 * @param caFile of the authority to trust instead of those that everybody trusts; fails with what node:fs throws
 */
export function openSocket(server: string, caFile: string | undefined): ServerSocket {
  return io(`${server}/agent`, {
    ...trustOf(server, caFile),
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    timeout: CONNECT_TIMEOUT_MS,
  });
}

/**
 * On its own machine a server has a certificate for the name that others call it by, if any; who it is the greeting proves in either
 * case, and nobody listens in between.
 */
function trustOf(server: string, caFile: string | undefined): { ca?: string; rejectUnauthorized?: boolean } {
  if (caFile !== undefined) return { ca: readFileSync(caFile, 'utf8') };
  return isLoopback(server) ? { rejectUnauthorized: false } : {};
}
