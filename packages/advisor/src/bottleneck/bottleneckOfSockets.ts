import {
  endpoint,
  formatRate,
  formatValue,
  hangingOf,
  NO_WORDS,
  QUIET_BYTES_PER_SECOND,
  type SocketRow,
  socketEase,
  type Words,
} from '@netstrata/metrics';
import { isWithin } from '../isWithin.ts';
import { whoOf } from '../owner.ts';
import type { Advice, Bottleneck, Limiter } from '../types.ts';
import { acceptAdviceAt } from './acceptLimit.ts';
import { bottleneckOfSocket } from './bottleneckOfSocket.ts';

const MOST = 0.5;
const NEARLY_ALL = 0.8;

const limitedBy =
  (limiter: Limiter) =>
  (each: readonly Found[]): readonly Found[] =>
    each.filter(({ bottleneck }) => bottleneck.limiter === limiter);

function hanging(each: readonly Found[]): readonly Found[] {
  const cookies = new Set(hangingOf(each.map(({ row }) => row)).map(({ cookie }) => cookie));
  return each.filter(({ row }) => cookies.has(row.cookie));
}

/** What the program of this host is to blame for, and what gets nothing through, come before what sends fast. */
const HARD = [limitedBy('accept-queue'), limitedBy('reader'), hanging];

const rateOf = ({ txBytesPerSecond = 0, rxBytesPerSecond = 0 }: SocketRow): number =>
  txBytesPerSecond + rxBytesPerSecond;

function nameOf(row: SocketRow): Words {
  const { local, localPort, remote, remotePort, limit } = row;
  const { en: who, 'zh-CN': zh } = row.process === undefined ? { en: 'a program', 'zh-CN': '某个程序' } : whoOf(row);
  if (remotePort === 0) {
    const here = endpoint(local, localPort);
    return { en: `${who} at ${here}`, 'zh-CN': `${zh}（${here}）` };
  }
  const there = endpoint(remote, remotePort);
  if (limit === 'reader' || limit === 'receive-buffer' || limit === 'sender')
    return { en: `${who} from ${there}`, 'zh-CN': `${zh}（来自 ${there}）` };
  return { en: `${who} to ${there}`, 'zh-CN': `${zh} 到 ${there}` };
}

/** What is said of the part of the traffic that one thing sets the pace of. */
const PACE: Partial<Record<Limiter, Words>> = {
  application: {
    en: 'goes as fast as the programs send it: no limit is reached',
    'zh-CN': '的快慢由程序决定，没有碰到上限',
  },
  'peer-window': { en: 'is held back by the receive windows of the peers', 'zh-CN': '受限于对端接收窗口' },
  'receive-buffer': { en: 'is held back by the receive buffers of this host', 'zh-CN': '受限于本机接收缓冲区' },
  sender: { en: 'comes as fast as the peers and the path bring it', 'zh-CN': '的快慢由对端和路径决定' },
  'send-buffer': { en: 'is held back by the send buffers of this host', 'zh-CN': '受限于本机发送缓冲区' },
  network: {
    en: 'goes as fast as the path takes it (congestion windows and what is lost)',
    'zh-CN': '的快慢由路径决定（拥塞窗口和丢包）',
  },
};

interface Found {
  readonly row: SocketRow;
  readonly bottleneck: Bottleneck<Words>;
}

function named({ row, bottleneck: { limiter, sentence } }: Found): Words {
  if (limiter === 'accept-queue') return sentence;
  const name = nameOf(row);
  const who = row.process === undefined ? name.en.replace(/^a/, 'A') : name.en;
  return { en: `${who}: ${sentence.en}`, 'zh-CN': `${name['zh-CN']}：${sentence['zh-CN']}` };
}

/** Without receivers that wait for a sender, or read its trickle, which is there too, and says itself what limits it: both ends are on this host. */
function withoutEchoes(each: readonly Found[]): readonly Found[] {
  const senders = new Set(
    each.map(({ row: { local, localPort, remote, remotePort } }) => [remote, remotePort, local, localPort].join(' ')),
  );
  return each.filter(
    ({ row, row: { local, localPort, remote, remotePort } }) =>
      !(row.limit === 'sender' || socketEase(row) === 'reading') ||
      !senders.has([local, localPort, remote, remotePort].join(' ')),
  );
}

