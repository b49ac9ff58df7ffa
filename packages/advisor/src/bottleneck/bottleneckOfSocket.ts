import {
  endpoint,
  formatValue,
  hangs,
  NO_WORDS,
  QUIET_BYTES_PER_SECOND,
  type SocketRow,
  type Words,
} from '@netstrata/metrics';
import { TCP_WMEM } from '../sendBuffer/cures.ts';
import type { Advice, Bottleneck, Limiter } from '../types.ts';
import { acceptLimit, isAcceptLimited } from './acceptLimit.ts';
import { easeLimit } from './easeLimit.ts';
import { endedLimit } from './endedLimit.ts';
import { hangLimit } from './hangLimit.ts';
import { notLimiting } from './notLimiting.ts';
import { receiverLimit } from './receiverLimit.ts';

type Limit = Omit<Bottleneck<Words>, 'not'>;

const share = (value: number | undefined): Words => {
  if (value === undefined) return NO_WORDS;
  const text = formatValue(value, 'share');
  return { en: ` ${text} of the time`, 'zh-CN': ` ${text} 的时间` };
};
/** Below it a socket had nothing to send as a rule. */
const BUSY = 0.1;
const bytes = (value: number | undefined): string => formatValue(value, 'bytes');

/** Had next to nothing to send, and is not asked to be fast: then not even its program is to blame. */
const isIdle = ({ limit, busyShare = 1, txBytesPerSecond = QUIET_BYTES_PER_SECOND }: SocketRow): boolean =>
  limit === 'application' && busyShare < BUSY && txBytesPerSecond < QUIET_BYTES_PER_SECOND;

/** Of a socket that had next to nothing to send. */
function shortWords(row: SocketRow): Words {
  const time = share(row.busyShare);
  if (row.txBytesPerSecond === 0)
    return { en: 'Nothing holds it back: its program sends nothing.', 'zh-CN': '没有什么拖住它：程序没有在发数据。' };
  if (row.busyShare === 0)
    return {
      en: 'Nothing holds it back: what its program sends leaves at once.',
      'zh-CN': '没有什么拖住它：程序发出的数据立刻就走了。',
    };
  return isIdle(row)
    ? {
        en: `Nothing holds it back: its program had data to send only${time.en}.`,
        'zh-CN': `没有什么拖住它：程序只有${time['zh-CN']}有数据可发。`,
      }
    : {
        en: `The program here limits: it had data to send only${time.en}.`,
        'zh-CN': `瓶颈在本机程序：它只有${time['zh-CN']}有数据可发。`,
      };
}

/** Only probes of its window go to the peer. */
const isShut = ({ sndWndBytes, txBytesPerSecond, sendQ }: SocketRow): boolean =>
  sndWndBytes === 0 && txBytesPerSecond === 0 && sendQ > 0;

const SEND_BUFFER_RULE = 'sock-sndbuf-limited';
/** With less of its time a send buffer is not what holds a sender back, whatever it did before. */
const HELD = 0.1;

/** What advice blames the send buffer for, by looks over a while: at one moment the buffer is full, at the next the path is used up. */
function isSendBufferLimited(row: SocketRow, advice: readonly Advice<Words>[]): boolean {
  if (row.limit !== 'network' || hangs(row) || (row.sndbufLimitedShare ?? 0) < HELD) return false;
  const peer = endpoint(row.remote, row.remotePort);
  return advice.some(
    ({ rule, subject, applied }) =>
      rule === SEND_BUFFER_RULE && applied === undefined && (subject === peer || subject === TCP_WMEM),
  );
}

