import type { IncomingMessage } from 'node:http';
import type { KeyRow, Ledger, SessionRow } from '@netstrata/db';
import { type Principal, ProtocolError } from '@netstrata/protocol';
import type { Log } from '../start/log.ts';
import { type Auth, IDLE_SESSION_MS } from './auth.ts';
import { cookieOf } from './cookies.ts';
import { hashOf, isSame } from './secrets.ts';

/** The token of the environment has no row in the ledger. */
const ENVIRONMENT = 'environment';
/** How often it is written down that somebody is there. */
const SEEN_EVERY_MS = 60_000;

export interface AccessOptions {
  readonly auth: Auth;
  readonly ledger: Ledger;
  /** NETSTRATA_ADMIN_TOKEN. */
  readonly adminToken: string | undefined;
  /** The cookie that a wallboard link leaves. */
  readonly wallCookie: string;
  readonly log: Log;
  readonly now: () => number;
}

/** Headers of a request or of the first message of a websocket. */
type Carrier = Pick<IncomingMessage, 'headers'>;

/** Tells who asks, and whether they still may. */
export class Access {
  readonly #options: AccessOptions;
  #complainedMs = Number.NEGATIVE_INFINITY;

  constructor(options: AccessOptions) {
    this.#options = options;
  }

  /**
   * Who asks, by the token, the session or the wallboard link that the request carries; undefined for nobody. Rejects with ProtocolError
   * `unauthorised` for a token that is not good: a program shall learn that its token has ended, not see less.
   */
  async identify({ headers }: Carrier): Promise<Principal | undefined> {
    const [, bearer] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
    if (bearer !== undefined) return this.holderOf(bearer);
    const { cookie } = headers;
    if (cookie === undefined) return undefined;
    return (await this.#person(cookie)) ?? this.#wall(cookie);
  }

  /** @throws ProtocolError `unauthorised` for a token that is not good */
  holderOf(token: string): Principal {
    const { adminToken, ledger } = this.#options;
    if (adminToken !== undefined && isSame(token, adminToken)) {
      const name = 'NETSTRATA_ADMIN_TOKEN';
      return { kind: 'token', id: ENVIRONMENT, name, role: 'admin', credentialId: ENVIRONMENT };
    }
    const key = ledger.keys.withHash(hashOf(token));
    if (key === undefined || !this.#isGood(key, 'token'))
      throw new ProtocolError('unauthorised', 'api', 'this token is unknown, revoked or has expired: make a new one');
    this.#use(key);
    return principalOf(key);
  }

  /**
   * Whether somebody who was identified before still is who they were, with the same role: asked each second of those who are connected.
   * An open page counts as being there.
   */
  stillHolds({ kind, role, credentialId }: Principal): boolean {
    const { ledger } = this.#options;
    if (credentialId === ENVIRONMENT) return true;
    if (kind === 'person') {
      const session = ledger.people.session(credentialId);
      if (session === undefined || !this.#isAlive(session) || session.role !== role) return false;
      this.#see(session);
      return true;
    }
    const key = ledger.keys.find(credentialId);
    return key !== undefined && this.#isGood(key, kind);
  }

  async #person(cookie: string): Promise<Principal | undefined> {
    const { auth, ledger } = this.#options;
    const found = await auth.api.getSession({ headers: new Headers({ cookie }), query: { disableRefresh: true } });
    const session = found === null ? undefined : ledger.people.session(found.session.id);
    if (session === undefined) return undefined;
    if (!this.#isAlive(session)) {
      this.#note(() => ledger.people.endSession(session.id));
      return undefined;
    }
    this.#see(session);
    const { id, personId, email, role, provedMs, expiresMs } = session;
    return { kind: 'person', id: personId, name: email, role, provedMs, expiresMs, credentialId: id };
  }

  #wall(cookie: string): Principal | undefined {
    const { ledger, wallCookie } = this.#options;
    const secret = cookieOf(cookie, wallCookie);
    const key = secret === undefined ? undefined : ledger.keys.withHash(hashOf(secret));
    if (key === undefined || !this.#isGood(key, 'wall')) return undefined;
    this.#use(key);
    return principalOf(key);
  }

  #isAlive({ expiresMs, seenMs, disabled }: SessionRow): boolean {
    const nowMs = this.#options.now();
    return !disabled && expiresMs > nowMs && seenMs + IDLE_SESSION_MS > nowMs;
  }

  #see({ id, seenMs }: SessionRow): void {
    const { ledger, now } = this.#options;
    if (now() - seenMs > SEEN_EVERY_MS) this.#note(() => ledger.people.seen(id, now()));
  }

  #use({ id, lastUsedMs }: KeyRow): void {
    const { ledger, now } = this.#options;
    if (now() - (lastUsedMs ?? 0) > SEEN_EVERY_MS) this.#note(() => ledger.keys.used(id, now()));
  }

  /** A full disk keeps nobody from looking, and ends no server: this is asked by a timer too. */
  #note(write: () => void): void {
    try {
      write();
    } catch (error) {
      const { log, now } = this.#options;
      if (now() - this.#complainedMs < SEEN_EVERY_MS) return;
      this.#complainedMs = now();
      log.error({ err: error }, 'it cannot be written down who is there');
    }
  }

  #isGood({ kind, endedMs, expiresMs }: KeyRow, wanted: Principal['kind']): boolean {
    return kind === wanted && endedMs === null && expiresMs > this.#options.now();
  }
}

function principalOf({ id, kind, name, role, expiresMs }: KeyRow): Principal {
  return {
    kind: kind === 'wall' ? 'wall' : 'token',
    id,
    name,
    role: role ?? undefined,
    expiresMs,
    credentialId: id,
  };
}
