import { formatValue, type SocketRow } from '@netstrata/metrics';
import type { Bottleneck, Limiter } from '../types.ts';

type Words = Omit<Bottleneck, 'not'>;

const share = (value: number | undefined): string =>
  value === undefined ? '' : ` ${formatValue(value, 'share')} of the time`;
const bytes = (value: number | undefined): string => formatValue(value, 'bytes');

function senderWords(row: SocketRow): Words | undefined {
  switch (row.limit) {
    case 'application':
      return {
        limiter: 'application',
        confidence: row.busyShare === undefined ? 'medium' : 'high',
        sentence:
          row.busyShare !== undefined && row.busyShare < 0.1
            ? `The program here limits: it had data to send only${share(row.busyShare)}.`
            : 'The program here limits: all that it gave is on its way, and buffer and path would take more.',
      };
    case 'receiver':
      return {
        limiter: 'peer-window',
        confidence: 'high',
        sentence: `The peer limits: its receive window kept data back${share(row.rwndLimitedShare)}, so it reads too slowly or its buffer is small.`,
      };
    case 'send-buffer':
      return {
        limiter: 'send-buffer',
        confidence: (row.sndbufLimitedShare ?? 0) > 0.1 ? 'high' : 'medium',
        sentence: `The send buffer of this host limits: its ${bytes(row.sndbuf)} are full of data on its way${(row.sndbufLimitedShare ?? 0) > 0 ? share(row.sndbufLimitedShare) : ''}, and path and peer would take more.`,
      };
    case 'network': {
      const window = row.cwnd === undefined ? '' : `, with a congestion window of ${row.cwnd} segments`;
      const trip = row.rttUs === undefined ? '' : ` and a round trip of ${formatValue(row.rttUs, 'microseconds')}`;
      return {
        limiter: 'network',
        confidence: 'medium',
        sentence: `The path limits: what it carries and loses decides the pace${window}${trip}.`,
      };
    }
    default:
      return undefined;
  }
}

function wordsOf(row: SocketRow): Words {
  if (row.limit === 'reader')
    return {
      limiter: 'reader',
      confidence: 'high',
      sentence: `The program here limits: it does not read fast enough, and ${bytes(row.protocol === 'udp' ? row.rmemAlloc : row.recvQ)} wait for it.`,
    };
  if (row.limit === 'accept')
    return {
      limiter: 'accept-queue',
      confidence: 'high',
      sentence: `The program here limits: ${row.recvQ} connections wait for accept(), and the queue ends at ${row.sendQ}.`,
    };
  if (row.limit === 'unknown')
    return {
      limiter: 'unknown',
      confidence: 'low',
      sentence: 'Not known yet: it takes two looks at the socket, and a kernel from 4.10 on.',
    };
  return (
    senderWords(row) ?? {
      limiter: 'nothing',
      confidence: 'high',
      sentence: 'Nothing limits it now: its queues have room.',
    }
  );
}

/** Only of a socket that sends: what is known not to hold it back. */
const INNOCENT: readonly (readonly [Limiter, (row: SocketRow) => boolean, string])[] = [
  [
    'peer-window',
    ({ rwndLimitedShare }) => rwndLimitedShare !== undefined && rwndLimitedShare < 0.01,
    'the window of the peer',
  ],
  [
    'send-buffer',
    ({ sndbufLimitedShare }) => sndbufLimitedShare !== undefined && sndbufLimitedShare < 0.01,
    'the send buffer',
  ],
];

/** One sentence about what keeps a socket from being faster, from its last look. */
export function bottleneckOfSocket(row: SocketRow): Bottleneck {
  const words = wordsOf(row);
  const sends =
    row.protocol === 'tcp' && ['application', 'peer-window', 'send-buffer', 'network'].includes(words.limiter);
  const innocent = sends
    ? INNOCENT.filter(([limiter, isFree]) => limiter !== words.limiter && isFree(row)).map(([, , name]) => name)
    : [];
  return { ...words, not: innocent.length === 0 ? '' : `Not ${innocent.join(' and not ')}.` };
}
