import type { Principal, SignInWays } from '@netstrata/protocol';
import type { ApiContext, Route } from '../route.ts';

const nameOf = ({ ledger }: ApiContext, who: Principal | undefined): string | null =>
  who?.kind === 'person' ? (ledger.people.find(who.id)?.name ?? who.name) : null;

/** GET /api/v1/sign-in-ways: what the page of sign-in offers. */
export const signInWays: Route = {
  path: '/api/v1/sign-in-ways',
  parameters: [],
  role: 'public',
  answer: ({ context, who }) => ({
    body: { ...context.desk.ways, signedIn: nameOf(context, who) } satisfies SignInWays,
  }),
};
