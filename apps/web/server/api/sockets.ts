import { SOCKET_GROUPINGS } from '@netstrata/metrics';
import { parseSocketFilter } from '@netstrata/metrics/socketFilter';
import { ProtocolError } from '@netstrata/protocol';
import { socketsQuery, validate } from '@netstrata/protocol/schemas';
import { hostOf, type Route } from './route.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1000;

const MAX_OFFSET = 1_000_000;
const MAX_AGE_MS = 60_000;

/** GET /api/v1/hosts/{id}/sockets?sort=&filter=&limit=&offset=&group=&maxAge=&inOrderOf=: asked of the agent itself, so it is as new as the answer. */
export const sockets: Route = {
  path: '/api/v1/hosts/:host/sockets',
  parameters: ['sort', 'filter', 'limit', 'offset', 'group', 'maxAge', 'inOrderOf'],
  texts: true,
  answer: async (request) => {
    const { query: given, context } = request;
    const asked = {
      sort: given.text('sort', 64) ?? 'fill',
      filter: given.text('filter', 400) ?? '',
      limit: given.integer('limit', { min: 1, max: MAX_LIMIT }) ?? DEFAULT_LIMIT,
      offset: given.integer('offset', { min: 0, max: MAX_OFFSET }),
      group: given.choice('group', SOCKET_GROUPINGS),
      maxAgeMs: given.integer('maxAge', { min: 0, max: MAX_AGE_MS }),
      inOrderOf: given.integer('inOrderOf', { min: 0, max: Number.MAX_SAFE_INTEGER }),
    };
    const host = hostOf(request);
    const checked = validate(socketsQuery, asked, 'api');
    try {
      return { body: await context.askSockets(host, checked) };
    } catch (error) {
      throw withWords(error, asked.filter);
    }
  },
};

/** An agent, which may know more fields than this server, says in English what is wrong with a filter. */
function withWords(error: unknown, filter: string): unknown {
  const parsed = parseSocketFilter(filter);
  if (!(error instanceof ProtocolError) || parsed.ok || parsed.trouble.message.en !== error.message) return error;
  return new ProtocolError(error.code, error.operation, parsed.trouble.message, { cause: error });
}
