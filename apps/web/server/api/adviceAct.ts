import { type AuditEntry, ProtocolError } from '@netstrata/protocol';
import { adviceAction } from '@netstrata/protocol/schemas';
import { actorOf } from '../access/actor.ts';
import { askedBy } from '../changes/asker.ts';
import { askerOf } from './changes/askerOf.ts';
import { audited } from './changes/audited.ts';
import { hostOf, type Route } from './route.ts';

/**
 * POST /api/v1/hosts/{id}/advice {id, action: dismiss | snooze | reopen, minutes, because}: sets open advice aside or brings it back.
 * Answers with the advice as it is then.
 */
export const adviceAct: Route = {
  path: '/api/v1/hosts/:host/advice',
  method: 'POST',
  role: 'operator',
  parameters: [],
  texts: true,
  answer: async (request) => {
    const { context, who } = request;
    const host = hostOf(request);
    const { hostId } = host;
    const asked = audited(request, 'advice.act', adviceAction);
    const { id, action, minutes, because } = asked;
    const row: Omit<AuditEntry, 'outcome'> = {
      action: `advice.${action}`,
      ...askedBy(askerOf(request)),
      hostId,
      target: id,
      because,
      ...(minutes === undefined ? {} : { after: `${minutes} min` }),
    };
    try {
      await context.advice.act(host, { ...asked, who: actorOf(who) });
    } catch (error) {
      if (error instanceof ProtocolError)
        context.ledger.audit.append({ ...row, outcome: 'refused', because: error.message });
      throw error;
    }
    context.ledger.audit.append({ ...row, outcome: 'done' });
    context.adviceChanged(host);
    return { body: { advice: context.advice.of(host) } };
  },
};
