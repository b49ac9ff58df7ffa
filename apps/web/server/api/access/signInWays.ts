import type { Route } from '../route.ts';

/** GET /api/v1/sign-in-ways: what the page of sign-in offers. */
export const signInWays: Route = {
  path: '/api/v1/sign-in-ways',
  parameters: [],
  role: 'public',
  answer: ({ context }) => ({ body: context.desk.ways }),
};
