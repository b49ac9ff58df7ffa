import { describeMetric, metric } from '@netstrata/metrics';
import { ProtocolError } from '@netstrata/protocol';
import { VALUE_KINDS } from '../history/seriesJson.ts';
import type { LiveHost } from '../live/LiveHost.ts';
import type { Parameters } from './Parameters.ts';
import { hostOf, type Route } from './route.ts';

const DEFAULT_RANGE_MS = 300_000;
const MIN_STEP_MS = 1000;
const MAX_STEP_MS = 86_400_000;
/** Of one series in one answer; a day at ten seconds, or three hours at one. */
const MAX_POINTS = 11_000;
/** What a chart shows without a given step. */
const USUAL_POINTS = 600;
const MAX_IDS = 50;
const MAX_MS = 8.64e15;

/** Steps people expect, in ms. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400].map(
  (seconds) => seconds * 1000,
);

/** GET /api/v1/hosts/{id}/metrics?ids=&from=&to=&step=&as=: history up to the newest sample. */
export const metrics: Route = {
  path: '/api/v1/hosts/:host/metrics',
  parameters: ['ids', 'from', 'to', 'step', 'as'],
  answer: async (request) => {
    const { query, context } = request;
    const host = hostOf(request);
    const ids = idsOf(query.text('ids', 4000), host);
    const { fromMs, toMs, stepMs } = rangeOf(query, context.now());
    const as = query.choice('as', VALUE_KINDS) ?? 'last';
    // A rate needs the value before: one step more is asked for, and left out of the answer.
    const dropFirst = as === 'rate' && fromMs >= stepMs;
    const json = await context.reader.seriesJson(
      { hostId: host.hostId, metrics: ids, fromMs: dropFirst ? fromMs - stepMs : fromMs, toMs, stepMs },
      { as, dropFirst, metrics: Object.fromEntries(ids.map((id) => [id, formatOf(id)])) },
    );
    return { status: 200, json };
  },
};

function formatOf(id: string): { readonly unit: string; readonly counter: boolean } {
  const { unit, kind } = describeMetric(id);
  return { unit, counter: kind === 'counter' };
}

/** Ids of the catalogue, or of counters this host's kernel has beyond it. */
function idsOf(text: string | undefined, host: LiveHost): readonly string[] {
  const ids = [...new Set((text ?? '').split(',').filter((id) => id !== ''))];
  if (ids.length === 0) throw bad('parameter "ids" is needed: metric ids joined by commas');
  if (ids.length > MAX_IDS) throw bad(`parameter "ids" takes at most ${MAX_IDS} ids, not ${ids.length}`);
  const unknown = ids.find((id) => metric(id) === undefined && !host.series.some((series) => series.metric === id));
  if (unknown !== undefined) throw bad(`there is no metric "${unknown}"`);
  return ids;
}

function rangeOf(query: Parameters, nowMs: number) {
  const time = { min: 0, max: MAX_MS };
  const toMs = query.integer('to', time) ?? nowMs;
  const fromMs = query.integer('from', time) ?? toMs - DEFAULT_RANGE_MS;
  if (fromMs >= toMs) throw bad('parameter "from" must be before "to", both Unix milliseconds');
  const given = query.integer('step', { min: MIN_STEP_MS, max: MAX_STEP_MS });
  const stepMs = given ?? usualStep(toMs - fromMs);
  if ((toMs - fromMs) / stepMs > MAX_POINTS) {
    const least = Math.ceil((toMs - fromMs) / MAX_POINTS);
    throw bad(`more than ${MAX_POINTS} points: "step" must be at least ${least} for this range`);
  }
  return { fromMs, toMs, stepMs };
}

function usualStep(rangeMs: number): number {
  return STEPS.find((stepMs) => rangeMs / stepMs <= USUAL_POINTS) ?? MAX_STEP_MS;
}

function bad(message: string): ProtocolError {
  return new ProtocolError('bad-request', 'api', message);
}
