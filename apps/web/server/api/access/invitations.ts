import { invitationRequest, validate } from '@netstrata/protocol/schemas';
import { actorOf } from '../../access/actor.ts';
import type { Route } from '../route.ts';
import { revokeKey } from './revokeKey.ts';

const GOOD_FOR_DAYS = 7;

/** GET /api/v1/invitations: those for people; the link of the first admin is none. */
const list: Route = {
  path: '/api/v1/invitations',
  parameters: [],
  role: 'admin',
  answer: ({ context }) => ({
    body: { invitations: context.desk.keys('welcome').filter(({ name }) => name !== '') },
  }),
};

/**
 * POST /api/v1/invitations {email, role}: a link, good for one use within a week, by which somebody makes their account. For an address
 * that has an account it lets that person choose a new password; their role stays.
 */
const make: Route = {
  path: '/api/v1/invitations',
  method: 'POST',
  parameters: [],
  role: 'admin',
  answer: ({ context: { desk }, body, who, from, origin }) => {
    const { email, role } = validate(invitationRequest, body, 'api');
    const key = { kind: 'welcome', name: email, role, days: GOOD_FOR_DAYS, createdBy: actorOf(who) } as const;
    const { secret, summary } = desk.makeKey(key);
    desk.audit(who, from, { action: 'invitation.create', target: email, after: role });
    const { id, expiresMs } = summary;
    return { body: { id, link: `${origin}/welcome?code=${secret}`, expiresMs } };
  },
};

/** POST /api/v1/invitations/{id}/revoke */
const revoke: Route = {
  path: '/api/v1/invitations/:id/revoke',
  method: 'POST',
  parameters: [],
  role: 'admin',
  answer: (request) => ({ body: { invitation: revokeKey(request, 'welcome') } }),
};

export const invitations: readonly Route[] = [list, make, revoke];
