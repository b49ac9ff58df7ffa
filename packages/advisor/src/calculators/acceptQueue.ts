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
  const fits = backlog <= somaxconn;
  return {
    fits,
    answer: {
      en: `listen() with a backlog of ${backlog}${fits ? '' : `, after net.core.somaxconn was raised from ${somaxconn}, which cuts it`}.`,
      'zh-CN': `listen() 的 backlog 取 ${backlog}${fits ? '' : `，并先把 net.core.somaxconn 从 ${somaxconn} 调高，否则会被它截断`}。`,
    },
    steps: [
      {
        id: 'waiting',
        name: { en: 'connections that wait', 'zh-CN': '等待的连接' },
        how: { en: `${rate} a second x ${stallMs} ms`, 'zh-CN': `每秒 ${rate} 个 x ${stallMs} ms` },
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
    wishes: fits ? [] : [{ tunable: 'net.core.somaxconn', value: String(backlog) }],
    caveats: [
      {
        en: 'The backlog counts from the next listen(): most programs have to be restarted.',
        'zh-CN': 'backlog 从下一次 listen() 起生效：多数程序需要重启。',
      },
      {
        en: 'A program that accepts more slowly than connections arrive fills any queue.',
        'zh-CN': '如果 accept 的速度低于连接到达的速度，多长的队列都会满。',
      },
      ...(waiting * HEADROOM > LARGEST
        ? [
            {
              en: 'The queue cannot hold that many: shorten the stall, or accept with several listeners (SO_REUSEPORT).',
              'zh-CN': '队列容不下这么多：缩短停顿，或用多个监听者（SO_REUSEPORT）分担。',
            },
          ]
        : []),
    ],
  };
}
