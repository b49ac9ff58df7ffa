import { formatValue, isBloated, NO_WORDS, type SocketRow, type Words } from '@netstrata/metrics';
import { pow2ceil } from '../guards.ts';
import { median } from '../median.ts';
import { bufferFactor, segmentBytes, windowsOf } from './bufferFactor.ts';
import type { Sender } from './senders.ts';

const MIN_CWND = 10;
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
  readonly arithmetic: Words;
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
  const bloated = isBloated(row);
  const usedUs = bloated ? (minRttUs ?? rttUs) : rttUs;
  const which = bloated
    ? {
        en: `shortest round trip, because queues on the path stretch it to ${formatValue(rttUs, 'microseconds')}`,
        'zh-CN': `最短往返，因为路径上的排队把往返拉长到了 ${formatValue(rttUs, 'microseconds')}`,
      }
    : { en: 'round trip', 'zh-CN': '往返' };
  const isPast = bytesPerSecond > NOW_FACTOR * (row.txBytesPerSecond ?? Number.POSITIVE_INFINITY);
  const once = isPast
    ? { en: ' (the fastest that this connection was measured at)', 'zh-CN': '（该连接测到过的最快速率）' }
    : NO_WORDS;
  const inFlight = (bytesPerSecond * usedUs) / 1e6;
  const factor = bufferFactor(row.congestionControl, row.mssBytes);
  const bytes = inFlight * factor;
  return {
    rttUs: usedUs,
    bytes,
    arithmetic: {
      en: `${formatValue(bytesPerSecond, 'bytes/s')}${once.en} x ${formatValue(usedUs, 'microseconds')} (${which.en}) = ${formatValue(inFlight, 'bytes')} in flight; x ${factor} for the kernel's bookkeeping${row.congestionControl === undefined ? '' : ` with ${row.congestionControl}`} = ${formatValue(bytes, 'bytes')}; next power of two: ${pow2ceil(bytes)}`,
      'zh-CN': `${formatValue(bytesPerSecond, 'bytes/s')}${once['zh-CN']} x ${formatValue(usedUs, 'microseconds')}（${which['zh-CN']}）= 在途 ${formatValue(inFlight, 'bytes')}；乘以 ${factor} 计入内核的簿记开销${row.congestionControl === undefined ? ' ' : `（${row.congestionControl}）`}= ${formatValue(bytes, 'bytes')}；向上取 2 的幂：${pow2ceil(bytes)}`,
    },
  };
}
