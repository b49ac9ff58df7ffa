import { hostOf, type Route } from '../route.ts';

const MOST = 500;

/** GET /api/v1/hosts/{id}/changes?limit=: the newest first. */
export const changesList: Route = {
  path: '/api/v1/hosts/:host/changes',
  texts: true,
  parameters: ['limit'],
  answer: (request) => {
    const limit = request.query.integer('limit', { min: 1, max: MOST }) ?? 50;
    return { body: { changes: request.context.changes.told(hostOf(request), limit) } };
  },
};

/** GET /api/v1/hosts/{id}/changes/{change} */
export const changesOne: Route = {
  path: '/api/v1/hosts/:host/changes/:change',
  texts: true,
  parameters: [],
  answer: (request) => {
    const { context, path } = request;
    return { body: { change: context.changes.toldOf(hostOf(request), path['change'] ?? '') } };
  },
};
