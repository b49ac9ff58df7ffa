import { hostOf, type Route } from './route.ts';

/** GET /api/v1/hosts/{id}/advice: what the rules say now. */
export const advice: Route = {
  path: '/api/v1/hosts/:host/advice',
  parameters: [],
  texts: true,
  answer: (request) => ({ body: { advice: request.context.advice.of(hostOf(request)) } }),
};
