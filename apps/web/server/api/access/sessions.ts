import type { SessionRow } from '@netstrata/db';
import { mayDo, type Principal, ProtocolError, type SessionSummary } from '@netstrata/protocol';
import { principalOf, type Route } from '../route.ts';

const summaryOf = (row: SessionRow, who: Principal): SessionSummary => {
  const { id, email, createdMs, seenMs, expiresMs, address, userAgent } = row;
  return { id, email, current: id === who.credentialId, createdMs, seenMs, expiresMs, address, userAgent };
};

/** GET /api/v1/sessions?of=: the asker's own; `of=everybody` for admins. */
const list: Route = {
  path: '/api/v1/sessions',
  parameters: ['of'],
  answer: (request) => {
    const { context, query } = request;
    const who = principalOf(request);
    const everybody = query.choice('of', ['me', 'everybody']) === 'everybody';
    if (everybody && !mayDo(who.role, 'admin'))
      throw new ProtocolError('forbidden', 'api', 'sessions of others are for the role admin');
    const rows = context.ledger.people.sessions(everybody ? undefined : who.id);
    return { body: { sessions: rows.map((row) => summaryOf(row, who)) } };
  },
};

/** POST /api/v1/sessions/{id}/revoke: ends one of the asker's own; an admin ends any. */
const revoke: Route = {
  path: '/api/v1/sessions/:id/revoke',
  method: 'POST',
  parameters: [],
  answer: (request) => {
    const { context, path, from } = request;
    const { desk, ledger } = context;
    const who = principalOf(request);
    const session = ledger.people.session(path['id'] ?? '');
    if (session === undefined || (session.personId !== who.id && !mayDo(who.role, 'admin')))
      throw new ProtocolError('not-found', 'api', 'there is no such session of yours');
    ledger.people.endSession(session.id);
    desk.audit(who, from, { action: 'session.revoke', target: session.email });
    return { body: { session: summaryOf(session, who) } };
  },
};

export const sessions: readonly Route[] = [list, revoke];
