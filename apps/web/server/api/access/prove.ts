import { ProtocolError } from '@netstrata/protocol';
import { passwordRequest, proveRequest, validate } from '@netstrata/protocol/schemas';
import { actorOf } from '../../access/actor.ts';
import { principalOf, type Route, type RouteRequest } from '../route.ts';

/** @throws ProtocolError `forbidden` for a wrong password, TooManyError after many */
async function requirePassword(request: RouteRequest, action: string, password: string): Promise<string> {
  const { desk } = request.context;
  const { from } = request;
  const who = principalOf(request);
  if (who.kind !== 'person') throw new ProtocolError('forbidden', 'api', 'only a person has a password');
  const { proved } = await desk.attempts.run({ address: from, account: who.name }, async () => ({
    proved: await desk.accounts.isPassword(who.id, password),
  }));
  if (proved) return who.id;
  desk.refusals.note({ action, actor: actorOf(who), from, because: 'wrong password' });
  throw new ProtocolError('forbidden', 'api', 'this is not your password');
}

/** POST /api/v1/prove {password}: a person shows that it is still they who sit there; risky changes want that. */
const prove: Route = {
  path: '/api/v1/prove',
  method: 'POST',
  parameters: [],
  answer: async (request) => {
    const { context, body, from, who } = request;
    const { password } = validate(proveRequest, body, 'api');
    await requirePassword(request, 'person.prove', password);
    const provedMs = context.now();
    context.ledger.people.proved(principalOf(request).credentialId, provedMs);
    context.desk.audit(who, from, { action: 'person.prove' });
    return { body: { provedMs } };
  },
};

/** POST /api/v1/password {current, password}: a new password; all other sessions of the person end. */
const change: Route = {
  path: '/api/v1/password',
  method: 'POST',
  parameters: [],
  answer: async (request) => {
    const { context, body, from, who } = request;
    const { current, password } = validate(passwordRequest, body, 'api');
    const personId = await requirePassword(request, 'person.password', current);
    await context.desk.accounts.setPassword(personId, password);
    const { credentialId } = principalOf(request);
    const others = context.ledger.people.sessions(personId).filter(({ id }) => id !== credentialId);
    for (const { id } of others) context.ledger.people.endSession(id);
    context.desk.audit(who, from, { action: 'person.password', target: who?.name });
    return { body: { ended: others.length } };
  },
};

export const passwords: readonly Route[] = [prove, change];
