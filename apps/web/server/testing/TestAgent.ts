import { EventEmitter } from 'node:events';
import type { HostFacts } from '@netstrata/metrics';
import {
  type AgentClaims,
  type AgentOrders,
  type AgentToServer,
  type FrameReply,
  type HelloReply,
  PROTOCOL_VERSION,
  type SeriesDef,
  type ServerToAgent,
  type Tick,
} from '@netstrata/protocol';
import { FrameEncoder } from '@netstrata/protocol/codec';
import {
  AgentHandshake,
  type AgentIdentity,
  OrderInbox,
  type OrderSeals,
  type ProvedServer,
} from '@netstrata/protocol/handshake';
import { io, type Socket } from 'socket.io-client';
import { BOOT_ID } from './identity.ts';

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

/** The agent's socket; of orders it hands on those that carry the server's seal. */
export interface TestSocket {
  on<E extends keyof AgentOrders>(event: E, listener: AgentOrders[E]): unknown;
  once(event: string, listener: (data: never) => void): unknown;
  readonly emit: AgentSocket['emit'];
  disconnect(): unknown;
}

export interface TestAgent {
  leave(): void;
  readonly socket: TestSocket;
  /** Emits whatever it is given. */
  readonly raw: (event: string, ...given: readonly unknown[]) => void;
  /** The server's public key, once it has proved itself. */
  readonly serverKey: () => string;
  /** Orders that came without the server's seal. */
  readonly forged: readonly string[];
  /** Greets, checks that the server proves itself, and says hello. */
  hello(changes?: Partial<AgentClaims>): Promise<HelloReply>;
  /** Codes and sends ticks; resolves when they are on disk or refused. */
  push(ticks: readonly Tick[], series?: readonly SeriesDef[]): Promise<FrameReply>;
  /** Sends whatever it is given as a frame. */
  pushRaw(frame: unknown): Promise<FrameReply>;
  /** Resolves when the server has ended the connection. */
  readonly ended: Promise<unknown>;
}

const PATIENCE_MS = 60_000;

/**
 * A real socket.io client in the agents' namespace, connected and silent. It proves itself by the server's token unless said. It comes from
 * the address `from`, one of this machine.
 */
export async function connectAgent(
  server: { readonly url: string; readonly token: string; readonly from?: string },
  identity: AgentIdentity = { kind: 'local', secret: server.token },
): Promise<TestAgent> {
  const options = { transports: ['websocket'], reconnection: false, forceNew: true, localAddress: server.from };
  const socket: AgentSocket = io(`${server.url}/agent`, options);
  const ended = new Promise((resolve) => socket.once('disconnect', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const encoder = new FrameEncoder();
  const pushRaw = (frame: unknown): Promise<FrameReply> =>
    socket.timeout(PATIENCE_MS).emitWithAck('frame:push', frame as Uint8Array);
  let proved: ProvedServer | undefined;
  const { orders, forged } = ordersOf(socket, () => proved?.orders);
  return {
    socket: orders,
    raw: (event, ...given) => {
      (socket.emit as (event: string, ...given: readonly unknown[]) => unknown).call(socket, event, ...given);
    },
    serverKey: () => proved?.serverKey ?? '',
    forged,
    ended,
    hello: async (changes = {}) => {
      const claims: AgentClaims = {
        protocol: PROTOCOL_VERSION,
        session: 'session-0001',
        agentVersion: '0.1.0',
        intervalMs: 1000,
        mayApply: true,
        facts: FACTS,
        missing: [],
        ...changes,
      };
      const { hostId } = claims.facts;
      const handshake = new AgentHandshake(identity, { ...claims, hostId });
      const reply = await socket.timeout(PATIENCE_MS).emitWithAck('agent:greet', handshake.greeting);
      if (!reply.ok) return reply;
      proved = handshake.check(reply);
      return socket.timeout(PATIENCE_MS).emitWithAck('agent:hello', proved.hello(claims));
    },
    push: (ticks, series = SERIES) => pushRaw(encoder.encode({ series, ticks })),
    pushRaw,
    leave: () => {
      socket.disconnect();
    },
  };
}

function ordersOf(socket: AgentSocket, seals: () => OrderSeals | undefined) {
  const emitter = new EventEmitter();
  const forged: string[] = [];
  const inbox = new OrderInbox({ socket: socket as never, seals, onForged: (event) => forged.push(event) });
  const heard = new Set<string>();
  const hear = (event: string): void => {
    if (heard.has(event)) return;
    heard.add(event);
    inbox.on(event as 'watch:set', (...given: readonly unknown[]) => void emitter.emit(event, ...given));
  };
  const orders: TestSocket = {
    on: (event, listener) => {
      hear(event);
      emitter.on(event, listener);
    },
    once: (event, listener) => {
      hear(event);
      emitter.once(event, listener as (data: unknown) => void);
    },
    emit: socket.emit.bind(socket),
    disconnect: () => socket.disconnect(),
  };
  return { orders, forged };
}

/** The next message of one kind. */
export async function nextOf<T>(socket: { once(event: string, listener: (data: T) => void): unknown }, event: string) {
  return new Promise<T>((resolve) => socket.once(event, resolve));
}
