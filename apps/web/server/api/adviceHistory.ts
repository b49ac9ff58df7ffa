import { hostOf, type Route } from './route.ts';

const DAY_MS = 86_400_000;
const MOST_RECORDS = 1000;
const LATEST_MS = 2 ** 43;

/**
 * GET /api/v1/hosts/{id}/advice/history?from=&to=&limit=: what became of advice, the newest first: opened, closed, dismissed, snoozed,
 * reopened. The last day unless said.
 */
export const adviceHistory: Route = {
  path: '/api/v1/hosts/:host/advice/history',
  parameters: ['from', 'to', 'limit'],
  texts: true,
  answer: async (request) => {
    const { context, query } = request;
    const { hostId } = hostOf(request);
    const toMs = query.integer('to', { min: 0, max: LATEST_MS }) ?? context.now();
    const fromMs = query.integer('from', { min: 0, max: LATEST_MS }) ?? toMs - DAY_MS;
    const limit = query.integer('limit', { min: 1, max: MOST_RECORDS }) ?? 100;
    const rows = await context.reader.adviceEvents({ hostId, fromMs, toMs, limit });
    const records = rows.map(({ timeMs, kind, adviceId, dataJson }) => ({
      timeMs,
      kind,
      id: adviceId,
      ...(JSON.parse(dataJson) as object),
    }));
    return { body: { records } };
  },
};
