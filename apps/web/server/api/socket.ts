import { socketQuery, validate } from '@netstrata/protocol/schemas';
import { hostOf, type Route } from './route.ts';

/**
 * GET /api/v1/hosts/{id}/sockets/{cookie}?options=: everything about one socket, asked of the agent itself. Its options are read
 * through its process, which takes a privilege; `options=no` leaves them out.
 */
export const socket: Route = {
  path: '/api/v1/hosts/:host/sockets/:cookie',
  parameters: ['options'],
  texts: true,
  answer: async (request) => {
    const { context, path, query } = request;
    const options = query.choice('options', ['yes', 'no']) !== 'no';
    return {
      body: await context.askSocket(hostOf(request), validate(socketQuery, { cookie: path['cookie'], options }, 'api')),
    };
  },
};
