import type { KeyKind, KeyRow, Ledger } from '@netstrata/db';
import type { AuditEntry, KeySummary, Principal, Role, SignInWays } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import { RateLimit } from '../changes/RateLimit.ts';
import type { OidcConfig } from '../start/oidcConfig.ts';
import { Access } from './Access.ts';
import { Accounts } from './Accounts.ts';
import { Attempts } from './Attempts.ts';
import { actorOf } from './actor.ts';
import { type AuthOptions, createAuth, createOidcAuth, IDLE_SESSION_MS } from './auth.ts';
import { Refusals } from './Refusals.ts';
import { hashOf, newSecret } from './secrets.ts';

const SWEEP_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
/** From one address within a minute. */
const MOST_DEPARTURES = 30;
const PREFIXES = { token: 'nst_', wall: 'nsw_', welcome: 'nsi_' } as const satisfies Record<KeyKind, string>;

/** What the audit says when a key was taken back. */
export const REVOKED = {
  token: 'token.revoke',
  wall: 'wall.revoke',
  welcome: 'invitation.revoke',
} as const satisfies Record<KeyKind, string>;

export interface AccessDeskOptions extends Omit<AuthOptions, 'database'> {
  readonly ledger: Ledger;
  readonly adminToken: string | undefined;
  readonly oidc: OidcConfig | undefined;
}

/** Everything that has to do with who may do what. */
export class AccessDesk {
  readonly access: Access;
  readonly accounts: Accounts;
  readonly attempts: Attempts;
  readonly refusals: Refusals;
  /** Ways to the identity provider that are begun: each is kept until it ends, or for ten minutes. */
  readonly departures: RateLimit;
  /** The cookie that a wallboard link leaves. */
  readonly wallCookie: string;
  readonly #options: AccessDeskOptions;
  readonly #sweep: ReturnType<typeof setInterval>;

  constructor(options: AccessDeskOptions) {
    this.#options = options;
    const { ledger, now, secure, port, adminToken, oidc, log } = options;
    const own = { ...options, database: ledger.database };
    const auth = createAuth(own);
    this.wallCookie = secure ? '__Host-netstrata.wall' : `netstrata-${port}.wall`;
    this.access = new Access({ auth, ledger, adminToken, wallCookie: this.wallCookie, log, now });
    this.accounts = new Accounts(auth, oidc && (() => createOidcAuth(own, oidc)));
    this.attempts = new Attempts(now);
    this.departures = new RateLimit(MOST_DEPARTURES, now);
    this.refusals = new Refusals(ledger.audit, now, (error) =>
      log.error({ err: error }, 'a refusal cannot be written into the audit'),
    );
    this.#sweep = setInterval(() => this.#everyMinute(), SWEEP_EVERY_MS).unref();
    this.#everyMinute();
  }

  get secure(): boolean {
    return this.#options.secure;
  }

  get ways(): Omit<SignInWays, 'signedIn'> {
    return {
      password: true,
      oidc: this.#options.oidc?.name ?? null,
      firstAdmin: this.#options.ledger.people.adminCount === 0,
    };
  }

  /**
   * The code of a link that makes the first admin, good for a day; undefined when there is an admin. Of several only the newest is good:
   * each start prints one.
   */
  firstAdminCode(): string | undefined {
    const { ledger, now } = this.#options;
    if (!this.ways.firstAdmin) return undefined;
    for (const { id, name } of ledger.keys.all('welcome')) if (name === '') ledger.keys.end(id, now());
    return this.makeKey({ kind: 'welcome', name: '', role: 'admin', days: 1, createdBy: 'server' }).secret;
  }

  /** Makes a secret and keeps its hash; the secret is told this once. */
  makeKey(key: {
    readonly kind: KeyKind;
    readonly name: string;
    readonly role: Role | null;
    readonly days: number;
    readonly createdBy: string;
  }): { readonly secret: string; readonly summary: KeySummary } {
    const { ledger, now } = this.#options;
    const { kind, name, role, days, createdBy } = key;
    const secret = newSecret(PREFIXES[kind]);
    const id = hashOf(secret).slice(0, 16);
    const expiresMs = now() + days * DAY_MS;
    ledger.keys.add({ id, kind, hash: hashOf(secret), name, role, createdMs: now(), createdBy, expiresMs });
    const row = ledger.keys.find(id);
    if (row === undefined) throw new ProtocolError('internal', 'access', 'the ledger did not keep a new key');
    return { secret, summary: summaryOf(row) };
  }

