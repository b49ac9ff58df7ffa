import { formatValue, type SocketRow } from '@netstrata/metrics';
import { pow2ceil } from '../guards.ts';
import type { Sender } from './senders.ts';

/** Kernel bookkeeping around one segment: sk_buff, headers, and what shares the end of the data. */
const SKB_BYTES = 256;
const HEADER_BYTES = 256;
const SHARED_INFO_BYTES = 320;
/** Ethernet, for a connection whose segment size is not known. */
const DEFAULT_MSS = 1448;
const MIN_CWND = 10;
/** Times the shortest round trip above which the longer one is taken for queues on the path. */
const BLOAT = 1.5;
/** A measured rate this much above what is delivered now is from before the buffer was full. */
const NOW_FACTOR = 1.5;

/** Send buffer that the kernel grants for a window: twice the window, three times with bbr (tcp_sndbuf_expand). */
function windowsOf(congestionControl: string | undefined): number {
  return congestionControl?.startsWith('bbr') === true ? 3 : 2;
}

/** Memory that the kernel reckons for one segment in the worst case. */
function segmentBytes(mss: number): number {
  return pow2ceil(mss + HEADER_BYTES + SHARED_INFO_BYTES) + SKB_BYTES;
}

/** Bytes of send buffer for each byte in flight, to one decimal: 3.2 with cubic and 4.8 with bbr on Ethernet. */
function bufferFactor(row: SocketRow): number {
  const mss = row.mssBytes ?? DEFAULT_MSS;
  return Math.round((10 * windowsOf(row.congestionControl) * segmentBytes(mss)) / mss) / 10;
}

/** What autotuning would make the send buffer at least; undefined without a known window. */
export function autotunedBytes(row: SocketRow): number | undefined {
  if (row.cwnd === undefined || row.mssBytes === undefined) return undefined;
  return windowsOf(row.congestionControl) * Math.max(MIN_CWND, row.cwnd) * segmentBytes(row.mssBytes);
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export interface SendNeed {
  readonly rttUs: number;
  /** Bytes of send buffer, not rounded. */
  readonly bytes: number;
  readonly arithmetic: string;
}

/**
 * Send buffer for what this connection can have in flight: delivery rate x round trip x bookkeeping. Undefined without a rate or
 * a round trip time. The rate is the middle one of the looks, since one look may catch a burst. While a sender is held back the
 * kernel keeps the fastest rate that it measured: it may be above what is delivered now, and is what the path can do.
 */
export function sendNeed({ row, sights }: Sender): SendNeed | undefined {
  const rates = sights.flatMap((sight) => sight.row.deliveryRateBytesPerSecond ?? []);
  const bytesPerSecond = median(rates) ?? row.txBytesPerSecond;
  const { rttUs, minRttUs } = row;
  if (bytesPerSecond === undefined || rttUs === undefined) return undefined;
  const bloated = minRttUs !== undefined && minRttUs > 0 && rttUs > BLOAT * minRttUs;
  const usedUs = bloated ? minRttUs : rttUs;
  const which = bloated
    ? `shortest round trip, because queues on the path stretch it to ${formatValue(rttUs, 'microseconds')}`
    : 'round trip';
  const isPast = bytesPerSecond > NOW_FACTOR * (row.txBytesPerSecond ?? Number.POSITIVE_INFINITY);
  const once = isPast ? ' (the fastest that this connection was measured at)' : '';
  const inFlight = (bytesPerSecond * usedUs) / 1e6;
  const factor = bufferFactor(row);
  const bytes = inFlight * factor;
  return {
    rttUs: usedUs,
    bytes,
    arithmetic: `${formatValue(bytesPerSecond, 'bytes/s')}${once} x ${formatValue(usedUs, 'microseconds')} (${which}) = ${formatValue(inFlight, 'bytes')} in flight; x ${factor} for the kernel's bookkeeping${row.congestionControl === undefined ? '' : ` with ${row.congestionControl}`} = ${formatValue(bytes, 'bytes')}; next power of two: ${pow2ceil(bytes)}`,
  };
}
