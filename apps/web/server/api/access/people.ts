import { ProtocolError } from '@netstrata/protocol';
import { personRequest, validate } from '@netstrata/protocol/schemas';
import type { Route } from '../route.ts';

/** GET /api/v1/people: everybody who has an account. */
const list: Route = {
  path: '/api/v1/people',
  parameters: [],
  role: 'admin',
  answer: ({ context }) => ({ body: { people: context.ledger.people.all() } }),
};

/**
 * POST /api/v1/people/{id} {role?, disabled?}: changes what a person may. All their sessions end with it: they sign in again, with the new
 * role. Tokens and invitations end with the admin who made them. The last admin stays one.
 */
const change: Route = {
  path: '/api/v1/people/:id',
  method: 'POST',
  parameters: [],
  role: 'admin',
  answer: ({ context: { desk, ledger }, path, body, who, from }) => {
    const asked = validate(personRequest, body, 'api');
    const { id = '' } = path;
    const person = ledger.people.find(id);
    if (person === undefined) throw new ProtocolError('not-found', 'api', 'there is no such person');
    const role = asked.role ?? person.role;
    const disabled = asked.disabled ?? person.disabled;
    const wasAdmin = person.role === 'admin' && !person.disabled;
    if (wasAdmin && (role !== 'admin' || disabled) && ledger.people.adminCount === 1)
      throw new ProtocolError('conflict', 'api', 'this is the last admin: make another one first');
    if (role !== person.role || disabled !== person.disabled) {
      ledger.people.change(id, { role, disabled });
      const target = person.email;
      if (role !== person.role)
        desk.audit(who, from, { action: 'person.role', target, before: person.role, after: role });
      if (disabled !== person.disabled)
        desk.audit(who, from, { action: disabled ? 'person.disable' : 'person.enable', target });
      if (wasAdmin) desk.endKeysOf({ kind: 'person', name: person.email }, who, from);
    }
    return { body: { person: ledger.people.find(id) } };
  },
};

export const people: readonly Route[] = [list, change];
