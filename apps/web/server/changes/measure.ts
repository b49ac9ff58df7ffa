import { describeMetric, type Labels, type SampleWindow, sumKnown } from '@netstrata/metrics';

/** A number of evidence as it is measured before and after a change. */
export interface Measured {
  readonly metric: string;
  /** null: the sum over all that there are. */
  readonly labels: Labels | null;
  readonly kind: 'counter' | 'gauge';
  /** Of a counter, its unit a second. */
  readonly unit: string;
}

const keyOf = (labels: Labels): string => JSON.stringify(Object.entries(labels).toSorted());

/**
 * How a number that advice named can be measured; nothing where the host has no such series. A label that only a list of sockets
 * knows (one listener) stands for the whole host.
 */
export function measuredAs(
  window: SampleWindow,
  { metric, labels }: { readonly metric: string; readonly labels: Labels },
): readonly Measured[] {
  const there = window.labelsOf(metric);
  if (there.length === 0) return [];
  const { kind, unit } = describeMetric(metric);
  const counted =
    kind === 'counter' ? ({ kind: 'counter', unit: `${unit}/s` } as const) : ({ kind: 'gauge', unit } as const);
  const exact = there.find((each) => keyOf(each) === keyOf(labels));
  return [{ metric, labels: exact ?? null, ...counted }];
}

/** For how long it is held without a gap up to now. */
export const heldSeconds = (window: SampleWindow, { metric, labels }: Measured): number =>
  Math.max(
    0,
    ...(labels === null ? window.labelsOf(metric) : [labels]).map((set) => window.coveredSeconds(metric, set)),
  );

/** Growth a second of a counter, the mean of a gauge; undefined where that is not known. */
export function measure(window: SampleWindow, { metric, labels, kind }: Measured, seconds: number): number | undefined {
  const sets = labels === null ? window.labelsOf(metric) : [labels];
  const values = sets.map((set) =>
    kind === 'counter' ? window.rate(metric, seconds, set) : mean(window, metric, seconds, set),
  );
  const sum = sumKnown(values);
  return sum === undefined ? undefined : Number(sum.toPrecision(4));
}

function mean(window: SampleWindow, metric: string, seconds: number, labels: Labels): number | undefined {
  // The oldest is from the moment at which the time begins.
  const known = window
    .points(metric, seconds, labels)
    .slice(1)
    .flatMap(([, value]) => (value === undefined ? [] : [value]));
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** What passes a second, all of these counters together. */
export const meanLoad = (window: SampleWindow, metrics: readonly string[], seconds: number): number | undefined =>
  sumKnown(
    metrics.map((metric) => sumKnown(window.labelsOf(metric).map((labels) => window.rate(metric, seconds, labels)))),
  );
