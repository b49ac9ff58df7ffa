import type { Me } from '@netstrata/protocol';
import { principalOf, type Route } from '../route.ts';

/** GET /api/v1/me: who the asker is and what they may. */
export const me: Route = {
  path: '/api/v1/me',
  parameters: [],
  wall: true,
  answer: async (request) => {
    const { context } = request;
    const { kind, id, name, role = null, provedMs = null, expiresMs = null } = principalOf(request);
    const person = kind === 'person' ? context.ledger.people.find(id) : undefined;
    const hasPassword = person !== undefined && (await context.desk.accounts.hasPassword(id));
    const body: Me = { kind, name, displayName: person?.name ?? null, role, provedMs, expiresMs, hasPassword };
    return { body: { me: body } };
  },
};
