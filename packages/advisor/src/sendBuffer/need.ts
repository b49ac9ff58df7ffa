import { formatValue, type SocketRow } from '@netstrata/metrics';
import { pow2ceil } from '../guards.ts';
import { median } from '../median.ts';
import { bufferFactor, segmentBytes, windowsOf } from './bufferFactor.ts';
import type { Sender } from './senders.ts';

const MIN_CWND = 10;
/** Times the shortest round trip above which the longer one is taken for queues on the path. */
const BLOAT = 1.5;
/** A measured rate this much above what is delivered now is from before the buffer was full. */
const NOW_FACTOR = 1.5;

/** What autotuning would make the send buffer at least; undefined without a known window. */
export function autotunedBytes(row: SocketRow): number | undefined {
  if (row.cwnd === undefined || row.mssBytes === undefined) return undefined;
  return windowsOf(row.congestionControl) * Math.max(MIN_CWND, row.cwnd) * segmentBytes(row.mssBytes);
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
  const factor = bufferFactor(row.congestionControl, row.mssBytes);
  const bytes = inFlight * factor;
  return {
    rttUs: usedUs,
    bytes,
    arithmetic: `${formatValue(bytesPerSecond, 'bytes/s')}${once} x ${formatValue(usedUs, 'microseconds')} (${which}) = ${formatValue(inFlight, 'bytes')} in flight; x ${factor} for the kernel's bookkeeping${row.congestionControl === undefined ? '' : ` with ${row.congestionControl}`} = ${formatValue(bytes, 'bytes')}; next power of two: ${pow2ceil(bytes)}`,
  };
}
