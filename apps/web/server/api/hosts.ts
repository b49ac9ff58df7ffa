import type { Route } from './route.ts';

/** GET /api/v1/hosts: every host ever seen, with each layer's state now. */
export const hosts: Route = {
  path: '/api/v1/hosts',
  parameters: [],
  wall: true,
  texts: true,
  answer: ({ context }) => ({
    body: { hosts: context.hosts.summaries(context.now()).map((summary) => ({ id: summary.hostId, ...summary })) },
  }),
};
