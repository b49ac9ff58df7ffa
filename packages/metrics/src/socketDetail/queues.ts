import type { FoundSocket } from '@netstrata/kernel/types';
import { inetField, memoryField, tcpField } from './define.ts';
import type { SocketField } from './types.ts';

interface Queues {
  readonly listens: boolean;
  readonly recvQ: number | undefined;
  readonly sendQ: number | undefined;
}

function queuesOf(socket: FoundSocket): Queues {
  if ('packet' in socket) return { listens: false, recvQ: undefined, sendQ: undefined };
  const { state, recvQ, sendQ } = 'inet' in socket ? socket.inet : socket.unix;
  return { listens: state === 'listen', recvQ, sendQ };
}

/** What a socket holds, against what it may hold. */
export const queueFields = (): readonly SocketField[] => [
  {
    id: 'acceptQueue',
    group: 'queues',
    title: 'Accept queue',
    help: 'Connections that are complete and wait for accept(). When it is full, new ones are dropped (ListenOverflows), or reset where net.ipv4.tcp_abort_on_overflow is 1.',
    kernelName: 'idiag_rqueue',
    unit: 'connections',
    pick: (socket) => (queuesOf(socket).listens ? queuesOf(socket).recvQ : undefined),
  },
  {
    id: 'acceptBacklog',
    group: 'queues',
    title: 'Its backlog',
    help: 'How many may wait: what the program gave to listen(), at most net.core.somaxconn.',
    kernelName: 'idiag_wqueue',
    unit: 'connections',
    pick: (socket) => (queuesOf(socket).listens ? queuesOf(socket).sendQ : undefined),
  },
  {
    id: 'recvQ',
    group: 'queues',
    title: 'Receive queue',
    help: 'TCP and Unix streams: bytes that arrived and the program has not read. UDP and raw: memory of unread datagrams.',
    kernelName: 'idiag_rqueue',
    unit: 'bytes',
    pick: (socket) => (queuesOf(socket).listens ? undefined : queuesOf(socket).recvQ),
  },
  {
    id: 'sendQ',
    group: 'queues',
    title: 'Send queue',
    help: 'TCP: bytes that the other side has not acknowledged, sent or not. Unix socket: memory of what nobody has read yet.',
    kernelName: 'idiag_wqueue',
    unit: 'bytes',
    pick: (socket) => (queuesOf(socket).listens ? undefined : queuesOf(socket).sendQ),
  },
  tcpField('notsentBytes', {
    group: 'queues',
    title: 'Not sent yet',
    help: 'The part of the send queue that has not gone out even once. Much of it means that the network or the other side is slower than the program; TCP_NOTSENT_LOWAT bounds it.',
    kernelName: 'tcpi_notsent_bytes',
    unit: 'bytes',
  }),
  memoryField('rmemAlloc', {
    group: 'queues',
    title: 'Receive memory',
    help: 'Kernel memory of received packets, with their overhead. It is what is compared with the receive buffer.',
    kernelName: 'SK_MEMINFO_RMEM_ALLOC',
    unit: 'bytes',
  }),
  memoryField('rcvbuf', {
    group: 'queues',
    title: 'Receive buffer',
    help: 'Limit of receive memory (sk_rcvbuf). TCP grows it by itself up to tcp_rmem[2], unless the program set SO_RCVBUF.',
    kernelName: 'SK_MEMINFO_RCVBUF',
    unit: 'bytes',
  }),
  memoryField('wmemQueued', {
    group: 'queues',
    title: 'Send memory',
    help: 'Kernel memory of data in the send queue, with its overhead. It is what is compared with the send buffer; at the limit write() waits.',
    kernelName: 'SK_MEMINFO_WMEM_QUEUED',
    unit: 'bytes',
  }),
  memoryField('sndbuf', {
    group: 'queues',
    title: 'Send buffer',
    help: 'Limit of send memory (sk_sndbuf). TCP grows it by itself up to tcp_wmem[2], unless the program set SO_SNDBUF.',
    kernelName: 'SK_MEMINFO_SNDBUF',
    unit: 'bytes',
  }),
  memoryField('wmemAlloc', {
    group: 'queues',
    title: 'On its way out',
    help: 'Kernel memory of packets that wait below the socket, in a qdisc or the driver. For Unix sockets: sent and not read by the other side.',
    kernelName: 'SK_MEMINFO_WMEM_ALLOC',
    unit: 'bytes',
  }),
  memoryField('fwdAlloc', {
    group: 'queues',
    title: 'Memory in reserve',
    help: 'Charged to the protocol already, and not used yet: the socket may fill it without asking. Below zero while a charge is under way.',
    kernelName: 'SK_MEMINFO_FWD_ALLOC',
    unit: 'bytes',
  }),
  memoryField('optmem', {
    group: 'queues',
    title: 'Option memory',
    help: 'Memory of options, filters and control messages; net.core.optmem_max is its limit.',
    kernelName: 'SK_MEMINFO_OPTMEM',
    unit: 'bytes',
  }),
  memoryField('backlog', {
    group: 'queues',
    title: 'Backlog',
    help: 'Memory of packets that came in while the program held the socket: they are handled as soon as it lets go.',
    kernelName: 'SK_MEMINFO_BACKLOG',
    unit: 'bytes',
  }),
  {
    id: 'drops',
    group: 'queues',
    title: 'Drops',
    help: 'Packets that this socket dropped. UDP, raw, packet: its receive buffer was full. TCP counts packets here too that no buffer could have saved.',
    kernelName: 'SK_MEMINFO_DROPS',
    unit: 'packets',
    kind: 'counter',
    pick: (socket) =>
      'inet' in socket ? socket.inet.drops : ('unix' in socket ? socket.unix : socket.packet).skmem?.drops,
  },
];

