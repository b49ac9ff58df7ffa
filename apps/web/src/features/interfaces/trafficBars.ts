import type { StoredBand } from '../history/storedBands.ts';
import { stepOf } from '../history/storedBands.ts';
import type { SparkBar } from '../stack/spark.ts';
import type { TimeWindow } from '../time/timeRange.ts';
import { DEV } from './deviceNumbers.ts';

/** What a device moved over a stretch of time, the highest of each step; null where nothing is stored. Empty before there are two steps. */
export function trafficBars(series: readonly StoredBand[], device: string, window: TimeWindow): readonly SparkBar[] {
  const stepMs = stepOf(series);
  if (stepMs === undefined || stepMs <= 0) return [];
  const highest = (metric: string): ReadonlyMap<number, number | null> => {
    const own = series.find(({ id, labels }) => id === metric && labels['device'] === device);
    return new Map(own?.points.map(([timeMs, mean, , high]) => [Math.floor(timeMs / stepMs), high ?? mean]));
  };
  const [up, down] = [highest(DEV.rxBytes), highest(DEV.txBytes)];
  const first = Math.ceil(window.fromMs / stepMs);
  const last = Math.floor(window.toMs / stepMs);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => ({
    timeMs: (first + n) * stepMs,
    up: up.get(first + n) ?? null,
    down: down.get(first + n) ?? null,
  }));
}
