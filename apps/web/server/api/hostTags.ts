import { tagsRequest } from '@netstrata/protocol/schemas';
import { askedBy } from '../changes/asker.ts';
import { askerOf } from './changes/askerOf.ts';
import { audited } from './changes/audited.ts';
import { hostOf, type Route } from './route.ts';

/** POST /api/v1/hosts/{id}/tags {tags}: what people sort the host by, in place of what it was. */
export const hostTags: Route = {
  path: '/api/v1/hosts/:host/tags',
  method: 'POST',
  role: 'operator',
  parameters: [],
  answer: (request) => {
    const { context } = request;
    const { hostId, facts } = hostOf(request);
    const { tags } = audited(request, 'host.tag', tagsRequest);
    const before = context.ledger.hostTags.of(hostId);
    context.ledger.hostTags.set(hostId, tags);
    context.ledger.audit.append({
      action: 'host.tag',
      outcome: 'done',
      ...askedBy(askerOf(request)),
      hostId,
      target: facts.hostname,
      before: before.join(' '),
      after: tags.join(' '),
    });
    return { body: { tags } };
  },
};
