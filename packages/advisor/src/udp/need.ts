import { formatRate, formatValue, ID, rateOfAll, type SampleWindow } from '@netstrata/metrics';
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
  readonly arithmetic: string;
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
  const dropText = `${held} B that were full + ${formatValue(worstDrops, 'datagrams', { noun: true })} dropped between two looks x ${load.size.basis} = ${formatValue(dropBytes, 'bytes')}`;
  const atLeast = 2 * held;
  const wanted = pow2ceil(Math.max(bytes, atLeast));
  const rcvbuf = Math.min(wanted, MOST_BYTES);
  const next = wanted > MOST_BYTES ? `at most 64 MiB: ${rcvbuf}` : `next power of two: ${rcvbuf}`;
  const floor = bytes >= atLeast ? '' : `, less than twice the ${held} B that did not suffice`;
  return {
    rcvbuf,
    arithmetic: `${byDrops ? dropText : rateText}${floor}; ${next}`,
  };
}

function rateNeed({ peakPerSecond: peak, size }: UdpLoad, dropper: Dropper): { bytes: number; text: string } {
  const measured = dropper.stallSeconds > 0;
  const stall = measured ? Math.min(dropper.stallSeconds, MAX_STALL_SECONDS) : DEFAULT_STALL_SECONDS;
  const burst = Math.ceil(peak * stall * size.truesize);
  const away = `${stall} s without reading (${measured ? 'seen' : 'assumed'})`;
  const text = `${formatRate(peak, 'datagrams', { noun: true })} at the peak x ${away} x ${size.basis} = ${formatValue(burst, 'bytes')}`;
  return { bytes: burst, text };
}
