import { formatValue } from '../format.ts';
import type { SocketRow } from '../sockets.ts';
import { freshReport, type StackInput } from './context.ts';
import { type Reading, readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { socketName } from './socketName.ts';
import { LEVELS } from './thresholds.ts';

/** The listener of the newest dump that the host's fullest accept queue belongs to. */
function fullestListener(input: StackInput): SocketRow | undefined {
  const backlog = input.window.last(ID.sockets.acceptQueueMaxBacklog);
  const listeners = freshReport(input)?.listeners ?? [];
  const matching = backlog === undefined ? listeners : listeners.filter((row) => row.sendQ === backlog);
  return matching.reduce<SocketRow | undefined>(
    (best, row) => (best === undefined || row.fill > best.fill ? row : best),
    undefined,
  );
}

/** "nginx :8080", or what can be said without a list of sockets. */
export function fullestListenerName(input: StackInput): string {
  const row = fullestListener(input);
  return row === undefined ? 'a listener' : socketName(row);
}

/** Connections that wait for accept() at the fullest listener, against its backlog. */
export function acceptQueueGauge(input: StackInput): Reading {
  const { window } = input;
  const listeners = window.last(ID.sockets.listeners);
  const value = window.last(ID.sockets.acceptQueueMaxLen);
  const limit = window.last(ID.sockets.acceptQueueMaxBacklog);
  const none = listeners === 0;
  const name = fullestListenerName(input);
  return readGauge({
    id: 'socket.acceptQueue',
    title: 'Fullest accept queue',
    value: none ? 0 : value,
    limit,
    unit: 'connections',
    limitName: 'backlog given to listen(), at most net.core.somaxconn',
    metric: ID.sockets.acceptQueueMaxLen,
    detail: none ? 'no listening socket' : detailOf(listeners, value, name),
    levels: LEVELS.acceptQueue,
    subject: `the accept queue of ${name}`,
    ...(none ? { state: 'calm' as const } : {}),
  });
}

function detailOf(listeners: number | undefined, value: number | undefined, name: string): string {
  if (listeners === undefined || value === undefined) return 'the agent cannot list listening sockets';
  if (value === 0) return `${formatValue(listeners, 'count')} listening; no connection waits to be accepted`;
  return `${name}; the kernel lets in one more than the backlog`;
}
