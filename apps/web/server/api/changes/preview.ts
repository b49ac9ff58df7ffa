import { previewRequest } from '@netstrata/protocol/schemas';
import { hostOf, type Route } from '../route.ts';
import { askerOf } from './askerOf.ts';
import { audited } from './audited.ts';

/** POST /api/v1/hosts/{id}/changes/preview {changes: [{tunable, value}]}: everything to know before a change. Changes nothing. */
export const changesPreview: Route = {
  path: '/api/v1/hosts/:host/changes/preview',
  method: 'POST',
  role: 'operator',
  texts: true,
  parameters: [],
  answer: async (request) => {
    const asked = audited(request, 'change.preview', previewRequest);
    return { body: await request.context.changes.preview(hostOf(request), asked, askerOf(request)) };
  },
};
