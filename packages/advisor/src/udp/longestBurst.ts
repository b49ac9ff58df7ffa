import type { SampleWindow } from '@netstrata/metrics';

/**
 * The most that several counters together grew by in ticks in a row, each of which saw growth: what one burst cost the whole host.
 * Ticks are closer together than looks at sockets, which may have two bursts between them. Undefined when no counter is known.
 */
export function longestBurst(window: SampleWindow, metrics: readonly string[], seconds: number): number | undefined {
  const series = metrics.map((metric) => window.points(metric, seconds)).filter((points) => points.length > 1);
  if (series.length === 0) return undefined;
  let most = 0;
  let burst = 0;
  const before = series.map((points) => points[0]?.[1]);
  for (let n = 1; n < Math.max(...series.map((points) => points.length)); n += 1) {
    let grown = 0;
    for (const [each, points] of series.entries()) {
      const value = points[n]?.[1];
      if (value === undefined) continue;
      grown += Math.max(0, value - (before[each] ?? value));
      before[each] = value;
    }
    burst = grown > 0 ? burst + grown : 0;
    most = Math.max(most, burst);
  }
  return most;
}