  keys(kind: KeyKind): readonly KeySummary[] {
    return this.#options.ledger.keys.all(kind).map(summaryOf);
  }

  /** Ends the tokens and invitations that somebody made who may make none any more; wallboard links hang on walls and stay. */
  endKeysOf(maker: Pick<Principal, 'kind' | 'name'>, by: Principal | undefined, from: string): void {
    const { ledger, now } = this.#options;
    const createdBy = actorOf(maker);
    for (const kind of ['token', 'welcome'] as const)
      for (const key of ledger.keys.all(kind))
        if (key.createdBy === createdBy && key.expiresMs > now() && ledger.keys.end(key.id, now()))
          this.audit(by, from, { action: REVOKED[kind], target: key.name });
  }

  /** The welcome link of a code, while it is good. */
  lookAt(code: string): { readonly proved: boolean; readonly key: KeyRow | undefined } {
    const { ledger, now } = this.#options;
    const key = ledger.keys.withHash(hashOf(code));
    const isOpen = key?.kind === 'welcome' && key.endedMs === null && key.expiresMs > now();
    const good = isOpen && (key.name !== '' || this.ways.firstAdmin);
    return { proved: good, key: good ? key : undefined };
  }

  /** What is said of a link that is not good, in the same words whatever is wrong with it. */
  badLink(from: string): ProtocolError {
    this.refusals.note({
      action: 'person.welcome',
      actor: 'nobody',
      from,
      because: 'a link that is unknown, used or expired',
    });
    return new ProtocolError('not-found', 'welcome', 'this link is unknown, used or has expired: ask for a new one');
  }

  endSession(id: string): void {
    this.#options.ledger.people.endSession(id);
  }

  /** Lets a screen in that opened a wallboard link: gives lines of Set-Cookie, undefined for a link that is not good. */
  openWall(secret: string, from: string): readonly string[] | undefined {
    const { ledger, now } = this.#options;
    const key = ledger.keys.withHash(hashOf(secret));
    if (key?.kind !== 'wall' || key.endedMs !== null || key.expiresMs <= now()) {
      this.refusals.note({
        action: 'wall.open',
        actor: 'nobody',
        from,
        because: 'a link that is unknown, revoked or expired',
      });
      return undefined;
    }
    this.audit({ kind: 'wall', name: key.name }, from, { action: 'wall.open', target: key.name });
    return [this.#wallCookieLine(secret, Math.ceil((key.expiresMs - now()) / 1000))];
  }

  get endOfWallCookie(): string {
    return this.#wallCookieLine('', 0);
  }

  #wallCookieLine(value: string, maxAgeS: number): string {
    const secure = this.secure ? '; Secure' : '';
    return `${this.wallCookie}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeS}${secure}`;
  }

  /** Writes into the audit what somebody did. */
  audit(
    who: Pick<Principal, 'kind' | 'name'> | undefined,
    from: string,
    entry: Omit<AuditEntry, 'actor' | 'from' | 'outcome'>,
  ): void {
    const { ledger, now } = this.#options;
    ledger.audit.append({ ...entry, outcome: 'done', actor: actorOf(who), from }, now());
  }

  close(): void {
    clearInterval(this.#sweep);
    this.refusals.close();
  }

  #everyMinute(): void {
    const { ledger, now, log } = this.#options;
    this.refusals.sweep();
    this.attempts.sweep();
    try {
      ledger.people.sweep(now(), now() - IDLE_SESSION_MS);
    } catch (error) {
      // They are over all the same: their times are looked at with each request.
      log.error({ err: error }, 'sessions that are over cannot be taken away');
    }
  }
}

function summaryOf({ kind, hash, ...row }: KeyRow): KeySummary {
  return row;
}
