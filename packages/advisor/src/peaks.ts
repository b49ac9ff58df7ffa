import type { SampleWindow } from '@netstrata/metrics';

/**
 * The highest second of several counters added together; undefined when none of them is known. They come from the same
 * ticks, so their points stand side by side.
 */
export function peakPerSecond(window: SampleWindow, metrics: readonly string[], seconds: number): number | undefined {
  const series = metrics.map((metric) => window.ratePoints(metric, seconds)).filter((points) => points.length > 0);
  let peak: number | undefined;
  const longest = Math.max(0, ...series.map((points) => points.length));
  for (let n = 0; n < longest; n += 1) {
    const known = series.flatMap((points) => points[n]?.[1] ?? []);
    if (known.length === 0) continue;
    const sum = known.reduce((total, value) => total + value, 0);
    if (peak === undefined || sum > peak) peak = sum;
  }
  return peak;
}
