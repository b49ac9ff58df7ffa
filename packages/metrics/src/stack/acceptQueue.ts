import { formatValue } from '../format.ts';
import type { SocketRow } from '../sockets.ts';
import { sameWords, type Words, words } from '../words/index.ts';
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
export function fullestListenerName(input: StackInput): Words {
  const row = fullestListener(input);
  return row === undefined ? words('a listener', '某个监听套接字') : sameWords(socketName(row));
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
    title: words('Fullest accept queue', '最满的 accept 队列'),
    value: none ? 0 : value,
    limit,
    unit: 'connections',
    limitName: words(
      'backlog given to listen(), at most net.core.somaxconn',
      '传给 listen() 的 backlog，至多 net.core.somaxconn',
    ),
    metric: ID.sockets.acceptQueueMaxLen,
    detail: none ? words('no listening socket', '没有监听套接字') : detailOf(listeners, value, name),
    levels: LEVELS.acceptQueue,
    subject: words(`the accept queue of ${name.en}`, `${name['zh-CN']} 的 accept 队列`),
    ...(none ? { state: 'calm' as const } : {}),
  });
}

function detailOf(listeners: number | undefined, value: number | undefined, name: Words): Words {
  if (listeners === undefined || value === undefined)
    return words('the agent cannot list listening sockets', 'agent 无法列出监听套接字');
  const count = formatValue(listeners, 'count');
  if (value === 0)
    return words(`${count} listening; no connection waits to be accepted`, `${count} 个监听；没有连接在等待 accept`);
  return words(
    `${name.en}; the kernel lets in one more than the backlog`,
    `${name['zh-CN']}；内核比 backlog 多放进一个`,
  );
}
