import type { IncomingMessage } from 'node:http';
import { LOCALES, type Locale } from '@netstrata/metrics';
import { ERROR_STATUS, mayDo, type Principal, ProtocolError } from '@netstrata/protocol';
import { actorOf } from '../access/actor.ts';
import type { Refusals } from '../access/Refusals.ts';
import { TooManyError } from '../access/TooManyError.ts';
import type { Addresses } from '../http/Addresses.ts';
import type { Handler } from '../http/frontDoor.ts';
import { readJson } from '../http/readJson.ts';
import { sendError, sendFile, sendJson } from '../http/respond.ts';
import { inLanguage } from '../language/inLanguage.ts';
import { localeOfRequest } from '../language/localeOfRequest.ts';
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
  /** Who asks, by what the request carries. Rejects with ProtocolError for what pretends and proves nothing. */
  readonly identify: (request: IncomingMessage) => Promise<Principal | undefined>;
  /** Answers what is under /api/auth. */
  readonly answerAuth: (request: IncomingMessage) => Promise<Answer>;
  readonly addresses: Pick<Addresses, 'addressOf' | 'originOf'>;
  /** Told of calls that somebody has no role for. */
  readonly refusals: Pick<Refusals, 'note'>;
  /** Told of what is our fault. */
  readonly onError: (error: unknown, path: string) => void;
}

/** Answers everything under /api: finds the route, checks method and parameters, turns errors into `{error: {code, message}}`. */
export function createApi({
  routes,
  context,
  identify,
  answerAuth,
  addresses,
  refusals,
  onError,
}: ApiOptions): Handler {
  const table = routes.map((route) => ({ route, words: route.path.split('/').slice(1) }));

  const note = (
    what: { readonly from: string; readonly target: string },
    who: Principal | undefined,
    why: Error,
  ): void => refusals.note({ action: 'request.refuse', actor: actorOf(who), ...what, because: why.message });

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const [path = '', query = ''] = splitOnce(request.url ?? '');
    if (path.startsWith('/api/auth/')) return answerAuth(request);
    const words = decodedWords(path);
    const asked = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
    const here = table.flatMap(({ route, words: pattern }) => {
      const values = matched(pattern, words);
      return values === undefined ? [] : [{ route, values }];
    });
    const found = here.find(({ route: { method = 'GET' } }) => method === asked);
    // Asked before a body is refused, which ends the connection and its address with it.
    const from = addresses.addressOf(request);
    const target = `${asked} ${path}`;
    if (found !== undefined) {
      const { route, values } = found;
      let who: Principal | undefined;
      let body: unknown;
      try {
        who = route.role === 'public' ? await identify(request).catch(() => undefined) : await identify(request);
        admit(route, who);
        if (route.method === 'POST') requireOwnPage(request, who);
        if (route.method === 'POST') body = await readJson(request);
      } catch (error) {
        if (error instanceof ProtocolError && (who !== undefined || pretends(request)))
          note({ from, target }, who, error);
        throw error;
      }
      const header = (name: string) => singleHeader(request.headers[name]);
      const allowed = route.texts === true ? [...route.parameters, 'lang'] : route.parameters;
      const parameters = new Parameters(query, allowed);
      const locale = parameters.choice('lang', LOCALES) ?? localeOfRequest(request);
      const origin = addresses.originOf(request);
      const given = await route.answer({
        context,
        path: values,
        query: parameters,
        body,
        who,
        from,
        origin,
        header,
        locale,
      });
      return route.texts === true ? said(given, locale) : given;
    }
    const refusal =
      here.length === 0 && READING.includes(asked)
        ? new ProtocolError('not-found', 'api', 'there is no such address in the API')
        : new MethodError(here.map(({ route: { method = 'GET' } }) => method));
    // An order to an address that is none is a slip, or somebody who tries what paths do.
    if (asked === 'POST' && pretends(request)) {
      const who = await identify(request).catch(() => undefined);
      note({ from, target }, who, refusal);
    }
    throw refusal;
  };

  return (request, response) => {
    // Without the query: what a link or an identity provider put there is in no log.
    const [path] = splitOnce(request.url ?? '');
    answer(request)
      .then((given) => {
        for (const [name, value] of Object.entries(given.headers ?? {})) response.setHeader(name, value);
        if ('body' in given) sendJson(request, response, 200, `${JSON.stringify(given.body)}\n`);
        else if ('text' in given) sendFile(request, response, given).catch((error: unknown) => onError(error, path));
        else sendJson(request, response, given.status, given.json);
      })
      .catch((error: unknown) => {
        // What the client still sends is not read.
        if (!request.complete) response.setHeader('Connection', 'close');
        if (error instanceof MethodError) response.setHeader('Allow', error.allowed.join(', '));
        if (error instanceof TooManyError) {
          response.setHeader('Retry-After', error.retryAfterS);
          const { message: because } = error;
          const from = addresses.addressOf(request);
          refusals.note({ action: 'request.limit', actor: 'nobody', from, target: path, because });
        }
        if (error instanceof ProtocolError) {
          const wire = error.toWire(localeOfRequest(request));
          sendError(request, response, { status: ERROR_STATUS[error.code], ...wire });
          return;
        }
        onError(error, path);
        sendError(request, response, {
          status: ERROR_STATUS.internal,
          code: 'internal',
          message: 'the server could not answer; its log says why',
        });
      });
  };
}

/** The answer as a reader of one language gets it. */
function said(given: Answer, locale: Locale): Answer {
  if (!('body' in given)) return given;
  const headers = { ...given.headers, 'Content-Language': locale, Vary: 'Accept-Language, Cookie' };
  return { body: inLanguage(given.body, locale), headers };
}

function admit({ role = 'viewer', wall = false }: Route, who: Principal | undefined): void {
  if (role === 'public') return;
  if (who === undefined) throw new ProtocolError('unauthorised', 'api', 'sign in first, or send a token');
  if (who.kind === 'wall') {
    if (wall) return;
    throw new ProtocolError('forbidden', 'api', 'a wallboard link shows the list of hosts and nothing else');
  }
  if (!mayDo(who.role, role)) throw new ProtocolError('forbidden', 'api', `this is for the role ${role} and above`);
}

/** Whether it carries what proved somebody once, perhaps: a token, or with what changes something the cookie of a session that is over. */
function pretends({ method, headers }: IncomingMessage): boolean {
  return headers.authorization !== undefined || (method === 'POST' && headers.cookie !== undefined);
}

function singleHeader(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * A browser sends cookies with requests that foreign pages make it send: what changes something must then come from a page of ours. The
 * front door has compared the Origin with our own; here it must be there.
 */
function requireOwnPage({ headers }: IncomingMessage, who: Principal | undefined): void {
  if (who === undefined || who.kind === 'token' || headers.origin !== undefined) return;
  throw new ProtocolError(
    'forbidden',
    'api',
    'with a cookie this needs an Origin header; programs send a token instead',
  );
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
