import type { Labels, SampleWindow } from './types.ts';

/** The sum of what is known; undefined when nothing is. */
export function sumKnown(values: Iterable<number | undefined>): number | undefined {
  let sum: number | undefined;
  for (const value of values) if (value !== undefined) sum = (sum ?? 0) + value;
  return sum;
}

/** A part of a whole, 0..1 and above; undefined when either is unknown or the whole is not above 0. */
export function shareOf(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || !(whole > 0) ? undefined : part / whole;
}

/** A counter's rate summed over all its label sets (every CPU, every device). */
export function sumRate(window: SampleWindow, metric: string, seconds: number): number | undefined {
  return sumKnown(window.labelsOf(metric).map((labels) => window.rate(metric, seconds, labels)));
}

/** A counter's growth summed over all its label sets. */
export function sumDelta(window: SampleWindow, metric: string, seconds: number): number | undefined {
  return sumKnown(window.labelsOf(metric).map((labels) => window.delta(metric, seconds, labels)));
}

/** The rates of several counters together, such as IPv4 and IPv6; a counter this kernel lacks adds nothing. */
export function rateOfAll(window: SampleWindow, metrics: readonly string[], seconds: number): number | undefined {
  return sumKnown(metrics.map((metric) => sumRate(window, metric, seconds)));
}

/** The growth of several counters together. */
export function deltaOfAll(window: SampleWindow, metrics: readonly string[], seconds: number): number | undefined {
  return sumKnown(metrics.map((metric) => sumDelta(window, metric, seconds)));
}

/** The label set whose newest value is highest, with that value; undefined when none is known. */
export function highest(
  window: SampleWindow,
  metric: string,
): { readonly labels: Labels; readonly value: number } | undefined {
  let best: { readonly labels: Labels; readonly value: number } | undefined;
  for (const labels of window.labelsOf(metric)) {
    const value = window.last(metric, labels);
    if (value !== undefined && (best === undefined || value > best.value)) best = { labels, value };
  }
  return best;
}
