import { formatValue } from '../format.ts';
import { rateOfAll, sumKnown } from '../rates.ts';
import type { SampleWindow } from '../types.ts';
import { type Words, words } from '../words/index.ts';
import { acceptQueueGauge } from './acceptQueue.ts';
import { fullestReceive, fullestSend, sumGauge } from './buffers.ts';
import { missingReason, type StackInput } from './context.ts';
import { SPARKS, segmentFlow } from './flows.ts';
import { ID } from './ids.ts';
import { datagramsLostAt } from './sendingLoss.ts';
import { judge } from './signal.ts';
import { NOTICE_PER_SECOND, NOW_SECONDS } from './thresholds.ts';
import { readTroubles, type TroubleSpec } from './trouble.ts';
import type { Headline, LayerModel } from './types.ts';
import { unixReadings } from './unixSockets.ts';

const TROUBLES: readonly TroubleSpec[] = [
  {
    id: 'socket.listenOverflows',
    title: words('Accept queue overflows', 'accept 队列溢出'),
    metrics: [ID.tcp.listenOverflows],
    weight: 'drop',
    core: true,
  },
  {
    id: 'socket.rcvbufErrors',
    title: words('UDP datagrams dropped, receive buffer full', '丢弃的 UDP 数据报，接收缓冲区已满'),
    metrics: [ID.udp.rcvbufErrors, ID.udp6.rcvbufErrors],
    weight: 'drop',
    core: true,
  },
  {
    id: 'socket.sndbufErrors',
    title: words('UDP datagrams not sent, send buffer full', '未发送的 UDP 数据报，发送缓冲区已满'),
    metrics: [ID.udp.sndbufErrors, ID.udp6.sndbufErrors],
    weight: 'drop',
  },
  {
    id: 'socket.listenDrops',
    title: words('Connections dropped at listeners, no queue full', '监听者丢弃的连接，队列未满'),
    metrics: [ID.tcp.listenDrops],
    includes: [ID.tcp.listenOverflows, ID.tcp.reqQFullDrop],
    weight: 'drop',
  },
  {
    id: 'socket.reqQFullDrop',
    title: words('SYNs dropped, queue full', '丢弃的 SYN，队列已满'),
    metrics: [ID.tcp.reqQFullDrop],
    weight: 'drop',
  },
  {
    id: 'socket.backlogDrop',
    title: words('TCP segments dropped while the socket was locked', '套接字被锁时丢弃的 TCP 报文段'),
    metrics: [ID.tcp.backlogDrop],
    weight: 'drop',
  },
  {
    id: 'socket.rcvQDrop',
    title: words('TCP segments dropped, receive buffer full', '丢弃的 TCP 报文段，接收缓冲区已满'),
    metrics: [ID.tcp.rcvQDrop],
    weight: 'drop',
  },
  {
    id: 'socket.rcvPruned',
    title: words('TCP segments thrown out of a full receive queue', '从满的接收队列丢弃的 TCP 报文段'),
    metrics: [ID.tcp.rcvPruned, ID.tcp.ofoPruned],
    weight: 'drop',
  },
  {
    id: 'socket.pruneCalled',
    title: words('Receive queues squeezed to make room', '为腾空间而压缩的接收队列'),
    metrics: [ID.tcp.pruneCalled],
    weight: NOTICE_PER_SECOND.pruneCalled,
  },
];

/** The queue of a device that refuses a datagram is counted as one that was not sent, whatever room the socket has. */
const NOT_SENT = words('UDP datagrams not sent', '未发送的 UDP 数据报');

function troublesOf(window: SampleWindow): readonly TroubleSpec[] {
  const at = datagramsLostAt(window);
  if (at === undefined) return TROUBLES;
  return TROUBLES.map((spec) =>
    spec.id === 'socket.sndbufErrors' ? { ...spec, lostBelow: { at, title: NOT_SENT } } : spec,
  );
}

function headlinesOf({ window }: StackInput): readonly Headline<Words>[] {
  return [
    {
      id: 'socket.unsent',
      title: words('To be sent', '待发送'),
      value: window.last(ID.sockets.sendQBytes),
      unit: 'bytes',
      metric: ID.sockets.sendQBytes,
      direction: 'down',
    },
    {
      id: 'socket.unread',
      title: words('To be read', '待读取'),
      value: window.last(ID.sockets.recvQBytes),
      unit: 'bytes',
      metric: ID.sockets.recvQBytes,
      direction: 'up',
    },
    {
      id: 'socket.count',
      title: words('Sockets', '套接字'),
      value: sumKnown([window.last(ID.sockets.tcp), window.last(ID.sockets.udp)]),
      unit: 'sockets',
      metric: ID.sockets.tcp,
    },
  ];
}

/** Buffers and accept queues: where data and connections wait for a program. */
export function socketLayer(input: StackInput): LayerModel<Words> {
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
  const { troubles, signals } = readTroubles(window, troublesOf(window));
  const drops = rateOfAll(window, [ID.tcp.listenOverflows, ID.udp.rcvbufErrors], NOW_SECONDS);
  const unread = formatValue(window.last(ID.sockets.recvQBytes), 'bytes');
  return {
    layer: 'socket',
    ...judge({
      signals: [...readings.flatMap((reading) => reading.signals), ...signals],
      unknown:
        drops === undefined
          ? missingReason(
              window,
              ID.tcp.listenOverflows,
              words('accept queue and UDP drop counters', ' accept 队列和 UDP 丢包的计数器'),
            )
          : undefined,
      calm: words(`${unread} waiting to be read, nothing dropped`, `${unread} 等待读取，没有丢弃`),
    }),
    headlines,
    gauges: readings.map((reading) => reading.gauge),
    troubles,
    flow: segmentFlow(window, NOW_SECONDS),
    spark: SPARKS.socket,
  };
}
