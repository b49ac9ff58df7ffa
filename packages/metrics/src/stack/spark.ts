import { LAYERS, type SampleWindow } from '../types.ts';
import { type FlowPart, flowNow, sparkFlow } from './flows.ts';
import { SPARK_SECONDS } from './thresholds.ts';
import type { SparkPoint } from './types.ts';

/** The newest moment of every layer's sparkline. */
export function sparkOf(window: SampleWindow): SparkPoint {
  return {
    timeMs: window.nowMs,
    values: LAYERS.map((layer) => {
      const { down, up } = sparkFlow(layer, window);
      return [flowNow(window, down, 1) ?? null, flowNow(window, up, 1) ?? null] as const;
    }),
  };
}

type Points = readonly (readonly [timeMs: number, value: number | undefined])[];

function history(window: SampleWindow, parts: readonly FlowPart[], seconds: number): readonly Points[] {
  const series = parts.map(({ metric, labels, as }) =>
    as === 'rate' ? window.ratePoints(metric, seconds, labels) : window.points(metric, seconds, labels),
  );
  return series.filter((points) => points.length > 0);
}

function sumAt(series: readonly Points[], n: number): number | null {
  let sum: number | null = null;
  for (const points of series) {
    const value = points[n]?.[1];
    if (value !== undefined) sum = (sum ?? 0) + value;
  }
  return sum;
}

/** Up to five minutes of every layer's sparkline, oldest first; unknown moments are null. */
export function sparkHistory(window: SampleWindow, seconds: number = SPARK_SECONDS): SparkPoint[] {
  const layers = LAYERS.map((layer) => {
    const flow = sparkFlow(layer, window);
    return { down: history(window, flow.down, seconds), up: history(window, flow.up, seconds) };
  });
  const longest = layers
    .flatMap(({ down, up }) => [...down, ...up])
    .reduce<Points>((best, points) => (points.length > best.length ? points : best), []);
  return longest.map(([timeMs], n) => ({
    timeMs,
    values: layers.map(({ down, up }) => [sumAt(down, n), sumAt(up, n)] as const),
  }));
}
