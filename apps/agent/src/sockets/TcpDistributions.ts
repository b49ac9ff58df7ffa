import { TCP_INFO_U32, TCP_INFO_U64 } from '@netstrata/kernel';
import type { TcpQuantiles } from '@netstrata/metrics';
import type { Distributed, Distribution } from '@netstrata/metrics/details';
import { LogHistogram } from './LogHistogram.ts';
import type { SocketView } from './SocketView.ts';

/** Retransmitted shares are counted in steps of one in ten thousand. */
const SHARE_STEPS = 10_000;

/**
 * How round trip time, window, loss and speed are spread over the established TCP connections of one dump. What a connection does
 * not have yet is left out of that value's distribution:
 * - round trip times, until the first is measured;
 * - the retransmitted share, of the bytes sent since the connection was opened, before anything was sent (bytes: since 4.19);
 * - the delivery rate, where the program gave too little to measure what the path would take (since 4.9).
 */
export class TcpDistributions {
  readonly #histograms: Readonly<Record<Distributed, LogHistogram>> = {
    rttUs: new LogHistogram(),
    minRttUs: new LogHistogram(),
    cwndSegs: new LogHistogram(),
    retransmittedShare: new LogHistogram(),
    deliveryRateBytesPerSecond: new LogHistogram(),
  };
  #established = 0;

  get established(): number {
    return this.#established;
  }

  clear(): void {
    for (const histogram of Object.values(this.#histograms)) histogram.clear();
    this.#established = 0;
  }

  /** An established connection with its tcp_info. */
  add({ cursor }: SocketView): void {
    const { rttUs, minRttUs, cwndSegs, retransmittedShare, deliveryRateBytesPerSecond } = this.#histograms;
    this.#established++;
    const rtt = cursor.tcpInfo32(TCP_INFO_U32.rttUs);
    if (rtt > 0) rttUs.add(rtt);
    const minRtt = cursor.tcpInfo32(TCP_INFO_U32.minRttUs);
    if (minRtt > 0) minRttUs.add(minRtt);
    cwndSegs.add(cursor.tcpInfo32(TCP_INFO_U32.sndCwnd));
    const sent = cursor.tcpInfo64(TCP_INFO_U64.bytesSent);
    if (sent > 0) {
      const share = cursor.tcpInfo64(TCP_INFO_U64.bytesRetrans) / sent;
      retransmittedShare.add(Math.round(Math.min(1, share) * SHARE_STEPS));
    }
    const rate = cursor.tcpInfo64(TCP_INFO_U64.deliveryRateBytesPerSecond);
    if (rate > 0 && !cursor.deliveryRateAppLimited) deliveryRateBytesPerSecond.add(rate);
  }

  quantiles(): TcpQuantiles {
    const { rttUs, minRttUs, cwndSegs, retransmittedShare, deliveryRateBytesPerSecond } = this.#histograms;
    return {
      rttMedianUs: rttUs.quantile(0.5),
      rttP95Us: rttUs.quantile(0.95),
      minRttMedianUs: minRttUs.quantile(0.5),
      minRttP95Us: minRttUs.quantile(0.95),
      cwndMedianSegs: cwndSegs.quantile(0.5),
      cwndP5Segs: cwndSegs.quantile(0.05),
      retransmittedP95Share: scaled(retransmittedShare.quantile(0.95), SHARE_STEPS),
      deliveryRateMedianBytesPerSecond: deliveryRateBytesPerSecond.quantile(0.5),
      deliveryRateP5BytesPerSecond: deliveryRateBytesPerSecond.quantile(0.05),
    };
  }

  distributions(): readonly Distribution[] {
    return (Object.keys(this.#histograms) as Distributed[]).map((of) => {
      const histogram = this.#histograms[of];
      const steps = of === 'retransmittedShare' ? SHARE_STEPS : 1;
      return {
        of,
        connections: histogram.total,
        p5: scaled(histogram.quantile(0.05), steps),
        median: scaled(histogram.quantile(0.5), steps),
        p95: scaled(histogram.quantile(0.95), steps),
        buckets: histogram
          .octaves()
          .map(({ from, to, count }) => ({ from: from / steps, to: to / steps, connections: count })),
      };
    });
  }
}

function scaled(value: number | undefined, steps: number): number | undefined {
  return value === undefined ? undefined : value / steps;
}
