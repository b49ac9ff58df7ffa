import type { DisplayUnit } from '@netstrata/metrics';

/** Where a unit's traffic begins to be seen moving, and where it is as fast as a picture can show. Per second. */
const RANGES: Partial<Record<DisplayUnit, readonly [slow: number, fast: number]>> = {
  'bytes/s': [100, 12_500_000_000],
  'connections/s': [0.1, 100_000],
};
const OTHERS: readonly [number, number] = [0.5, 10_000_000];

/**
 * How lively a flow is, 0..1 on a log scale in steps of 1/40, so that small changes do not disturb the picture.
 * 0 is no traffic at all, any traffic is at least one step; undefined is unknown.
 */
export const livelinessOf = (perSecond: number | undefined, unit: DisplayUnit): number | undefined => {
  if (perSecond === undefined || Number.isNaN(perSecond)) return undefined;
  if (perSecond <= 0) return 0;
  const [slow, fast] = RANGES[unit] ?? OTHERS;
  const share = Math.log(perSecond / slow) / Math.log(fast / slow);
  return Math.min(1, Math.max(1, Math.round(share * 40)) / 40);
};

/** Times the speed of the drawing's own animation: a crawl for a trickle, 12 times for a full pipe. */
export const playbackRateOf = (liveliness: number): number => 0.4 + 11.6 * liveliness ** 1.6;
