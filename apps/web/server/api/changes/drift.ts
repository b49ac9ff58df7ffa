import { hostOf, type Route } from '../route.ts';

const MOST = 1000;

/** GET /api/v1/hosts/{id}/drift?limit=: settings that somebody else changed, the newest first. */
export const drift: Route = {
  path: '/api/v1/hosts/:host/drift',
  texts: true,
  parameters: ['limit'],
  answer: (request) => {
    const limit = request.query.integer('limit', { min: 1, max: MOST }) ?? 100;
    return { body: { drifts: request.context.drift.told(hostOf(request), limit) } };
  },
};
