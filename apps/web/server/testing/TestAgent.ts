import type { HostFacts } from '@netstrata/metrics';
import {
  type AgentHello,
  type AgentToServer,
  type FrameReply,
  type HelloReply,
  PROTOCOL_VERSION,
  type SeriesDef,
  type ServerToAgent,
  type Tick,
} from '@netstrata/protocol';
import { FrameEncoder } from '@netstrata/protocol/codec';
import { io, type Socket } from 'socket.io-client';
import { BOOT_ID } from './TestServer.ts';

export const FACTS: HostFacts = {
  hostId: 'host-0001',
  hostname: 'alpha',
  kernelRelease: '6.18.0',
  arch: 'x64',
  cpuCount: 2,
  pageSizeBytes: 4096,
  memTotalBytes: 8_000_000_000,
  bootId: BOOT_ID,
};

export const SERIES: readonly SeriesDef[] = [
  { metric: 'transport.tcp.outSegs', labels: {} },
  { metric: 'transport.sockstat.tcpMem', labels: {} },
];

/** A tick `seq` seconds after `startMs`: outSegs grows by 10 a second, tcpMem stays 7. */
export function tickOf(seq: number, startMs: number): Tick {
  return {
    seq,
    timeMs: startMs + seq * 1000,
    monoMs: 500_000 + seq * 1000,
    values: Float64Array.of(1000 + seq * 10, 7),
  };
}

type AgentSocket = Socket<ServerToAgent, AgentToServer>;

export interface TestAgent {
  leave(): void;
  readonly socket: AgentSocket;
  hello(changes?: Partial<AgentHello>): Promise<HelloReply>;
  /** Codes and sends ticks; resolves when they are on disk or refused. */
  push(ticks: readonly Tick[], series?: readonly SeriesDef[]): Promise<FrameReply>;
  /** Sends whatever it is given as a frame. */
  pushRaw(frame: unknown): Promise<FrameReply>;
  /** Resolves when the server has ended the connection. */
  readonly ended: Promise<unknown>;
}

/** A real socket.io client in the agents' namespace, connected and silent. */
export async function connectAgent(server: { readonly url: string; readonly token: string }): Promise<TestAgent> {
  const socket: AgentSocket = io(`${server.url}/agent`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  const ended = new Promise((resolve) => socket.once('disconnect', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const encoder = new FrameEncoder();
  const pushRaw = (frame: unknown): Promise<FrameReply> =>
    socket.timeout(20_000).emitWithAck('frame:push', frame as Uint8Array);
  return {
    socket,
    ended,
    hello: (changes = {}) =>
      socket.timeout(20_000).emitWithAck('agent:hello', {
        protocol: PROTOCOL_VERSION,
        token: server.token,
        session: 'session-0001',
        agentVersion: '0.1.0',
        intervalMs: 1000,
        facts: FACTS,
        missing: [],
        ...changes,
      }),
    push: (ticks, series = SERIES) => pushRaw(encoder.encode({ series, ticks })),
    pushRaw,
    leave: () => {
      socket.disconnect();
    },
  };
}

/** The next message of one kind. */
export async function nextOf<T>(socket: { once(event: string, listener: (data: T) => void): unknown }, event: string) {
  return new Promise<T>((resolve) => socket.once(event, resolve));
}
