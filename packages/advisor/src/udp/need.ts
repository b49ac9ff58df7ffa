import {
  formatRate,
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
import { peakPerSecond } from '../peaks.ts';
import { type DatagramSize, datagramSize } from './datagramSize.ts';
import type { Dropper } from './droppers.ts';
import { longestBurst } from './longestBurst.ts';

const PEAK_SECONDS = 300;
const SIZE_SECONDS = 60;
/** How long a healthy reader may be away: a garbage collection, a lock, a missed time slice. */
const STALL_SECONDS = 0.2;
export const MOST_BYTES = 64 * 1024 * 1024;

const DROPS = [ID.udp.rcvbufErrors, ID.udp6.rcvbufErrors];
const ARRIVING = [ID.udp.inDatagrams, ID.udp6.inDatagrams, ...DROPS];

/** What arrives at the host: a socket's own share of it is not counted by the kernel. */
export interface UdpLoad {
  readonly peakPerSecond: number;
  /** The most that was dropped in seconds in a row; undefined where the host does not count it. */
  readonly worstBurst: number | undefined;
  readonly size: DatagramSize;
}

export function udpLoad(window: SampleWindow): UdpLoad {
  return {
    peakPerSecond: peakPerSecond(window, ARRIVING, PEAK_SECONDS) ?? 0,
    worstBurst: longestBurst(window, DROPS, SIZE_SECONDS),
    size: datagramSize({
      udpPerSecond: rateOfAll(window, ARRIVING, SIZE_SECONDS),
      ipPacketsPerSecond: rateOfAll(window, [ID.ip.inReceives, ID.ip6.inReceives], SIZE_SECONDS),
      ipBytesPerSecond: rateOfAll(window, [ID.ip.inOctets, ID.ip6.inOctets], SIZE_SECONDS),
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
 * Where no look saw what it dropped: datagrams of the highest second for as long as a healthy reader may be away. Since the buffer
 * overflowed, it is at least twice what it was.
 */
export function bufferNeed(load: UdpLoad, { row, worstDrops }: Dropper): BufferNeed {
  const held = row.rcvbuf ?? 0;
  const dropped = Math.min(worstDrops, load.worstBurst ?? worstDrops);
  const { bytes, text } = dropped > 0 ? burstNeed(load, held, dropped) : rateNeed(load);
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

interface Reckoned {
  readonly bytes: number;
  readonly text: Words;
}

function burstNeed({ size }: UdpLoad, held: number, dropped: number): Reckoned {
  const bytes = held + dropped * size.truesize;
  const text = {
    en: `${held} B that were full + ${formatValue(dropped, 'datagrams', { noun: true })} dropped in the worst burst x ${size.basis.en} = ${formatValue(bytes, 'bytes')}`,
    'zh-CN': `已满的 ${held} B + 最大一次突发中丢弃的 ${formatValue(dropped, 'count')} 个数据报 x ${size.basis['zh-CN']} = ${formatValue(bytes, 'bytes')}`,
  };
  return { bytes, text };
}

function rateNeed({ peakPerSecond: peak, size }: UdpLoad): Reckoned {
  const bytes = Math.ceil(peak * STALL_SECONDS * size.truesize);
  const text = {
    en: `${formatRate(peak, 'datagrams', { noun: true })} at the peak x ${STALL_SECONDS} s without reading (assumed) x ${size.basis.en} = ${formatValue(bytes, 'bytes')}`,
    'zh-CN': `峰值每秒 ${formatValue(peak, 'count')} 个数据报 x ${STALL_SECONDS} s 未读取（假定）x ${size.basis['zh-CN']} = ${formatValue(bytes, 'bytes')}`,
  };
  return { bytes, text };
}
