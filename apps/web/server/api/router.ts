import type { IncomingMessage } from 'node:http';
import { ERROR_STATUS, ProtocolError } from '@netstrata/protocol';
import type { Handler } from '../http/frontDoor.ts';
import { readJson } from '../http/readJson.ts';
import { sendError, sendJson } from '../http/respond.ts';
import { Parameters } from './Parameters.ts';
import type { Answer, ApiContext, Route } from './route.ts';

const READING: readonly string[] = ['GET'];

/** The address is there, but not for this. */
class MethodError extends ProtocolError {
  readonly allowed: readonly string[];

  constructor(methods: readonly string[]) {
    const known = methods.length === 0 ? READING : methods;
    const allowed = known.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    super('method-not-allowed', 'api', `this address takes ${allowed.join(', ')}`);
    this.allowed = allowed;
  }
}

export interface ApiOptions {
  readonly routes: readonly Route[];
  readonly context: ApiContext;
  /** Told of what is our fault. */
  readonly onError: (error: unknown, path: string) => void;
}

/** Answers everything under /api: finds the route, checks method and parameters, turns errors into `{error: {code, message}}`. */
export function createApi({ routes, context, onError }: ApiOptions): Handler {
  const table = routes.map((route) => ({ route, words: route.path.split('/').slice(1) }));

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const [path = '', query = ''] = splitOnce(request.url ?? '');
    const words = decodedWords(path);
    const asked = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
    const here = table.flatMap(({ route, words: pattern }) => {
      const values = matched(pattern, words);
      return values === undefined ? [] : [{ route, values }];
    });
    const found = here.find(({ route: { method = 'GET' } }) => method === asked);
    if (found !== undefined) {
      const { route, values } = found;
      const body = route.method === 'POST' ? await readJson(request) : undefined;
      return route.answer({ context, path: values, query: new Parameters(query, route.parameters), body });
    }
    if (here.length === 0 && READING.includes(asked))
      throw new ProtocolError('not-found', 'api', 'there is no such address in the API');
    throw new MethodError(here.map(({ route: { method = 'GET' } }) => method));
  };

  return (request, response) => {
    const { url = '' } = request;
    answer(request).then(
      (given) => {
        if ('body' in given) sendJson(request, response, 200, `${JSON.stringify(given.body)}\n`);
        else sendJson(request, response, given.status, given.json);
      },
      (error: unknown) => {
        // What the client still sends is not read.
        if (!request.complete) response.setHeader('Connection', 'close');
        if (error instanceof MethodError) response.setHeader('Allow', error.allowed.join(', '));
        if (error instanceof ProtocolError) {
          sendError(request, response, { status: ERROR_STATUS[error.code], code: error.code, message: error.message });
          return;
        }
        onError(error, url);
        sendError(request, response, {
          status: ERROR_STATUS.internal,
          code: 'internal',
          message: 'the server could not answer; its log says why',
        });
      },
    );
  };
}

function splitOnce(url: string): readonly [path: string, query: string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

/** Each word decoded by itself, so that an encoded slash never makes two words of one. */
function decodedWords(path: string): readonly string[] {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    throw new ProtocolError('bad-request', 'api', 'the address has a broken percent encoding');
  }
}

/** Words are printable, short and not a step in a path: such words are ids of nothing. */
const WORD = /^(?!\.{1,2}$)[\w.:-]{1,128}$/;

function matched(pattern: readonly string[], words: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== words.length) return undefined;
  const values: Record<string, string> = {};
  for (const [n, part] of pattern.entries()) {
    const word = words[n] ?? '';
    if (part.startsWith(':')) {
      if (!WORD.test(word)) return undefined;
      values[part.slice(1)] = word;
    } else if (part !== word) return undefined;
  }
  return values;
}