function senderLimit(row: SocketRow, advice: readonly Advice<Words>[]): Limit | undefined {
  const held = (row.sndbufLimitedShare ?? 0) > 0;
  switch (isSendBufferLimited(row, advice) ? 'send-buffer' : row.limit) {
    case 'application':
      return {
        limiter: 'application',
        confidence: row.busyShare === undefined ? 'medium' : 'high',
        sentence:
          row.busyShare !== undefined && row.busyShare < BUSY
            ? shortWords(row)
            : {
                en: 'The program here limits: all that it gave is on its way, and buffer and path would take more.',
                'zh-CN': '瓶颈在本机程序：它给的数据都已在途，缓冲区和路径还能接收更多。',
              },
      };
    case 'nagle':
      return {
        limiter: 'application',
        confidence: 'medium',
        sentence: {
          en: 'The program here limits: it writes in small parts, and a part waits until the one before is acknowledged (Nagle’s algorithm), while buffer and path have room.',
          'zh-CN': '瓶颈在本机程序：它分小块写入，每块要等前一块被确认才发出（Nagle 算法），而缓冲区和路径都有余地。',
        },
      };
    case 'receiver':
      if (isShut(row))
        return {
          limiter: 'peer-window',
          confidence: 'high',
          sentence: {
            en: `The peer limits: its receive window is closed, its program does not read, and ${bytes(row.sendQ)} wait here.`,
            'zh-CN': `瓶颈在对端：其接收窗口已关闭，程序没有在读，本机有 ${bytes(row.sendQ)} 在等待。`,
          },
        };
      return {
        limiter: 'peer-window',
        confidence: 'high',
        sentence: {
          en: `The peer limits: its receive window kept data back${share(row.rwndLimitedShare).en}, so it reads too slowly or its buffer is small.`,
          'zh-CN': `瓶颈在对端：其接收窗口${row.rwndLimitedShare === undefined ? '' : `在${share(row.rwndLimitedShare)['zh-CN']}里`}压住了数据，是它读得太慢，或缓冲区太小。`,
        },
      };
    case 'send-buffer':
      return {
        limiter: 'send-buffer',
        confidence: (row.sndbufLimitedShare ?? 0) > 0.1 ? 'high' : 'medium',
        sentence: {
          en: `The send buffer of this host limits: its ${bytes(row.sndbuf)} are full of data on its way${held ? share(row.sndbufLimitedShare).en : ''}, and path and peer would take more.`,
          'zh-CN': `瓶颈在本机发送缓冲区：${bytes(row.sndbuf)}${held ? ` 在${share(row.sndbufLimitedShare)['zh-CN']}里` : ' '}装满在途数据，而路径和对端还能接收更多。`,
        },
      };
    case 'network': {
      if (hangs(row)) return hangLimit(row);
      const window =
        row.cwnd === undefined
          ? NO_WORDS
          : { en: `, with a congestion window of ${row.cwnd} segments`, 'zh-CN': `，拥塞窗口 ${row.cwnd} 个报文段` };
      const rtt = formatValue(row.rttUs, 'microseconds');
      const trip = row.rttUs === undefined ? NO_WORDS : { en: ` and a round trip of ${rtt}`, 'zh-CN': `，往返 ${rtt}` };
      return {
        limiter: 'network',
        confidence: 'medium',
        sentence: {
          en: `The path limits: what it carries and loses decides the pace${window.en}${trip.en}.`,
          'zh-CN': `瓶颈在路径：快慢取决于它能传多少、丢多少${window['zh-CN']}${trip['zh-CN']}。`,
        },
      };
    }
    default:
      return undefined;
  }
}

function limitOf(row: SocketRow, advice: readonly Advice<Words>[]): Limit {
  const unread = bytes(row.protocol === 'udp' ? row.rmemAlloc : row.recvQ);
  if (row.limit === 'reader')
    return {
      limiter: 'reader',
      confidence: 'high',
      sentence: {
        en: `The program here limits: it does not read fast enough, and ${unread} wait for it.`,
        'zh-CN': `瓶颈在本机程序：它读得不够快，有 ${unread} 在等它。`,
      },
    };
  if (isAcceptLimited(row, advice)) return acceptLimit(row, advice);
  if (row.limit === 'unknown')
    return {
      limiter: 'unknown',
      confidence: 'low',
      sentence: {
        en: 'Not known yet: it takes two looks at the socket, and a kernel from 4.10 on.',
        'zh-CN': '尚不清楚：要对套接字采样两次，且内核在 4.10 以上。',
      },
    };
  return endedLimit(row) ?? senderLimit(row, advice) ?? receiverLimit(row) ?? easeLimit(row, advice);
}

/** Only of a socket that sends: what is known not to hold it back. */
const INNOCENT: readonly (readonly [Limiter, (row: SocketRow) => boolean, Words])[] = [
  [
    'peer-window',
    ({ rwndLimitedShare }) => rwndLimitedShare !== undefined && rwndLimitedShare < 0.01,
    { en: 'the window of the peer', 'zh-CN': '对端窗口' },
  ],
  [
    'send-buffer',
    ({ sndbufLimitedShare }) => sndbufLimitedShare !== undefined && sndbufLimitedShare < 0.01,
    { en: 'the send buffer', 'zh-CN': '发送缓冲区' },
  ],
];

/** One sentence about what keeps a socket from being faster, from its last look. `advice` is what is open of its host. */
export function bottleneckOfSocket(row: SocketRow, advice: readonly Advice<Words>[] = []): Bottleneck<Words> {
  const limit = limitOf(row, advice);
  const sends =
    row.protocol === 'tcp' &&
    !isIdle(row) &&
    ['application', 'peer-window', 'send-buffer', 'network'].includes(limit.limiter);
  const innocent = sends
    ? INNOCENT.filter(([limiter, isFree]) => limiter !== limit.limiter && isFree(row)).map(([, , name]) => name)
    : [];
  return { ...limit, not: notLimiting(innocent, ' and not ') };
}
