import { tokenRequest, validate } from '@netstrata/protocol/schemas';
import { actorOf } from '../../access/actor.ts';
import type { Route } from '../route.ts';
import { revokeKey } from './revokeKey.ts';

/** GET /api/v1/tokens: tokens of programs, without their secrets. */
const list: Route = {
  path: '/api/v1/tokens',
  parameters: [],
  role: 'admin',
  answer: ({ context }) => ({ body: { tokens: context.desk.keys('token') } }),
};

/** POST /api/v1/tokens {name, role, days}: makes one; its secret is in this answer and nowhere else. */
const make: Route = {
  path: '/api/v1/tokens',
  method: 'POST',
  parameters: [],
  role: 'admin',
  answer: ({ context: { desk }, body, who, from }) => {
    const { name, role, days } = validate(tokenRequest, body, 'api');
    const { secret, summary } = desk.makeKey({ kind: 'token', name, role, days, createdBy: actorOf(who) });
    desk.audit(who, from, { action: 'token.create', target: name, after: `${role}, ${days} days` });
    return { body: { token: summary, secret } };
  },
};

/** POST /api/v1/tokens/{id}/revoke: it is good for nothing from now on. */
const revoke: Route = {
  path: '/api/v1/tokens/:id/revoke',
  method: 'POST',
  parameters: [],
  role: 'admin',
  answer: (request) => ({ body: { token: revokeKey(request, 'token') } }),
};

export const tokens: readonly Route[] = [list, make, revoke];
