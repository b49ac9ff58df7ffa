import { formatValue, type Words } from '@netstrata/metrics';
import { pow2ceil } from '../guards.ts';
import { bufferFactor } from '../sendBuffer/bufferFactor.ts';
import { type Calculation, inRange, type Step } from './Calculation.ts';

export interface BandwidthDelayInput {
  /** What the path carries, bytes a second. */
  readonly bytesPerSecond: number;
  readonly rttMs: number;
  /** The algorithm of the sender: `cubic`, `bbr` … */
  readonly congestionControl: string;
  /** tcp_rmem and tcp_wmem as they are, for the numbers that stay. */
  readonly rmem: readonly [number, number, number];
  readonly wmem: readonly [number, number, number];
}

/** Of a receive buffer half is window, before the kernel has measured the sender's segments; and the kernel aims at two windows. */
const RECEIVE_FACTOR = 4;
const LARGEST = 2 ** 31 - 1;
/** What sixteen bits of the header can say. */
const UNSCALED_WINDOW = 65_535;

interface Need {
  readonly rate: number;
  readonly rttMs: number;
  readonly congestionControl: string;
  readonly factor: number;
  readonly inFlight: number;
  readonly send: number;
  readonly receive: number;
}

function stepsOf({ rate, rttMs, congestionControl, factor, inFlight, send, receive }: Need): readonly Step[] {
  const path = `${formatValue(rate, 'bytes/s')} × ${rttMs} ms`;
  return [
    {
      id: 'inFlight',
      name: { en: 'in flight', 'zh-CN': '在途数据' },
      how: { en: path, 'zh-CN': path },
      value: inFlight,
      unit: 'bytes',
    },
    {
      id: 'send',
      name: { en: 'send buffer of the sender', 'zh-CN': '发送方的发送缓冲区' },
      how: {
        en: `in flight × ${factor} for the kernel's bookkeeping with ${congestionControl}, next power of two`,
        'zh-CN': `在途数据 × ${factor}（${congestionControl} 下含内核开销），取下一个 2 的幂`,
      },
      value: send,
      unit: 'bytes',
    },
    {
      id: 'receive',
      name: { en: 'receive buffer of the receiver', 'zh-CN': '接收方的接收缓冲区' },
      how: {
        en: `in flight × ${RECEIVE_FACTOR}: half of a buffer is window, and the kernel keeps room for two round trips; next power of two`,
        'zh-CN': `在途数据 × ${RECEIVE_FACTOR}：缓冲区一半作窗口，且内核预留两个往返；取下一个 2 的幂`,
      },
      value: receive,
      unit: 'bytes',
    },
    {
      id: 'unscaled',
      name: { en: 'without window scaling at most', 'zh-CN': '不用窗口缩放时至多' },
      how: { en: `65535 B / ${rttMs} ms`, 'zh-CN': `65535 B / ${rttMs} ms` },
      value: (UNSCALED_WINDOW * 1000) / rttMs,
      unit: 'bytes/s',
    },
  ];
}

function answerOf({ inFlight, send, receive }: Need, enough: boolean): Words {
  const [flying, sending, receiving] = [inFlight, send, receive].map((value) => formatValue(value, 'bytes'));
  const connections = Math.ceil(Math.max(send, receive) / (LARGEST + 1));
  if (connections > 1)
    return {
      en: `${flying} are in flight on this path: one connection cannot fill it, as a buffer ends at 2 GiB. Use at least ${connections}.`,
      'zh-CN': `这条路径上在途 ${flying}：缓冲区上限为 2 GiB，一条连接跑不满它。请至少用 ${connections} 条。`,
    };
  if (enough)
    return {
      en: `${flying} are in flight on this path, and the buffers of this host are large enough to fill it with one connection.`,
      'zh-CN': `这条路径上在途 ${flying}，本机缓冲区足以让一条连接跑满它。`,
    };
  return {
    en: `${flying} are in flight on this path. One connection fills it with a send buffer of ${sending} here and a receive buffer of ${receiving} at the other end.`,
    'zh-CN': `这条路径上在途 ${flying}。一条连接要跑满它，此端需 ${sending} 发送缓冲区，对端需 ${receiving} 接收缓冲区。`,
  };
}

/**
 * The buffers for one connection that is to fill a path.
 * @throws CalculationError for a rate or a round trip that no path has
 */
export function bandwidthDelay(input: BandwidthDelayInput): Calculation {
  const rate = inRange('bytesPerSecond', input.bytesPerSecond, { least: 1, most: 1e12 });
  const rttMs = inRange('rttMs', input.rttMs, { least: 0.001, most: 60_000 });
  const { congestionControl } = input;
  const inFlight = (rate * rttMs) / 1000;
  const factor = bufferFactor(congestionControl);
  const send = pow2ceil(inFlight * factor);
  const receive = pow2ceil(inFlight * RECEIVE_FACTOR);
  const need = { rate, rttMs, congestionControl, factor, inFlight, send, receive };
  const triple = ([least, initial, most]: readonly [number, number, number], wanted: number) =>
    `${least} ${initial} ${Math.max(most, wanted)}`;
  const isBeyond = Math.max(send, receive) > LARGEST;
  const enough = send <= input.wmem[2] && receive <= input.rmem[2];
  return {
    fits: enough,
    answer: answerOf(need, enough),
    steps: stepsOf(need),
    wishes: isBeyond
      ? []
      : [
          ...(send > input.wmem[2] ? [{ tunable: 'net.ipv4.tcp_wmem', value: triple(input.wmem, send) }] : []),
          ...(receive > input.rmem[2] ? [{ tunable: 'net.ipv4.tcp_rmem', value: triple(input.rmem, receive) }] : []),
        ],
    caveats: [
      {
        en: 'tcp_wmem counts at the sender, tcp_rmem at the receiver: each end needs its own.',
        'zh-CN': 'tcp_wmem 在发送方起作用，tcp_rmem 在接收方起作用：两端各自设置。',
      },
      {
        en: 'Programs that set SO_SNDBUF or SO_RCVBUF do not follow: their buffers stay at what they asked for, doubled.',
        'zh-CN': '设置了 SO_SNDBUF 或 SO_RCVBUF 的程序不受影响：其缓冲区固定为所申请值的两倍。',
      },
      {
        en: 'Which part of a receive buffer is window is measured from the segments since Linux 6.6. Before, tcp_adv_win_scale said so; now it does nothing.',
        'zh-CN':
          '自 Linux 6.6 起，接收缓冲区中窗口所占比例由报文段实测得出；此前由 tcp_adv_win_scale 决定，现在它不起作用。',
      },
    ],
  };
}
