import { type Labels, METRICS, type SampleWindow } from '@netstrata/metrics';
import type { Evidence } from './types.ts';

const UNITS: ReadonlyMap<string, string> = new Map(METRICS.map(({ id, unit }) => [id, unit]));
const NO_LABELS: Labels = {};

interface Measured {
  readonly metric: string;
  readonly labels?: Labels;
}

function unitOf(metric: string): string {
  const unit = UNITS.get(metric);
  if (unit === undefined) throw new RangeError(`${metric} is not in the catalogue`);
  return unit;
}

/** A rate that a rule measured itself, to three digits, in the catalogue's unit; none where that is unknown. */
export function knownRateEvidence({ metric, labels = NO_LABELS }: Measured, perSecond: number | undefined): Evidence[] {
  if (perSecond === undefined) return [];
  return [{ metric, labels, value: Number(perSecond.toPrecision(3)), unit: `${unitOf(metric)}/s` }];
}

/** What a counter grew by a second; none where that is unknown. */
export function rateEvidence(window: SampleWindow, measured: Measured, seconds: number): Evidence[] {
  return knownRateEvidence(measured, window.rate(measured.metric, seconds, measured.labels ?? NO_LABELS));
}

/** What a counter grew by within a time; none where that is unknown. */
export function growthEvidence(
  window: SampleWindow,
  { metric, labels = NO_LABELS }: Measured,
  seconds: number,
): Evidence[] {
  const value = window.delta(metric, seconds, labels);
  return value === undefined ? [] : [{ metric, labels, value, unit: unitOf(metric) }];
}

/** The newest value of a gauge; none where that is unknown. */
export function lastEvidence(window: SampleWindow, { metric, labels = NO_LABELS }: Measured): Evidence[] {
  const value = window.last(metric, labels);
  return value === undefined ? [] : [{ metric, labels, value, unit: unitOf(metric) }];
}

/** A number that a rule took from elsewhere: a dump of sockets, a report, several metrics together. */
export function knownEvidence({ metric, labels = NO_LABELS }: Measured, value: number | undefined): Evidence[] {
  return value === undefined ? [] : [{ metric, labels, value, unit: unitOf(metric) }];
}
