import type { IncomingMessage } from 'node:http';
import { ProtocolError } from '@netstrata/protocol';
import { oidcRequest, signInRequest, validate } from '@netstrata/protocol/schemas';
import type { Answer } from '../api/route.ts';
import type { Addresses } from '../http/Addresses.ts';
import { networkOf } from '../http/networkOf.ts';
import { readJson } from '../http/readJson.ts';
import type { AccessDesk } from './AccessDesk.ts';
import type { Visitor } from './Accounts.ts';

export interface AuthDoor {
  readonly desk: AccessDesk;
  readonly addresses: Addresses;
}

interface Asked extends AuthDoor {
  readonly request: IncomingMessage;
  readonly visitor: Visitor;
  /** With the question mark; empty without one. */
  readonly query: string;
}

/**
 * The addresses of better-auth that are open: it has many more, which nobody needs here. Bodies are read and checked by us, and what it
 * answers is not handed on as it is: the secret of a session is in the cookie alone.
 */
const OPEN: Readonly<Record<string, (asked: Asked) => Promise<Answer>>> = {
  'POST /api/auth/sign-in/email': signIn,
  'POST /api/auth/sign-out': signOut,
  'POST /api/auth/sign-in/oauth2': toProvider,
  'GET /api/auth/callback/oidc': fromProvider,
};

/** Answers what is under /api/auth. Rejects with ProtocolError. */
export async function answerAuth(request: IncomingMessage, door: AuthDoor): Promise<Answer> {
  const { url = '', method, headers } = request;
  const [path = ''] = url.split('?');
  const address = door.addresses.addressOf(request);
  const visitor = { origin: door.addresses.originOf(request), address, userAgent: headers['user-agent'] ?? '' };
  const known = Object.hasOwn(OPEN, `${method} ${path}`) ? OPEN[`${method} ${path}`] : undefined;
  if (known === undefined) throw new ProtocolError('not-found', 'api', 'there is no such address in the API');
  return known({ ...door, request, visitor, query: url.slice(path.length) });
}

async function signIn({ desk, request, visitor }: Asked): Promise<Answer> {
  requireOrigin(request);
  const { address } = visitor;
  desk.attempts.refuse(address);
  const { email: given, password } = validate(signInRequest, await readJson(request), 'sign-in');
  const email = given.trim().toLowerCase();
  const signedIn = await desk.attempts.run({ address, account: email }, () =>
    desk.accounts.signIn({ email, password }, visitor),
  );
  if (!signedIn.proved) {
    const because = 'wrong address or password, or disabled';
    desk.refusals.note({ action: 'person.sign-in', actor: 'nobody', from: address, target: email, because });
    throw new ProtocolError('unauthorised', 'sign-in', 'the e-mail address or the password is wrong');
  }
  await leaveNothingBehind(desk, request);
  desk.audit({ kind: 'person', name: email }, address, { action: 'person.sign-in', target: email });
  return { body: { email }, headers: { 'Set-Cookie': signedIn.cookies } };
}

async function signOut({ desk, request, visitor }: Asked): Promise<Answer> {
  requireOrigin(request);
  const { cookie = '' } = request.headers;
  const who = await desk.access.identify({ headers: { cookie } });
  const response = await desk.accounts.signOut(cookie, visitor);
  if (who?.kind === 'person') desk.audit(who, visitor.address, { action: 'person.sign-out', target: who.name });
  return { body: {}, headers: { 'Set-Cookie': [...response.headers.getSetCookie(), desk.endOfWallCookie] } };
}

async function toProvider({ desk, request, visitor }: Asked): Promise<Answer> {
  requireOrigin(request);
  desk.departures.count(networkOf(visitor.address), {
    en: 'too many ways to the identity provider were begun',
    'zh-CN': '转往身份提供方的次数太多',
  });
  const { callbackURL } = validate(oidcRequest, await readJson(request), 'sign-in');
  const response = await desk.accounts.startOidc(callbackURL, visitor);
  const { url } = (await response.json().catch(() => ({}))) as { readonly url?: unknown };
  if (!response.ok || typeof url !== 'string')
    throw new ProtocolError(
      'unavailable',
      'sign-in',
      'the identity provider cannot be reached: try again, or use a password',
    );
  return { body: { url }, headers: { 'Set-Cookie': response.headers.getSetCookie() } };
}

async function fromProvider({ desk, request, visitor, query }: Asked): Promise<Answer> {
  const { address } = visitor;
  const response = await desk.accounts.finishOidc(query, request.headers.cookie ?? '', visitor);
  const cookies = response.headers.getSetCookie();
  const cookie = cookies.map((line) => line.split(';')[0]).join('; ');
  const who = await desk.access.identify({ headers: { cookie } });
  if (who?.kind !== 'person') {
    const because = 'the identity provider did not let them in, or gives them no role';
    desk.refusals.note({ action: 'person.sign-in', actor: 'nobody', from: address, because });
    return { status: 303, json: '', headers: { Location: '/sign-in?failed=provider' } };
  }
  await leaveNothingBehind(desk, request);
  const because = `by the identity provider, with the role ${who.role}`;
  desk.audit(who, address, { action: 'person.sign-in', target: who.name, because });
  const location = response.headers.get('location') ?? '/';
  return { status: 303, json: '', headers: { Location: location, 'Set-Cookie': cookies } };
}

/** The session that this browser had before, if any. */
async function leaveNothingBehind(desk: AccessDesk, { headers: { cookie } }: IncomingMessage): Promise<void> {
  const before = await desk.access.identify({ headers: { cookie } });
  if (before?.kind === 'person') desk.endSession(before.credentialId);
}

/** Whoever sends a cookie is a browser, and a browser sends the Origin of its page: the front door has compared that with ours. */
function requireOrigin({ headers }: IncomingMessage): void {
  if (headers.cookie === undefined || headers.origin !== undefined) return;
  throw new ProtocolError('forbidden', 'sign-in', 'with a cookie this needs an Origin header');
}
