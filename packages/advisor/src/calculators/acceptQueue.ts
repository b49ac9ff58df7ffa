import { pow2ceil } from '../guards.ts';
import { type Calculation, inRange } from './Calculation.ts';

export interface AcceptQueueInput {
  readonly connectionsPerSecond: number;
  /** How long the program may not call accept(). */
  readonly stallMs: number;
  readonly somaxconn: number;
}

const HEADROOM = 2;
const LARGEST = 65_535;

/**
 * The backlog that takes what arrives while a program does not accept.
 * @throws CalculationError for a rate or a time out of range
 */
export function acceptQueue(input: AcceptQueueInput): Calculation {
  const rate = inRange('connectionsPerSecond', input.connectionsPerSecond, { least: 0, most: 10_000_000 });
  const stallMs = inRange('stallMs', input.stallMs, { least: 1, most: 60_000 });
  const somaxconn = inRange('somaxconn', input.somaxconn, { least: 0, most: 2 ** 31 - 1 });
  const waiting = Math.ceil((rate * stallMs) / 1000);
  const backlog = Math.min(LARGEST, pow2ceil(HEADROOM * Math.max(1, waiting)));
  const holds = waiting <= backlog;
  const fits = holds && backlog <= somaxconn;
  return {
    fits,
    answer: holds
      ? {
          en: `listen() with a backlog of ${backlog}${fits ? '' : `, after net.core.somaxconn was raised from ${somaxconn}, which cuts it`}.`,
          'zh-CN': `listen() 的 backlog 取 ${backlog}${fits ? '' : `，并先把 net.core.somaxconn 从 ${somaxconn} 调高，否则会被它截断`}。`,
        }
      : {
          en: `No queue holds the ${waiting} that wait: it ends at ${LARGEST}. Shorten the pause, or accept with several listeners (SO_REUSEPORT).`,
          'zh-CN': `等待的 ${waiting} 个连接没有队列容得下：上限为 ${LARGEST}。请缩短停顿，或用多个监听者（SO_REUSEPORT）分担。`,
        },
    steps: [
      {
        id: 'waiting',
        name: { en: 'connections that wait', 'zh-CN': '等待的连接' },
        how: {
          en: `${rate} a second × ${stallMs} ms, rounded up`,
          'zh-CN': `每秒 ${rate} 个 × ${stallMs} ms，向上取整`,
        },
        value: waiting,
        unit: 'connections',
      },
      {
        id: 'backlog',
        name: { en: 'backlog', 'zh-CN': 'backlog' },
        how: {
          en: `twice that, next power of two, at most ${LARGEST}`,
          'zh-CN': `其两倍，取下一个 2 的幂，至多 ${LARGEST}`,
        },
        value: backlog,
        unit: 'connections',
      },
    ],
    wishes: backlog <= somaxconn ? [] : [{ tunable: 'net.core.somaxconn', value: String(backlog) }],
    caveats: [
      {
        en: 'The backlog counts from the next listen(): most programs have to be restarted.',
        'zh-CN': 'backlog 从下一次 listen() 起生效：多数程序需要重启。',
      },
      {
        en: 'A program that accepts more slowly than connections arrive fills any queue.',
        'zh-CN': '如果 accept 的速度低于连接到达的速度，多长的队列都会满。',
      },
      ...(holds && waiting * HEADROOM > LARGEST
        ? [
            {
              en: `The queue ends at ${LARGEST}: it holds what waits, with less than twice the room.`,
              'zh-CN': `队列上限为 ${LARGEST}：容得下等待的连接，但余量不足一倍。`,
            },
          ]
        : []),
    ],
  };
}
