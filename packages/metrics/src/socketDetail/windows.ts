import { madeTcpField, tcpField } from './define.ts';
import type { SocketField } from './types.ts';

/** How much may be under way, and in what pieces. */
export const windowFields = (): readonly SocketField[] => [
  tcpField('sndWndBytes', {
    group: 'windows',
    title: 'Window of the other side',
    help: 'Bytes that the other side takes at the moment. Near zero, its program does not read.',
    kernelName: 'tcpi_snd_wnd',
    unit: 'bytes',
  }),
  tcpField('rcvWndBytes', {
    group: 'windows',
    title: 'Our window',
    help: 'Bytes that we have promised to take. It bounds how fast the other side may send: one window a round trip.',
    kernelName: 'tcpi_rcv_wnd',
    unit: 'bytes',
  }),
  tcpField('rcvSsthresh', {
    group: 'windows',
    title: 'Window clamp',
    help: 'How large a window we would offer now; it grows while the program reads in time.',
    kernelName: 'tcpi_rcv_ssthresh',
    unit: 'bytes',
  }),
  tcpField('rcvSpaceBytes', {
    group: 'windows',
    title: 'Read in a round trip',
    help: 'What the program took in one round trip: automatic tuning makes the receive buffer a multiple of it.',
    kernelName: 'tcpi_rcv_space',
    unit: 'bytes',
  }),
  madeTcpField(
    'wscale',
    {
      group: 'windows',
      title: 'Window scale',
      help: 'By how many bits windows are shifted: of the other side, and ours. Without the option no window is larger than 64 KiB.',
      kernelName: 'tcpi_snd_wscale, tcpi_rcv_wscale',
      unit: 'text',
    },
    ({ sndWscale, rcvWscale }) => `${sndWscale}, ${rcvWscale}`,
  ),
  tcpField('sndMssBytes', {
    group: 'windows',
    title: 'Segment size sent',
    help: 'Largest piece of data in one segment that we send, by the path and what the other side allows.',
    kernelName: 'tcpi_snd_mss',
    unit: 'packet-bytes',
  }),
  tcpField('rcvMssBytes', {
    group: 'windows',
    title: 'Segment size received',
    help: 'Estimated from what arrives.',
    kernelName: 'tcpi_rcv_mss',
    unit: 'packet-bytes',
  }),
  tcpField('advmssBytes', {
    group: 'windows',
    title: 'Segment size offered',
    help: 'What we told the other side that we take.',
    kernelName: 'tcpi_advmss',
    unit: 'packet-bytes',
  }),
  tcpField('pmtuBytes', {
    group: 'windows',
    title: 'Path MTU',
    help: 'Largest packet that the path takes as far as is known.',
    kernelName: 'tcpi_pmtu',
    unit: 'packet-bytes',
  }),
];

/** Round trips, timers, and how long ago things happened. */
export const timeFields = (): readonly SocketField[] => [
  tcpField('rttUs', {
    group: 'times',
    title: 'Round trip',
    help: 'Smoothed time from sending a segment to its acknowledgement, the other side’s delays included.',
    kernelName: 'tcpi_rtt',
    unit: 'microseconds',
  }),
  tcpField('rttvarUs', {
    group: 'times',
    title: 'Its variation',
    help: 'How much round trips differ. High: a queue on the way fills and empties.',
    kernelName: 'tcpi_rttvar',
    unit: 'microseconds',
  }),
  tcpField('minRttUs', {
    group: 'times',
    title: 'Shortest round trip',
    help: 'Of the last minutes: the path without queues. What the round trip is above it is waiting.',
    kernelName: 'tcpi_min_rtt',
    unit: 'microseconds',
  }),
  madeTcpField(
    'rcvRttUs',
    {
      group: 'times',
      title: 'Round trip seen as receiver',
      help: 'Estimated from incoming data; it paces the growth of the receive buffer.',
      kernelName: 'tcpi_rcv_rtt',
      unit: 'microseconds',
    },
    ({ rcvRttUs }) => rcvRttUs || undefined,
  ),
  tcpField('rtoUs', {
    group: 'times',
    title: 'Retransmission timeout',
    help: 'How long an unanswered segment is waited for before it is sent again: from the round trip and its variation, at least 200 ms, doubled at each try.',
    kernelName: 'tcpi_rto',
    unit: 'microseconds',
  }),
  tcpField('backoff', {
    group: 'times',
    title: 'Doublings of it',
    help: 'Tries in a row that stayed without an answer. Above zero, the path is broken or nearly so.',
    kernelName: 'tcpi_backoff',
    unit: 'count',
  }),
  tcpField('atoUs', {
    group: 'times',
    title: 'Delay of acknowledgements',
    help: 'How long an acknowledgement may be held back in the hope of data to carry it.',
    kernelName: 'tcpi_ato',
    unit: 'microseconds',
  }),
  tcpField('probes', {
    group: 'times',
    title: 'Unanswered probes',
    help: 'Keepalive or zero-window probes in a row to which the other side said nothing.',
    kernelName: 'tcpi_probes',
    unit: 'count',
  }),
  tcpField('lastDataSentMs', {
    group: 'times',
    title: 'Last data sent',
    help: 'How long ago.',
    kernelName: 'tcpi_last_data_sent',
    unit: 'milliseconds',
  }),
  tcpField('lastDataRecvMs', {
    group: 'times',
    title: 'Last data received',
    help: 'How long ago.',
    kernelName: 'tcpi_last_data_recv',
    unit: 'milliseconds',
  }),
  tcpField('lastAckRecvMs', {
    group: 'times',
    title: 'Last acknowledgement received',
    help: 'How long ago.',
    kernelName: 'tcpi_last_ack_recv',
    unit: 'milliseconds',
  }),
  tcpField('totalRtoTimeMs', {
    group: 'times',
    title: 'Time lost in timeouts',
    help: 'All the time this connection has spent waiting for retransmission timers.',
    kernelName: 'tcpi_total_rto_time',
    unit: 'milliseconds',
    kind: 'counter',
  }),
];
