import { buildStack, sparkHistory } from '@netstrata/metrics';
import { ProtocolError } from '@netstrata/protocol';
import { storedWindow } from '../history/storedWindow.ts';
import { hostOf, type Route } from './route.ts';

/**
 * GET /api/v1/hosts/{id}/stack?at=: the picture of the stack as it was at a moment, and five minutes of its traffic before that, from what
 * is stored. Single sockets are not, and limits are those of now.
 */
export const stack: Route = {
  path: '/api/v1/hosts/:host/stack',
  parameters: ['at'],
  texts: true,
  answer: async (request) => {
    const { context, query } = request;
    const host = hostOf(request);
    const nowMs = context.now();
    const atMs = query.integer('at', { min: 0, max: nowMs }) ?? nowMs;
    const window = await storedWindow(host, context.reader, { atMs, nowMs });
    if (window.length === 0) throw new ProtocolError('not-found', 'api', 'nothing of this host is stored of that time');
    const model = buildStack({ window, sockets: undefined, tunables: host.tunableValues, host: host.facts });
    return { body: { stack: model, history: sparkHistory(window) } };
  },
};
