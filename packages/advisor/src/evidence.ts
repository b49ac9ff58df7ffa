import { type Labels, METRICS, type SampleWindow } from '@netstrata/metrics';
import type { Evidence, EvidenceTime } from './types.ts';

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

interface Numbered extends Measured {
  readonly value: number;
  readonly unit: string;
  readonly over?: EvidenceTime | undefined;
}

const evidenceOf = ({ metric, labels = NO_LABELS, value, unit, over }: Numbered): Evidence[] => [
  { metric, labels, value, unit, ...(over === undefined ? {} : { over }) },
];

/** The seconds that were asked for, or those of them in which any series of the metric has been seen. */
function overLast(window: SampleWindow, metric: string, { as, seconds }: EvidenceTime): EvidenceTime {
  const seen = Math.max(0, ...window.labelsOf(metric).map((labels) => window.coveredSeconds(metric, labels)));
  return { as, seconds: Math.min(seconds, Math.round(seen)) };
}

/** A rate that a rule measured itself, to three digits, in the catalogue's unit; none where that is unknown. */
export function knownRateEvidence(
  measured: Measured,
  perSecond: number | undefined,
  over: EvidenceTime | undefined,
): Evidence[] {
  if (perSecond === undefined) return [];
  const value = Number(perSecond.toPrecision(3));
  return evidenceOf({ ...measured, value, unit: `${unitOf(measured.metric)}/s`, over });
}

/** What a counter grew by a second, on average; none where that is unknown. */
export function rateEvidence(window: SampleWindow, measured: Measured, seconds: number): Evidence[] {
  return knownRateEvidence(
    measured,
    window.rate(measured.metric, seconds, measured.labels ?? NO_LABELS),
    overLast(window, measured.metric, { as: 'mean', seconds }),
  );
}

/** What a counter grew by within a time; none where that is unknown. */
export function growthEvidence(window: SampleWindow, measured: Measured, seconds: number): Evidence[] {
  const value = window.delta(measured.metric, seconds, measured.labels ?? NO_LABELS);
  return knownEvidence(measured, value, overLast(window, measured.metric, { as: 'sum', seconds }));
}

/** The newest value of a gauge; none where that is unknown. */
export function lastEvidence(window: SampleWindow, measured: Measured): Evidence[] {
  return knownEvidence(measured, window.last(measured.metric, measured.labels ?? NO_LABELS));
}

/** A number that a rule took from elsewhere: a dump of sockets, a report, several metrics together; of now unless it says otherwise. */
export function knownEvidence(measured: Measured, value: number | undefined, over?: EvidenceTime): Evidence[] {
  return value === undefined ? [] : evidenceOf({ ...measured, value, unit: unitOf(measured.metric), over });
}
