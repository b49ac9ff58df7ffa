import { formatValue } from '../format.ts';
import { rateOfAll, sumKnown } from '../rates.ts';
import { acceptQueueGauge } from './acceptQueue.ts';
import { fullestReceive, fullestSend, sumGauge } from './buffers.ts';
import { missingReason, type StackInput } from './context.ts';
import { SPARKS, segmentFlow } from './flows.ts';
import { ID } from './ids.ts';
import { judge } from './signal.ts';
import { NOTICE_PER_SECOND, NOW_SECONDS } from './thresholds.ts';
import { readTroubles, type TroubleSpec } from './trouble.ts';
import type { Headline, LayerModel } from './types.ts';
import { unixReadings } from './unixSockets.ts';

const TROUBLES: readonly TroubleSpec[] = [
  {
    id: 'socket.listenOverflows',
    title: 'Accept queue overflows',
    metrics: [ID.tcp.listenOverflows],
    weight: 'drop',
    core: true,
  },
  {
    id: 'socket.rcvbufErrors',
    title: 'UDP datagrams dropped, receive buffer full',
    metrics: [ID.udp.rcvbufErrors, ID.udp6.rcvbufErrors],
    weight: 'drop',
    core: true,
  },
  {
    id: 'socket.sndbufErrors',
    title: 'UDP datagrams not sent, send buffer full',
    metrics: [ID.udp.sndbufErrors, ID.udp6.sndbufErrors],
    weight: 'drop',
  },
  {
    id: 'socket.listenDrops',
    title: 'Connections dropped at listeners',
    metrics: [ID.tcp.listenDrops],
    weight: 'drop',
  },
  { id: 'socket.reqQFullDrop', title: 'SYNs dropped, queue full', metrics: [ID.tcp.reqQFullDrop], weight: 'drop' },
  {
    id: 'socket.backlogDrop',
    title: 'TCP segments dropped while the socket was locked',
    metrics: [ID.tcp.backlogDrop],
    weight: 'drop',
  },
  {
    id: 'socket.rcvQDrop',
    title: 'TCP segments dropped, receive buffer full',
    metrics: [ID.tcp.rcvQDrop],
    weight: 'drop',
  },
  {
    id: 'socket.rcvPruned',
    title: 'TCP segments thrown out of a full receive queue',
    metrics: [ID.tcp.rcvPruned, ID.tcp.ofoPruned],
    weight: 'drop',
  },
  {
    id: 'socket.pruneCalled',
    title: 'Receive queues squeezed to make room',
    metrics: [ID.tcp.pruneCalled],
    weight: NOTICE_PER_SECOND.pruneCalled,
  },
];

function headlinesOf({ window }: StackInput): readonly Headline[] {
  return [
    {
      id: 'socket.unsent',
      title: 'To be sent',
      value: window.last(ID.sockets.sendQBytes),
      unit: 'bytes',
      metric: ID.sockets.sendQBytes,
      direction: 'down',
    },
    {
      id: 'socket.unread',
      title: 'To be read',
      value: window.last(ID.sockets.recvQBytes),
      unit: 'bytes',
      metric: ID.sockets.recvQBytes,
      direction: 'up',
    },
    {
      id: 'socket.count',
      title: 'Sockets',
      value: sumKnown([window.last(ID.sockets.tcp), window.last(ID.sockets.udp)]),
      unit: 'sockets',
      metric: ID.sockets.tcp,
    },
  ];
}

/** Buffers and accept queues: where data and connections wait for a program. */
export function socketLayer(input: StackInput): LayerModel {
  const { window } = input;
  const headlines = headlinesOf(input);
  const readings = [
    acceptQueueGauge(input),
    fullestReceive(input, 'tcp'),
    fullestReceive(input, 'udp'),
    fullestSend(input),
    sumGauge(input, 'tcpReceive'),
    sumGauge(input, 'tcpSend'),
    sumGauge(input, 'udpReceive'),
    ...unixReadings(input),
  ];
  const { troubles, signals } = readTroubles(window, TROUBLES);
  const drops = rateOfAll(window, [ID.tcp.listenOverflows, ID.udp.rcvbufErrors], NOW_SECONDS);
  const unread = formatValue(window.last(ID.sockets.recvQBytes), 'bytes');
  const count = formatValue(headlines[2]?.value, 'sockets', { noun: true });
  return {
    layer: 'socket',
    ...judge({
      signals: [...readings.flatMap((reading) => reading.signals), ...signals],
      unknown:
        drops === undefined
          ? missingReason(window, ID.tcp.listenOverflows, 'accept queue and UDP drop counters')
          : undefined,
      calm: `${count}, ${unread} waiting to be read, nothing dropped`,
    }),
    headlines,
    gauges: readings.map((reading) => reading.gauge),
    troubles,
    flow: segmentFlow(window, NOW_SECONDS),
    spark: SPARKS.socket,
  };
}