/** How much went through a socket, and who held it back meanwhile. */
export const trafficFields = (): readonly SocketField[] => [
  tcpField('bytesAcked', {
    group: 'traffic',
    title: 'Bytes acknowledged',
    help: 'What the other side has confirmed: the speed at which data really arrives there.',
    kernelName: 'tcpi_bytes_acked',
    unit: 'bytes',
    kind: 'counter',
  }),
  tcpField('bytesReceived', {
    group: 'traffic',
    title: 'Bytes received',
    help: 'In order, and confirmed to the other side.',
    kernelName: 'tcpi_bytes_received',
    unit: 'bytes',
    kind: 'counter',
  }),
  tcpField('bytesSent', {
    group: 'traffic',
    title: 'Bytes sent',
    help: 'All that went out, second tries counted again.',
    kernelName: 'tcpi_bytes_sent',
    unit: 'bytes',
    kind: 'counter',
  }),
  tcpField('segsOut', {
    group: 'traffic',
    title: 'Segments out',
    help: 'Segments sent, those without data too.',
    kernelName: 'tcpi_segs_out',
    unit: 'segments',
    kind: 'counter',
  }),
  tcpField('segsIn', {
    group: 'traffic',
    title: 'Segments in',
    help: 'Segments received, those without data too.',
    kernelName: 'tcpi_segs_in',
    unit: 'segments',
    kind: 'counter',
  }),
  tcpField('dataSegsOut', {
    group: 'traffic',
    title: 'Data segments out',
    help: 'Segments sent that carried data.',
    kernelName: 'tcpi_data_segs_out',
    unit: 'segments',
    kind: 'counter',
  }),
  tcpField('dataSegsIn', {
    group: 'traffic',
    title: 'Data segments in',
    help: 'Segments received that carried data.',
    kernelName: 'tcpi_data_segs_in',
    unit: 'segments',
    kind: 'counter',
  }),
  tcpField('delivered', {
    group: 'traffic',
    title: 'Segments delivered',
    help: 'Data segments that the other side has, by acknowledgement or by SACK.',
    kernelName: 'tcpi_delivered',
    unit: 'segments',
    kind: 'counter',
  }),
  tcpField('busyTimeUs', {
    group: 'traffic',
    title: 'Busy sending',
    help: 'Time with data under way. Its growth shows the share of each second in which there was something to send; below a tenth, the program is what limits.',
    kernelName: 'tcpi_busy_time',
    unit: 'microseconds',
    kind: 'counter',
  }),
  tcpField('rwndLimitedUs', {
    group: 'traffic',
    title: 'Held back by the receiver',
    help: 'Part of the busy time in which the other side’s window was full: its program reads too slowly, or its buffer is small.',
    kernelName: 'tcpi_rwnd_limited',
    unit: 'microseconds',
    kind: 'counter',
  }),
  tcpField('sndbufLimitedUs', {
    group: 'traffic',
    title: 'Held back by the send buffer',
    help: 'Part of the busy time in which this socket’s own send buffer was full, while the network would have taken more.',
    kernelName: 'tcpi_sndbuf_limited',
    unit: 'microseconds',
    kind: 'counter',
  }),
  inetField(
    'deliveryRate',
    {
      group: 'traffic',
      title: 'Delivery rate',
      help: 'The newest measurement of how fast data reaches the other side. Where the program gave too little to send, it says no more than that.',
      kernelName: 'tcpi_delivery_rate',
      unit: 'bytes/s',
    },
    ({ tcpInfo }) => tcpInfo?.deliveryRateBytesPerSecond || undefined,
  ),
  inetField(
    'appLimited',
    {
      group: 'traffic',
      title: 'Ran out of data',
      help: 'Whether there was nothing left to send while the delivery rate was measured, so that the path may carry more than that rate: the program gave too little, or its send buffer had no room for more.',
      kernelName: 'tcpi_delivery_rate_app_limited',
      unit: 'boolean',
    },
    ({ tcpInfo, state }) => (state === 'listen' ? undefined : tcpInfo?.deliveryRateAppLimited),
  ),
];
