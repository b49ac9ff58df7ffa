import { changeRequest } from '@netstrata/protocol/schemas';
import { hostOf, type Route } from '../route.ts';
import { askerOf } from './askerOf.ts';
import { audited } from './audited.ts';

/**
 * POST /api/v1/hosts/{id}/changes {changes: [{tunable, value, expectedBefore}], because}: changes settings, all or none, until
 * somebody confirms. With a header `Idempotency-Key` the same request may be sent again without harm.
 */
export const changesApply: Route = {
  path: '/api/v1/hosts/:host/changes',
  method: 'POST',
  role: 'operator',
  texts: true,
  parameters: [],
  answer: async (request) => {
    const asked = audited(request, 'change.apply', changeRequest);
    const key = request.header('idempotency-key');
    const { changes } = request.context;
    const host = hostOf(request);
    const { id } = await changes.apply(host, asked, { ...askerOf(request), key });
    return { body: { change: changes.toldOf(host, id) } };
  },
};
