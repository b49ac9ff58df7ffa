import {
  formatValue,
  ID,
  joinWords,
  NO_WORDS,
  rateOfAll,
  type SampleWindow,
  SEMICOLONS,
  type Words,
} from '@netstrata/metrics';
import { pow2ceil } from '../guards.ts';
import { type DatagramSize, datagramSize } from './datagramSize.ts';
import type { Dropper } from './droppers.ts';
import { longestBurst } from './longestBurst.ts';

const WINDOW_SECONDS = 60;
const MOST_BYTES = 64 * 1024 * 1024;

const DROPS = [ID.udp.rcvbufErrors, ID.udp6.rcvbufErrors];
const ARRIVING = [ID.udp.inDatagrams, ID.udp6.inDatagrams, ...DROPS];

/** What arrives at the host: a socket's own share of it is not counted by the kernel. */
export interface UdpLoad {
  /** The most that was dropped in seconds in a row; undefined where the host does not count it. */
  readonly worstBurst: number | undefined;
  readonly size: DatagramSize;
}

export function udpLoad(window: SampleWindow): UdpLoad {
  return {
    worstBurst: longestBurst(window, DROPS, WINDOW_SECONDS),
    size: datagramSize({
      udpPerSecond: rateOfAll(window, ARRIVING, WINDOW_SECONDS),
      ipPacketsPerSecond: rateOfAll(window, [ID.ip.inReceives, ID.ip6.inReceives], WINDOW_SECONDS),
      ipBytesPerSecond: rateOfAll(window, [ID.ip.inOctets, ID.ip6.inOctets], WINDOW_SECONDS),
    }),
  };
}

export interface BufferNeed {
  /** Bytes of receive buffer as the kernel counts them (sk_rcvbuf): a power of two. */
  readonly rcvbuf: number;
  readonly arithmetic: Words;
}

/**
 * The buffer that would have taken the worst burst: what it holds and what found no room in it, at what each datagram is charged for.
 * Since the buffer overflowed, it is at least twice what it was.
 */
export function bufferNeed({ size, worstBurst }: UdpLoad, { row, worstDrops }: Dropper): BufferNeed {
  const held = row.rcvbuf ?? 0;
  const dropped = Math.ceil(Math.min(worstDrops, worstBurst ?? worstDrops));
  const bytes = held + dropped * size.truesize;
  const full =
    row.rcvbuf === undefined ? NO_WORDS : { en: `${held} B that were full + `, 'zh-CN': `已满的 ${held} B + ` };
  const text = {
    en: `${full.en}${dropped} ${dropped === 1 ? 'datagram' : 'datagrams'} dropped in the worst burst x ${size.basis.en} = ${formatValue(bytes, 'bytes')}`,
    'zh-CN': `${full['zh-CN']}最大一次突发中丢弃的 ${dropped} 个数据报 x ${size.basis['zh-CN']} = ${formatValue(bytes, 'bytes')}`,
  };
  const atLeast = 2 * held;
  const wanted = pow2ceil(Math.max(bytes, atLeast));
  const rcvbuf = Math.min(wanted, MOST_BYTES);
  const next =
    wanted > MOST_BYTES
      ? { en: `at most 64 MiB: ${rcvbuf}`, 'zh-CN': `最多 64 MiB：${rcvbuf}` }
      : { en: `next power of two: ${rcvbuf}`, 'zh-CN': `向上取 2 的幂：${rcvbuf}` };
  const floor =
    bytes >= atLeast
      ? NO_WORDS
      : { en: `, less than twice the ${held} B that did not suffice`, 'zh-CN': `，不到已不够用的 ${held} B 的两倍` };
  return { rcvbuf, arithmetic: joinWords([text, floor, SEMICOLONS, next], NO_WORDS) };
}
