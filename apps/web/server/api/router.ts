import { ERROR_STATUS, ProtocolError } from '@netstrata/protocol';
import type { Handler } from '../http/frontDoor.ts';
import { sendError, sendJson } from '../http/respond.ts';
import { Parameters } from './Parameters.ts';
import type { Answer, ApiContext, Route } from './route.ts';

export interface ApiOptions {
  readonly routes: readonly Route[];
  readonly context: ApiContext;
  /** Told of what is our fault. */
  readonly onError: (error: unknown, path: string) => void;
}

/** Answers everything under /api: finds the route, checks method and parameters, turns errors into `{error: {code, message}}`. */
export function createApi({ routes, context, onError }: ApiOptions): Handler {
  const table = routes.map((route) => ({ route, words: route.path.split('/').slice(1) }));

  const answer = async (url: string): Promise<Answer> => {
    const [path = '', query = ''] = splitOnce(url);
    const words = decodedWords(path);
    for (const { route, words: pattern } of table) {
      const values = matched(pattern, words);
      if (values === undefined) continue;
      return route.answer({ context, path: values, query: new Parameters(query, route.parameters) });
    }
    throw new ProtocolError('not-found', 'api', 'there is no such address in the API');
  };

  return (request, response) => {
    const { method, url = '' } = request;
    if (method !== 'GET' && method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      // What the client still sends is not read.
      response.setHeader('Connection', 'close');
      sendError(request, response, {
        status: ERROR_STATUS['method-not-allowed'],
        code: 'method-not-allowed',
        message: 'the API only reads: GET and HEAD',
      });
      return;
    }
    answer(url).then(
      (given) => {
        if ('body' in given) sendJson(request, response, 200, `${JSON.stringify(given.body)}\n`);
        else sendJson(request, response, given.status, given.json);
      },
      (error: unknown) => {
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
