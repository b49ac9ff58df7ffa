import { formatValue } from '../format.ts';
import { sumKnown } from '../rates.ts';
import { NO_WORDS, type Words, words } from '../words/index.ts';
import { fullestListenerName } from './acceptQueue.ts';
import { fullestSocket } from './buffers.ts';
import { closedGauge, closedTroubles } from './closedConnections.ts';
import { missingReason, type StackInput } from './context.ts';
import { SPARKS, segmentFlow } from './flows.ts';
import { type Reading, readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { namespaceTroubles } from './namespaces.ts';
import { openFilesGauge } from './openFiles.ts';
import { judge, type Signal } from './signal.ts';
import { socketName } from './socketName.ts';
import { LEVELS, NOW_SECONDS } from './thresholds.ts';
import type { Headline, LayerModel } from './types.ts';

/** True when a fill has stayed at or above a level for the whole of "now": longer than a burst. */
function stays({ window }: StackInput, metric: string, level: number): boolean {
  const lowest = window.min(metric, NOW_SECONDS);
  return lowest !== undefined && lowest >= level && window.coveredSeconds(metric) >= NOW_SECONDS - 1;
}

/** A queue that stays full is a program that does not take from it; the kernel can only say so one layer below. */
function acceptSignals(input: StackInput): readonly Signal[] {
  if (!stays(input, ID.sockets.acceptQueueMaxFill, LEVELS.acceptQueue.saturated)) return [];
  const name = fullestListenerName(input);
  const text = words(
    `${name.en} does not accept fast enough: its queue stays full for ${NOW_SECONDS} s`,
    `${name['zh-CN']} 的 accept 不够快：队列持续 ${NOW_SECONDS} s 是满的`,
  );
  return [{ state: 'busy', text }];
}

/** The same of a buffer that stays full. */
function readSignals(input: StackInput): readonly Signal[] {
  if (!stays(input, ID.sockets.recvMaxFill, LEVELS.buffer.busy)) return [];
  const row = fullestSocket(input, 'receive', 'tcp') ?? fullestSocket(input, 'receive', 'udp');
  const who = row === undefined ? words('an application', '某个程序') : words(socketName(row), `${socketName(row)} `);
  const [held, most] = [formatValue(row?.rmemAlloc, 'bytes'), formatValue(row?.rcvbuf, 'bytes')];
  const unread = row === undefined ? NO_WORDS : words(` (${held} of ${most})`, `（${held} / ${most}）`);
  const text = words(
    `${who.en} does not read fast enough: its receive buffer stays full for ${NOW_SECONDS} s${unread.en}`,
    `${who['zh-CN']}读得不够快：接收缓冲区持续 ${NOW_SECONDS} s 是满的${unread['zh-CN']}`,
  );
  return [{ state: 'busy', text }];
}

function unreadGauge(input: StackInput, signals: readonly Signal[]): Reading {
  const { window } = input;
  const value = window.last(ID.sockets.recvQBytes);
  const row = fullestSocket(input, 'receive', 'tcp') ?? fullestSocket(input, 'receive', 'udp');
  const most = row === undefined ? NO_WORDS : words(`; fullest: ${socketName(row)}`, `；最满：${socketName(row)}`);
  return readGauge({
    id: 'application.unread',
    title: words('Waiting to be read', '等待读取'),
    value,
    limit: sumKnown([window.last(ID.sockets.tcpRcvbufBytes), window.last(ID.sockets.udpRcvbufBytes)]),
    unit: 'bytes',
    limitName: words('receive buffers of all sockets', '所有套接字的接收缓冲区'),
    metric: ID.sockets.recvQBytes,
    detail:
      value === undefined
        ? words('the agent cannot list sockets', 'agent 无法列出套接字')
        : words(
            `received for applications that have not read it yet${most.en}`,
            `已收到、程序还没读的数据${most['zh-CN']}`,
          ),
    levels: LEVELS.buffer,
    subject: words('unread data', '未读数据'),
    ...(signals.length > 0 ? { state: 'busy' as const } : {}),
  });
}

/** Programs: who listens, how many connections they open and accept, and whether they read what arrived. */
export function applicationLayer(input: StackInput): LayerModel<Words> {
  const { window } = input;
  const opened = window.rate(ID.tcp.activeOpens, NOW_SECONDS);
  const accepted = window.rate(ID.tcp.passiveOpens, NOW_SECONDS);
  const listeners = window.last(ID.sockets.listeners);
  const reading = readSignals(input);
  const signals = [...acceptSignals(input), ...reading];
  const unread = unreadGauge(input, reading);
  const elsewhere = namespaceTroubles(window);
  const files = openFilesGauge(input);
  const who: Headline<Words> = {
    id: 'application.listeners',
    title: words('Listening', '监听'),
    value: listeners,
    unit: 'sockets',
    metric: ID.sockets.listeners,
  };
  return {
    layer: 'application',
    ...judge({
      signals: [...signals, ...files.signals, ...(signals.length > 0 ? [] : unread.signals), ...elsewhere.signals],
      unknown:
        accepted === undefined
          ? missingReason(window, ID.tcp.passiveOpens, words('counters of opened connections', '发起连接的计数器'))
          : undefined,
      calm: words(
        `${formatValue(listeners, 'count')} listening, nothing left unread for long`,
        `${formatValue(listeners, 'count')} 个监听，没有久未读取的数据`,
      ),
    }),
    headlines: [
      {
        id: 'application.opened',
        title: words('Opened', '发起'),
        value: opened,
        unit: 'connections/s',
        metric: ID.tcp.activeOpens,
        direction: 'down',
      },
      {
        id: 'application.accepted',
        title: words('Accepted', '接受'),
        value: accepted,
        unit: 'connections/s',
        metric: ID.tcp.passiveOpens,
        direction: 'up',
      },
      who,
    ],
    // A host on which no limit is known shows none.
    gauges: [unread.gauge, closedGauge(window), ...(files.gauge.value === undefined ? [] : [files.gauge])],
    troubles: [...elsewhere.troubles, ...closedTroubles(window)],
    flow: segmentFlow(window, NOW_SECONDS),
    spark: SPARKS.application,
  };
}