/** Of a port that several listen at, advice speaks of each; one whose queue is empty waits for nothing. */
const isWaiting = ({ row, bottleneck }: Found): boolean => bottleneck.limiter !== 'accept-queue' || row.recvQ > 0;

const totalOf = (each: readonly Found[]): number => each.reduce((sum, { row }) => sum + rateOf(row), 0);

/** What goes over the network, where that is worth speaking of: what both ends of are on this host takes no path and meets no peer. */
function overNetwork(each: readonly Found[]): readonly Found[] {
  const out = each.filter(({ row }) => !isWithin(row));
  return totalOf(out) >= QUIET_BYTES_PER_SECOND ? out : each;
}

/**
 * What limits several sockets together, by the bytes that each moves: of a process, or of a host. Undefined when they move next to
 * nothing and none of them waits. `advice` is what is open of the host.
 */
export function bottleneckOfSockets(
  rows: readonly SocketRow[],
  advice: readonly Advice<Words>[] = [],
): Bottleneck<Words> | undefined {
  const each = rows.map((row) => ({ row, bottleneck: bottleneckOfSocket(row, advice) }));
  for (const hard of HARD) {
    const [worst, ...rest] = hard(each).toSorted(
      ({ row: a }, { row: b }) =>
        // The listener of the most urgent advice first, so that both speak of the same.
        acceptAdviceAt(a, advice) - acceptAdviceAt(b, advice) ||
        (b.unanswered ?? 0) - (a.unanswered ?? 0) ||
        b.fill - a.fill ||
        rateOf(b) - rateOf(a),
    );
    if (worst === undefined) continue;
    const others = rest.filter(isWaiting);
    const more =
      others.length === 0
        ? NO_WORDS
        : {
            en: ` ${others.length} more ${others.length === 1 ? 'socket waits' : 'sockets wait'} so.`,
            'zh-CN': `另有 ${others.length} 个套接字也这样在等。`,
          };
    const sentence = named(worst);
    return {
      ...worst.bottleneck,
      sentence: { en: `${sentence.en}${more.en}`, 'zh-CN': `${sentence['zh-CN']}${more['zh-CN']}` },
    };
  }
  const telling = overNetwork(withoutEchoes(each));
  const total = totalOf(telling);
  if (total < QUIET_BYTES_PER_SECOND) return undefined;
  // Who moves nothing has no part in what limits it.
  const moving = telling.filter(({ row }) => rateOf(row) > 0);
  const byLimiter = Map.groupBy(moving, ({ bottleneck }) => bottleneck.limiter);
  const shares = [...byLimiter].map(([limiter, of]) => ({
    limiter,
    of: of.toSorted((a, b) => rateOf(b.row) - rateOf(a.row)),
    share: totalOf(of) / total,
  }));
  const [first] = shares.toSorted((a, b) => b.share - a.share);
  const [fastest] = first?.of ?? [];
  if (first === undefined || fastest === undefined) return undefined;
  const pace = PACE[first.limiter];
  if (pace === undefined) return fastest.bottleneck;
  if (first.of.length === 1) return { ...fastest.bottleneck, sentence: named(fastest) };
  const share = formatValue(first.share, 'share');
  const rate = formatRate(total, 'bytes');
  return {
    limiter: first.limiter,
    confidence: first.share >= NEARLY_ALL ? 'high' : first.share >= MOST ? 'medium' : 'low',
    sentence: {
      en: `${share} of ${rate} ${pace.en}; most of it is ${nameOf(fastest.row).en}.`,
      'zh-CN': `${rate} 中有 ${share} ${pace['zh-CN']}；最多的是 ${nameOf(fastest.row)['zh-CN']}。`,
    },
    not: fastest.bottleneck.not,
  };
}
