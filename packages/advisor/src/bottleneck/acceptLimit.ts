import { endpoint, NO_WORDS, type SocketRow, type Words } from '@netstrata/metrics';
import { boundAddress } from '../boundAddress.ts';
import { whoOf } from '../owner.ts';
import type { Advice, Bottleneck } from '../types.ts';

const RULE = 'tcp-listen-overflow';
const RESETS_RULE = 'setting-tcp-abort-on-overflow';

/** What becomes of connections that find the queue full: as long as advice is open on it, they are reset. */
const fateOf = (advice: readonly Advice<Words>[]): Words =>
  advice.some(({ rule, applied }) => rule === RESETS_RULE && (applied === undefined || applied.state === 'undone'))
    ? { en: 'reset (net.ipv4.tcp_abort_on_overflow)', 'zh-CN': '被重置（net.ipv4.tcp_abort_on_overflow）' }
    : {
        en: 'dropped (ListenOverflows), and their clients try again',
        'zh-CN': '被丢弃（ListenOverflows），由客户端重试',
      };

/** The place of the advice about a listener's queue in what is open; behind the last without any. */
export function acceptAdviceAt(row: SocketRow, advice: readonly Advice<Words>[]): number {
  const at = advice.findIndex(({ rule, subject }) => rule === RULE && subject === boundAddress(row));
  return at < 0 ? advice.length : at;
}

/** Full now, or lately and often enough for advice, which says so until it is closed. */
export function isAcceptLimited(row: SocketRow, advice: readonly Advice<Words>[]): boolean {
  return row.limit === 'accept' || (row.state === 'listen' && acceptAdviceAt(row, advice) < advice.length);
}

/**
 * What limits a listener whose accept queue is full. Whether its program or the length of the queue is to blame takes more than one look
 * to tell: the advice about it does, and nothing else is said here.
 */
export function acceptLimit(row: SocketRow, advice: readonly Advice<Words>[]): Omit<Bottleneck<Words>, 'not'> {
  const { recvQ, sendQ } = row;
  const about = advice[acceptAdviceAt(row, advice)];
  const where = endpoint(row.local, row.localPort);
  if (about !== undefined) {
    const on = about.title.en.includes(where) ? NO_WORDS : { en: ` on ${where}`, 'zh-CN': ` ${where} 的` };
    const fate = fateOf(advice);
    return {
      limiter: 'accept-queue',
      confidence: about.confidence,
      sentence: {
        en: `${about.title.en}. Connections that find the accept queue${on.en} full are ${fate.en}.`,
        'zh-CN': `${about.title['zh-CN']}。遇到${on['zh-CN']} accept 队列已满的连接会${fate['zh-CN']}。`,
      },
    };
  }
  const who = whoOf(row);
  return {
    limiter: 'accept-queue',
    confidence: 'medium',
    sentence: {
      en: `The accept queue of ${who.en} on ${where} is full: ${recvQ} connections wait for accept(), and the backlog is ${sendQ}. A few looks more tell whether the program or the length of the queue is to blame.`,
      'zh-CN': `${who['zh-CN']} 在 ${where} 上的 accept 队列已满：${recvQ} 个连接在等 accept()，backlog 为 ${sendQ}。再看几次就知道问题在程序还是在队列长度。`,
    },
  };
}
