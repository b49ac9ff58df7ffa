import { ProtocolError } from '@netstrata/protocol';
import { storedStep } from '../history/storedStep.ts';
import type { Parameters } from './Parameters.ts';

const DEFAULT_RANGE_MS = 300_000;
const MIN_STEP_MS = 1000;
const MAX_STEP_MS = 86_400_000;
/** Of one series in one answer; a day at ten seconds, or three hours at one. */
export const MAX_POINTS = 11_000;
/** What a chart shows without a given step. */
const USUAL_POINTS = 600;
const MAX_MS = 8.64e15;

/** Steps people expect, in ms. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400].map(
  (seconds) => seconds * 1000,
);

interface RangeContext {
  readonly nowMs: number;
  /** Between two samples of the host. */
  readonly intervalMs: number;
}

/** `from`, `to` and `step` of a question about history. @throws ProtocolError for what cannot be answered */
export function rangeOf(query: Parameters, { nowMs, intervalMs }: RangeContext) {
  const time = { min: 0, max: MAX_MS };
  const toMs = query.integer('to', time) ?? nowMs;
  const fromMs = query.integer('from', time) ?? toMs - DEFAULT_RANGE_MS;
  if (fromMs >= toMs) throw bad('parameter "from" must be before "to", both Unix milliseconds');
  const given = query.integer('step', { min: MIN_STEP_MS, max: MAX_STEP_MS });
  const stepMs = given ?? usualStep(toMs - fromMs, Math.max(intervalMs, storedStep(nowMs - fromMs)));
  if ((toMs - fromMs) / stepMs > MAX_POINTS) {
    const least = Math.ceil((toMs - fromMs) / MAX_POINTS);
    throw bad(`more than ${MAX_POINTS} points: "step" must be at least ${least} for this range`);
  }
  return { fromMs, toMs, stepMs };
}

function usualStep(rangeMs: number, leastMs: number): number {
  return STEPS.find((stepMs) => stepMs >= leastMs && rangeMs / stepMs <= USUAL_POINTS) ?? MAX_STEP_MS;
}

function bad(message: string): ProtocolError {
  return new ProtocolError('bad-request', 'api', message);
}
