import { adviceAction, validate } from '@netstrata/protocol/schemas';
import { hostOf, type Route } from './route.ts';

/**
 * POST /api/v1/hosts/{id}/advice {id, action: dismiss | snooze | reopen, minutes, because}: sets open advice aside or brings it back.
 * Answers with the advice as it is then.
 */
export const adviceAct: Route = {
  path: '/api/v1/hosts/:host/advice',
  method: 'POST',
  parameters: [],
  answer: async (request) => {
    const { context, body } = request;
    const host = hostOf(request);
    await context.advice.act(host, validate(adviceAction, body, 'api'));
    context.adviceChanged(host);
    return { body: { advice: context.advice.of(host) } };
  },
};
