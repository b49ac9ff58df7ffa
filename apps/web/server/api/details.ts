import { DETAIL_KINDS } from '@netstrata/metrics';
import { ProtocolError } from '@netstrata/protocol';
import { hostOf, type Route } from './route.ts';

/** GET /api/v1/hosts/{id}/details/{kind}: a table or settings of one host, made by its agent for this question unless it is there. */
export const details: Route = {
  path: '/api/v1/hosts/:host/details/:kind',
  parameters: [],
  texts: true,
  answer: async (request) => {
    const { context, path } = request;
    const kind = DETAIL_KINDS.find((known) => known === path['kind']);
    if (kind === undefined) {
      throw new ProtocolError('not-found', 'api', `there is no such report: the kinds are ${DETAIL_KINDS.join(', ')}`);
    }
    const answer = await context.details.ask(hostOf(request), kind);
    if (!answer.ok) throw new ProtocolError('unavailable', 'api', answer.reason);
    return { body: answer.report };
  },
};
