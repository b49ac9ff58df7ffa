import { ProtocolError, type Role } from '@netstrata/protocol';
import { ADDRESS_HEADER, type Auth, type OidcAuth } from './auth.ts';
import { arrivals, PROVIDER } from './oidc.ts';

/** Where a sign-in comes from. */
export interface Visitor {
  /** Of the page. */
  readonly origin: string;
  readonly address: string;
  readonly userAgent: string;
}

/** `cookies` are lines of Set-Cookie. */
export type SignedIn = { readonly proved: true; readonly cookies: readonly string[] } | { readonly proved: false };

/** What is done with accounts and passwords, by better-auth's means. */
export class Accounts {
  readonly #auth: Auth;
  readonly #makeOidc: (() => OidcAuth) | undefined;
  #oidc: OidcAuth | undefined;

  /** @param makeOidc undefined without an identity provider */
  constructor(auth: Auth, makeOidc: (() => OidcAuth) | undefined) {
    this.#auth = auth;
    this.#makeOidc = makeOidc;
  }

  /** Makes an account with a password; the e-mail address must be free. Gives its id. */
  async make(person: {
    readonly name: string;
    readonly email: string;
    readonly role: Role;
    readonly password: string;
  }) {
    const { name, email, role, password } = person;
    const { internalAdapter, password: passwords } = await this.#auth.$context;
    const hash = await passwords.hash(password);
    const fields = { name, email, role, disabled: false, emailVerified: false };
    const { id } = await internalAdapter.createUser(fields, { method: 'email-password' });
    await internalAdapter.linkAccount({ userId: id, accountId: id, providerId: 'credential', password: hash });
    return id;
  }

  async setPassword(personId: string, password: string): Promise<void> {
    const { internalAdapter, password: passwords } = await this.#auth.$context;
    const hash = await passwords.hash(password);
    const account = await internalAdapter.findCredentialAccount(personId);
    if (account === null) {
      const link = { userId: personId, accountId: personId, providerId: 'credential', password: hash };
      await internalAdapter.linkAccount(link);
    } else await internalAdapter.updateAccount(account.id, { password: hash });
  }

  async hasPassword(personId: string): Promise<boolean> {
    const { internalAdapter } = await this.#auth.$context;
    return typeof (await internalAdapter.findCredentialAccount(personId))?.password === 'string';
  }

  /** False too for somebody without a password, after as long. */
  async isPassword(personId: string, password: string): Promise<boolean> {
    const { internalAdapter, password: passwords } = await this.#auth.$context;
    const hash = (await internalAdapter.findCredentialAccount(personId))?.password;
    if (typeof hash === 'string') return passwords.verify({ hash, password });
    await passwords.hash(password);
    return false;
  }

  /** Begins a session. Takes as long for an address that is unknown or disabled. */
  async signIn(
    { email, password }: { readonly email: string; readonly password: string },
    from: Visitor,
  ): Promise<SignedIn> {
    const body = JSON.stringify({ email, password });
    const response = await this.#auth.handler(requestOf('/sign-in/email', { method: 'POST', body }, from));
    return response.ok ? { proved: true, cookies: response.headers.getSetCookie() } : { proved: false };
  }

  /** Begins the way to the identity provider; the answer says where it goes on. @param next a path of ours to come back to */
  startOidc(next: string, from: Visitor): Promise<Response> {
    const body = JSON.stringify({
      provider: PROVIDER,
      callbackURL: next,
      errorCallbackURL: '/sign-in?failed=provider',
    });
    return this.#viaProvider((oidc) => oidc.handler(requestOf('/sign-in/social', { method: 'POST', body }, from)));
  }

  /** The way back from it. @param query with the question mark */
  finishOidc(query: string, cookie: string, from: Visitor): Promise<Response> {
    const request = requestOf(`/callback/${PROVIDER}${query}`, { method: 'GET', cookie }, from);
    return this.#viaProvider((oidc) => arrivals.run({}, () => oidc.handler(request)));
  }

  signOut(cookie: string, from: Visitor): Promise<Response> {
    return this.#auth.handler(requestOf('/sign-out', { method: 'POST', body: '{}', cookie }, from));
  }

  async #viaProvider(work: (oidc: OidcAuth) => Promise<Response>): Promise<Response> {
    if (this.#makeOidc === undefined)
      throw new ProtocolError('not-found', 'sign-in', 'this server has no identity provider');
    this.#oidc ??= this.#makeOidc();
    return work(this.#oidc);
  }
}

/** A request of ours to better-auth; nothing of what a client sent is in it but what is named here. */
function requestOf(
  path: string,
  { method, body, cookie }: { readonly method: string; readonly body?: string; readonly cookie?: string },
  { origin, address, userAgent }: Visitor,
): Request {
  const headers = new Headers({ Origin: origin, [ADDRESS_HEADER]: address, 'User-Agent': userAgent.slice(0, 200) });
  if (cookie !== undefined) headers.set('Cookie', cookie);
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  return new Request(`${origin}/api/auth${path}`, { method, headers, ...(body !== undefined && { body }) });
}
