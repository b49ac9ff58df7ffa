import { socketsQuery, validate } from '@netstrata/protocol/schemas';
import { hostOf, type Route } from './route.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1000;

/** GET /api/v1/hosts/{id}/sockets?sort=&filter=&limit=: asked of the agent itself, so it is as new as the answer. */
export const sockets: Route = {
  path: '/api/v1/hosts/:host/sockets',
  parameters: ['sort', 'filter', 'limit'],
  answer: async (request) => {
    const { query: given, context } = request;
    const asked = {
      sort: given.text('sort', 64) ?? 'fill',
      filter: given.text('filter', 400) ?? '',
      limit: given.integer('limit', { min: 1, max: MAX_LIMIT }) ?? DEFAULT_LIMIT,
    };
    return { body: await context.askSockets(hostOf(request), validate(socketsQuery, asked, 'api')) };
  },
};
