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

const PEAK_SECONDS = 300;
const SIZE_SECONDS = 60;
/** How long a healthy reader may be away: a garbage collection, a lock, a missed time slice. */
const DEFAULT_STALL_SECONDS = 0.2;
/** Data older than this in the queue is of no use to most readers of datagrams. */
const MAX_STALL_SECONDS = 10;
export const MOST_BYTES = 64 * 1024 * 1024;

const ARRIVING = [ID.udp.inDatagrams, ID.udp6.inDatagrams, ID.udp.rcvbufErrors, ID.udp6.rcvbufErrors];

/** What arrives at the host: a socket's own share of it is not counted by the kernel. */
export interface UdpLoad {
  readonly peakPerSecond: number;
  readonly size: DatagramSize;
}

export function udpLoad(window: SampleWindow): UdpLoad {
  return {
    peakPerSecond: peakPerSecond(window, ARRIVING, PEAK_SECONDS) ?? 0,
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
 * The buffer that would have taken the burst: what it holds and what it dropped between two looks; or datagrams of the highest
 * second, for as long as the reader is away; whichever is more, at what each datagram is charged for. Since the buffer
 * overflowed, it is at least twice what it was.
 */
export function bufferNeed(load: UdpLoad, dropper: Dropper): BufferNeed {
  const { row, worstDrops } = dropper;
  const held = row.rcvbuf ?? 0;
  const { bytes: rateBytes, text: rateText } = rateNeed(load, dropper);
  const dropBytes = held + worstDrops * load.size.truesize;
  const byDrops = worstDrops > 0 && dropBytes > rateBytes;
  const bytes = byDrops ? dropBytes : rateBytes;
  const dropText = {
    en: `${held} B that were full + ${formatValue(worstDrops, 'datagrams', { noun: true })} dropped between two looks x ${load.size.basis.en} = ${formatValue(dropBytes, 'bytes')}`,
    'zh-CN': `已满的 ${held} B + 两次采样之间丢弃的 ${formatValue(worstDrops, 'count')} 个数据报 x ${load.size.basis['zh-CN']} = ${formatValue(dropBytes, 'bytes')}`,
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
  return {
    rcvbuf,
    arithmetic: joinWords([byDrops ? dropText : rateText, floor, SEMICOLONS, next], NO_WORDS),
  };
}

function rateNeed({ peakPerSecond: peak, size }: UdpLoad, dropper: Dropper): { bytes: number; text: Words } {
  const measured = dropper.stallSeconds > 0;
  const stall = measured ? Math.min(dropper.stallSeconds, MAX_STALL_SECONDS) : DEFAULT_STALL_SECONDS;
  const burst = Math.ceil(peak * stall * size.truesize);
  const away = {
    en: `${stall} s without reading (${measured ? 'seen' : 'assumed'})`,
    'zh-CN': `${stall} s 未读取（${measured ? '实测' : '假定'}）`,
  };
  const text = {
    en: `${formatRate(peak, 'datagrams', { noun: true })} at the peak x ${away.en} x ${size.basis.en} = ${formatValue(burst, 'bytes')}`,
    'zh-CN': `峰值每秒 ${formatValue(peak, 'count')} 个数据报 x ${away['zh-CN']} x ${size.basis['zh-CN']} = ${formatValue(burst, 'bytes')}`,
  };
  return { bytes: burst, text };
}
