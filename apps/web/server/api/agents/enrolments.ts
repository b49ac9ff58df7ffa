import type { MadeEnrolment } from '@netstrata/protocol';
import { enrolmentRequest, validate } from '@netstrata/protocol/schemas';
import { actorOf } from '../../access/actor.ts';
import type { Route } from '../route.ts';

/** GET /api/v1/enrolments: tokens by which agents may join, without their secrets. */
const list: Route = {
  path: '/api/v1/enrolments',
  parameters: [],
  role: 'admin',
  answer: ({ context }) => ({ body: { enrolments: context.agentDesk.enrolments() } }),
};

/** POST /api/v1/enrolments {allowApply, days}: makes one; the token is in this answer and nowhere else. */
const make: Route = {
  path: '/api/v1/enrolments',
  method: 'POST',
  parameters: [],
  role: 'admin',
  answer: ({ context: { agentDesk, desk }, body, who, from, origin }) => {
    const { allowApply, days } = validate(enrolmentRequest, body, 'api');
    const { token, enrolment } = agentDesk.enrol({ allowApply, days, createdBy: actorOf(who) });
    const leave = allowApply ? 'may be told to change settings' : 'changes nothing';
    const until = new Date(enrolment.expiresMs).toISOString();
    desk.audit(who, from, { action: 'enrolment.create', target: enrolment.id, after: `${leave}, until ${until}` });
    const command = `npm run agent -- --server ${origin} --token ${token}${allowApply ? ' --allow-apply' : ''}`;
    return { body: { ...enrolment, token, command } satisfies MadeEnrolment };
  },
};

/** POST /api/v1/enrolments/{id}/revoke: nobody joins by it any more. */
const revoke: Route = {
  path: '/api/v1/enrolments/:id/revoke',
  method: 'POST',
  parameters: [],
  role: 'admin',
  answer: ({ context: { agentDesk, desk }, path, who, from }) => {
    const enrolment = agentDesk.endEnrolment(path['id'] ?? '');
    desk.audit(who, from, { action: 'enrolment.revoke', target: enrolment.id });
    return { body: { enrolment } };
  },
};

export const enrolments: readonly Route[] = [list, make, revoke];
