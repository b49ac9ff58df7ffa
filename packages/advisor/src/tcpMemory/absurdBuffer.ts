import { formatValue, type HostFacts, type TunableValues, tunableNumbers } from '@netstrata/metrics';
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
  readonly costOfFirst: string;
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
    ...(hugeFirst ? [`the first size back to ${usualFirstBytes}, the kernel's own`] : []),
    ...(newMost === most
      ? []
      : [
          `the largest to ${newMost}: the smaller of 64 MiB${pressureBytes === undefined ? '' : ` and an eighth of where memory pressure begins, ${bytes(pressureBytes)}`}`,
        ]),
  ];
  const reasons = [
    ...(hugeFirst ? [`Every new connection starts with ${bytes(first)}: ${costOfFirst}.`] : []),
    ...(beyondWindow ? [`A window is at most 1 GiB, so nothing is won above it.`] : []),
    ...(beyondPool
      ? [
          `All TCP sockets together come under memory pressure at ${bytes(pressureBytes)} (${TCP_MEM}): one connection with a slow peer may take all of it and slow down every other one.`,
        ]
      : []),
  ];
  return {
    proposed: [newLeast, newFirst, newMost],
    arithmetic: parts.join('; '),
    title:
      beyondWindow || beyondPool
        ? `One TCP connection may fill ${bytes(most)} of ${side} buffer`
        : `Every TCP connection starts with ${bytes(first)} of ${side} buffer`,
    why: `The three numbers are the least that a connection keeps under memory pressure, what it starts with, and how far its ${side} buffer may grow. ${reasons.join(' ')}`,
  };
}
