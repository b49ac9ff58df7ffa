import { formatRate, formatValue } from '../format.ts';
import { sumKnown } from '../rates.ts';
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
function readerSignals(input: StackInput): readonly Signal[] {
  const signals: Signal[] = [];
  if (stays(input, ID.sockets.acceptQueueMaxFill, LEVELS.acceptQueue.saturated)) {
    const name = fullestListenerName(input);
    signals.push({ state: 'busy', text: `${name} is not accepting: its queue stays full for ${NOW_SECONDS} s` });
  }
  if (stays(input, ID.sockets.recvMaxFill, LEVELS.buffer.busy)) {
    const row = fullestSocket(input, 'receive', 'tcp') ?? fullestSocket(input, 'receive', 'udp');
    const who = row === undefined ? 'an application' : socketName(row);
    const unread =
      row === undefined ? '' : ` (${formatValue(row.rmemAlloc, 'bytes')} of ${formatValue(row.rcvbuf, 'bytes')})`;
    signals.push({
      state: 'busy',
      text: `${who} is not reading: its receive buffer stays full for ${NOW_SECONDS} s${unread}`,
    });
  }
  return signals;
}

function unreadGauge(input: StackInput, signals: readonly Signal[]): Reading {
  const { window } = input;
  const value = window.last(ID.sockets.recvQBytes);
  const row = fullestSocket(input, 'receive', 'tcp') ?? fullestSocket(input, 'receive', 'udp');
  const most = row === undefined ? '' : `; fullest: ${socketName(row)}`;
  return readGauge({
    id: 'application.unread',
    title: 'Waiting to be read',
    value,
    limit: sumKnown([window.last(ID.sockets.tcpRcvbufBytes), window.last(ID.sockets.udpRcvbufBytes)]),
    unit: 'bytes',
    limitName: 'receive buffers of all sockets',
    metric: ID.sockets.recvQBytes,
    detail:
      value === undefined
        ? 'the agent cannot list sockets'
        : `received for applications that have not read it yet${most}`,
    levels: LEVELS.buffer,
    subject: 'unread data',
    ...(signals.length > 0 ? { state: 'busy' as const } : {}),
  });
}

/** Programs: who listens, how many connections they open and accept, and whether they read what arrived. */
export function applicationLayer(input: StackInput): LayerModel {
  const { window } = input;
  const opened = window.rate(ID.tcp.activeOpens, NOW_SECONDS);
  const accepted = window.rate(ID.tcp.passiveOpens, NOW_SECONDS);
  const listeners = window.last(ID.sockets.listeners);
  const signals = readerSignals(input);
  const unread = unreadGauge(input, signals);
  const elsewhere = namespaceTroubles(window);
  const files = openFilesGauge(input);
  const who: Headline = {
    id: 'application.listeners',
    title: 'Listening',
    value: listeners,
    unit: 'sockets',
    metric: ID.sockets.listeners,
  };
  const churn = formatRate(sumKnown([opened, accepted]), 'connections', { noun: true });
  return {
    layer: 'application',
    ...judge({
      signals: [...elsewhere.signals, ...signals, ...files.signals, ...(signals.length > 0 ? [] : unread.signals)],
      unknown:
        accepted === undefined
          ? missingReason(window, ID.tcp.passiveOpens, 'counters of opened connections')
          : undefined,
      calm: `${formatValue(listeners, 'count')} listening, ${churn} opened and accepted, nothing left unread for long`,
    }),
    headlines: [
      {
        id: 'application.opened',
        title: 'Opened',
        value: opened,
        unit: 'connections/s',
        metric: ID.tcp.activeOpens,
        direction: 'down',
      },
      {
        id: 'application.accepted',
        title: 'Accepted',
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
