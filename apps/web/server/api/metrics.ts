import { describeMetric, metric } from '@netstrata/metrics';
import { ProtocolError } from '@netstrata/protocol';
import { VALUE_KINDS } from '../history/seriesJson.ts';
import type { LiveHost } from '../live/LiveHost.ts';
import { MAX_POINTS, rangeOf } from './metricsRange.ts';
import { hostOf, type Route } from './route.ts';

const MAX_IDS = 50;
/** Of how many parts a step of a band may be made. */
const PARTS = [5, 4, 3, 2];

/** GET /api/v1/hosts/{id}/metrics?ids=&from=&to=&step=&as=: history up to the newest sample. */
export const metrics: Route = {
  path: '/api/v1/hosts/:host/metrics',
  parameters: ['ids', 'from', 'to', 'step', 'as'],
  answer: async (request) => {
    const { query, context } = request;
    const host = hostOf(request);
    const ids = idsOf(query.text('ids', 4000), host);
    const { fromMs, toMs, stepMs } = rangeOf(query, { nowMs: context.now(), intervalMs: host.intervalMs });
    const as = query.choice('as', [...VALUE_KINDS, 'band'] as const) ?? 'last';
    const asked = { hostId: host.hostId, metrics: ids, toMs };
    const formats = Object.fromEntries(ids.map((id) => [id, formatOf(id)]));
    const openFrom = (step: number) => (step > host.intervalMs ? Math.floor(toMs / step) * step : undefined);
    if (as === 'band') {
      const start = Math.floor(fromMs / stepMs) * stepMs;
      const fits = (parts: number) =>
        Number.isInteger(stepMs / parts / 1000) && ((toMs - start) / stepMs + 1) * parts <= MAX_POINTS;
      const fineMs = stepMs / (PARTS.find(fits) ?? 1);
      // A rate needs the value before.
      const before = Math.max(0, start - fineMs);
      const json = await context.reader.bandJson(
        { ...asked, fromMs: before, stepMs: fineMs },
        { stepMs, fromMs: start, openFromMs: openFrom(fineMs), metrics: formats },
      );
      return { status: 200, json };
    }
    // A rate needs the value before: one step more is asked for, and left out of the answer.
    const dropFirst = as === 'rate' && fromMs >= stepMs;
    const json = await context.reader.seriesJson(
      { ...asked, fromMs: dropFirst ? fromMs - stepMs : fromMs, stepMs },
      { as, dropFirst, openFromMs: openFrom(stepMs), metrics: formats },
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

function bad(message: string): ProtocolError {
  return new ProtocolError('bad-request', 'api', message);
}
