import {
  formatValue,
  type HostFacts,
  joinWords,
  SEMICOLONS,
  SENTENCES,
  type TunableValues,
  tunableNumbers,
  type Words,
} from '@netstrata/metrics';
import type { HarmfulValue } from '../settingRule.ts';

/** Every socket may begin with this much before it has shown that it needs it. */
const FIRST_BYTES = 2 * 2 ** 20;
/** No window is larger: 65,535 bytes, scaled by at most 14 bits. */
const LARGEST_WINDOW_BYTES = 2 ** 30;
/** Room for 10 Gbit/s over a continent. */
const AMPLE_BYTES = 64 * 2 ** 20;
const LEAST_BYTES = 65_536;
export const TCP_MEM = 'net.ipv4.tcp_mem';

export interface BufferKind {
  /** "receive" or "send". */
  readonly side: 'receive' | 'send';
  /** The kernel's own start of such a buffer. */
  readonly usualFirstBytes: number;
  /** What a large start of this buffer costs, as a sentence. */
  readonly costOfFirst: Words;
}

/** What is wrong with the numbers of net.ipv4.tcp_rmem or tcp_wmem, and better ones; undefined when nothing is. */
export function absurdBuffer(
  numbers: readonly number[],
  { side, usualFirstBytes, costOfFirst }: BufferKind,
  { tunables, host }: { readonly tunables: TunableValues; readonly host: HostFacts },
): HarmfulValue | undefined {
  const [least, first, most] = numbers;
  if (least === undefined || first === undefined || most === undefined) return undefined;
  if (least < 1 || first < least || most < first) return undefined;
  const pressurePages = tunableNumbers(tunables, TCP_MEM)?.[1];
  const pressureBytes = pressurePages === undefined ? undefined : pressurePages * host.pageSizeBytes;
  const hugeFirst = first >= FIRST_BYTES;
  const beyondWindow = most > LARGEST_WINDOW_BYTES;
  const beyondPool = pressureBytes !== undefined && most > pressureBytes;
  if (!hugeFirst && !beyondWindow && !beyondPool) return undefined;
  const newLeast = least > LEAST_BYTES ? host.pageSizeBytes : least;
  const newFirst = Math.max(newLeast, hugeFirst ? usualFirstBytes : first);
  const cap = Math.min(AMPLE_BYTES, pressureBytes === undefined ? AMPLE_BYTES : Math.floor(pressureBytes / 8));
  const newMost = beyondWindow || beyondPool ? Math.max(newFirst, cap) : most;
  const bytes = (value: number) => formatValue(value, 'bytes');
  const parts = [
    ...(hugeFirst
      ? [
          {
            en: `the first size back to ${usualFirstBytes}, the kernel's own`,
            'zh-CN': `初始大小改回内核自己的 ${usualFirstBytes}`,
          },
        ]
      : []),
    ...(newMost === most
      ? []
      : [
          {
            en: `the largest to ${newMost}: the smaller of 64 MiB${pressureBytes === undefined ? '' : ` and an eighth of where memory pressure begins, ${bytes(pressureBytes)}`}`,
            'zh-CN': `最大值改为 ${newMost}：取 64 MiB${pressureBytes === undefined ? '' : ` 与内存压力起点 ${bytes(pressureBytes)} 的八分之一中较小的`}`,
          },
        ]),
  ];
  const reasons = [
    ...(hugeFirst
      ? [
          {
            en: `Every new connection starts with ${bytes(first)}: ${costOfFirst.en}.`,
            'zh-CN': `每个新连接一开始就有 ${bytes(first)}：${costOfFirst['zh-CN']}。`,
          },
        ]
      : []),
    ...(beyondWindow
      ? [{ en: `A window is at most 1 GiB, so nothing is won above it.`, 'zh-CN': '窗口最多 1 GiB，超过没有好处。' }]
      : []),
    ...(beyondPool
      ? [
          {
            en: `All TCP sockets together come under memory pressure at ${bytes(pressureBytes)} (${TCP_MEM}): one connection with a slow peer may take all of it and slow down every other one.`,
            'zh-CN': `所有 TCP 套接字合计到 ${bytes(pressureBytes)} 就进入内存压力（${TCP_MEM}）：一个对端很慢的连接就可能占去全部，拖慢其他所有连接。`,
          },
        ]
      : []),
  ];
  const reasonsText = joinWords(reasons, SENTENCES);
  return {
    proposed: [newLeast, newFirst, newMost],
    arithmetic: joinWords(parts, SEMICOLONS),
    title:
      beyondWindow || beyondPool
        ? {
            en: `One TCP connection may fill ${bytes(most)} of ${side} buffer`,
            'zh-CN': `一个 TCP 连接可占满 ${bytes(most)} 的${side === 'receive' ? '接收' : '发送'}缓冲区`,
          }
        : {
            en: `Every TCP connection starts with ${bytes(first)} of ${side} buffer`,
            'zh-CN': `每个 TCP 连接一开始就有 ${bytes(first)} 的${side === 'receive' ? '接收' : '发送'}缓冲区`,
          },
    why: {
      en: `The three numbers are the least that a connection keeps under memory pressure, what it starts with, and how far its ${side} buffer may grow. ${reasonsText.en}`,
      'zh-CN': `三个数依次是：内存压力下连接保留的最小值、初始值，以及${side === 'receive' ? '接收' : '发送'}缓冲区可增长到的最大值。${reasonsText['zh-CN']}`,
    },
  };
}
