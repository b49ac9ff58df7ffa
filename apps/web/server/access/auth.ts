import type { Ledger } from '@netstrata/db';
import { APIError, type BetterAuthOptions, betterAuth } from 'better-auth';
import { Kysely, SqliteDialect } from 'kysely';
import type { Log } from '../start/log.ts';
import type { OidcConfig } from '../start/oidcConfig.ts';
import { arrivals, oidcPlugin } from './oidc.ts';

/** A session ends by itself after this long, however much it is used. */
export const LONGEST_SESSION_MS = 30 * 86_400_000;
/** And after so long without a request or an open page: a weekend is survived. */
export const IDLE_SESSION_MS = 3 * 86_400_000;
export const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 256;

/** The header by which better-auth is told whom a request comes from; what a client sends under that name is not handed on. */
export const ADDRESS_HEADER = 'x-netstrata-address';

export interface AuthOptions {
  readonly database: Ledger['database'];
  /** Signs cookies. */
  readonly secret: string;
  /** Pages are reached by HTTPS: cookies are for HTTPS alone. */
  readonly secure: boolean;
  /** Told apart by it: browsers give a cookie to all servers of one name, whatever their port. */
  readonly port: number;
  readonly log: Log;
  readonly now: () => number;
}

/** Our options of better-auth: accounts by e-mail and password, made by invitation alone, in the tables of the ledger. */
export function authOptions({ database, secret, secure, port, log, now }: AuthOptions) {
  return {
    // Without transactions: one that waits between its steps would take in whatever else is written by this thread meanwhile, and undo it.
    database: {
      db: new Kysely<object>({ dialect: new SqliteDialect({ database }) }),
      type: 'sqlite',
      transaction: false,
    },
    secret,
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: {
      log: (level: string, message: string) =>
        log[level === 'error' ? 'warn' : 'debug']({ from: 'better-auth' }, message),
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
    },
    user: {
      modelName: 'person',
      additionalFields: {
        role: { type: 'string', required: true, defaultValue: 'viewer', input: false },
        disabled: { type: 'boolean', required: true, defaultValue: false, input: false },
      },
    },
    session: {
      expiresIn: LONGEST_SESSION_MS / 1000,
      disableSessionRefresh: true,
      additionalFields: {
        provedMs: { type: 'number', bigint: true, required: true, input: false, defaultValue: 0 },
        seenMs: { type: 'number', bigint: true, required: true, input: false, defaultValue: 0 },
      },
    },
    account: {
      updateAccountOnSignIn: false,
      // A person who has an account here is the same at the provider when that has verified the address: accounts are made by invitation
      // alone, so nobody can have taken the address before its owner came.
      accountLinking: { enabled: true, requireLocalEmailVerified: false, allowDifferentEmails: false },
    },
    advanced: {
      useSecureCookies: false,
      cookiePrefix: secure ? '__Host-netstrata' : `netstrata-${port}`,
      // Lax, not Strict: a link to a page in a message shall find the person signed in, as does the way back from an identity provider.
      // Nothing that changes anything is a GET, and whatever carries a cookie must come from our own pages.
      defaultCookieAttributes: { secure, sameSite: 'lax', httpOnly: true, path: '/' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    databaseHooks: {
      user: {
        create: {
          // Accounts that an admin's link makes come with their role; those of an identity provider get it here.
          before: async (person: Readonly<Record<string, unknown>>) => {
            const role = arrivals.getStore()?.firstRole;
            if (role === 'none') throw notLetIn();
            return { data: role === undefined ? person : { ...person, role, disabled: false } };
          },
        },
      },
      account: {
        create: {
          // Nobody acts for people at their provider: its tokens are not kept.
          before: async (account: Readonly<Record<string, unknown>>) => ({
            data: { ...account, accessToken: null, refreshToken: null, idToken: null },
          }),
        },
      },
      session: {
        create: {
          before: async (session: { readonly userId: string }) => {
            const isDisabled = database
              .prepare<[string], number>('SELECT disabled FROM person WHERE id = ?')
              .pluck()
              .get(session.userId);
            // In the words of a wrong password: it tells nobody that the account is there.
            if (isDisabled !== 0)
              throw new APIError('UNAUTHORIZED', {
                message: 'Invalid email or password',
                code: 'INVALID_EMAIL_OR_PASSWORD',
              });
            const role = arrivals.getStore()?.role;
            if (role === 'none') throw notLetIn();
            if (role !== undefined) database.prepare(GIVE_ROLE).run({ role, id: session.userId });
            return { data: { ...session, provedMs: now(), seenMs: now() } };
          },
        },
      },
    },
  } satisfies BetterAuthOptions;
}

/** But for the last admin, whom no provider makes less: a server without one offers the next who comes to be its first. */
const GIVE_ROLE = `UPDATE person SET role = @role WHERE id = @id AND (@role = 'admin' OR role <> 'admin' OR disabled <> 0
  OR (SELECT count(*) FROM person WHERE role = 'admin' AND disabled = 0) > 1)`;

const notLetIn = () =>
  new APIError('FORBIDDEN', { code: 'no_role', message: 'this provider gives the person no role here' });

/** better-auth with local accounts. */
export const createAuth = (options: AuthOptions) => betterAuth(authOptions(options));
export type Auth = ReturnType<typeof createAuth>;

/** As `createAuth`, with an identity provider. One of its own: a provider that does not answer keeps nobody else waiting. */
export const createOidcAuth = (options: AuthOptions, config: OidcConfig) =>
  betterAuth({ ...authOptions(options), plugins: [oidcPlugin(config)] });
export type OidcAuth = ReturnType<typeof createOidcAuth>;
