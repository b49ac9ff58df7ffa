import type { Role } from '@netstrata/protocol';
import { StartError } from './StartError.ts';

/** An identity provider that people may come from. */
export interface OidcConfig {
  /** Its discovery document is below. */
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined for a public client: then PKCE alone binds the code. */
  readonly clientSecret: string | undefined;
  /** What the button says. */
  readonly name: string;
  /** E-mail addresses, in lower case, that are admins when the provider has verified them. */
  readonly admins: readonly string[];
  /** The claim that names a person's role; undefined leaves roles to the page of people. */
  readonly roleClaim: string | undefined;
  /** Of whom neither says; undefined lets nobody else in. */
  readonly defaultRole: Role | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'NETSTRATA_OIDC_';

/**
 * From the environment alone, as it holds a secret; undefined without an issuer.
 * @throws StartError (exit code 2) that names the bad variable
 */
export function readOidc(env: Environment): OidcConfig | undefined {
  const of = (name: string): string | undefined => env[`${PREFIX}${name}`]?.trim() || undefined;
  const issuer = of('ISSUER');
  if (issuer === undefined) return undefined;
  const clientId = of('CLIENT_ID');
  if (clientId === undefined)
    throw new StartError(`${PREFIX}ISSUER needs ${PREFIX}CLIENT_ID, which the provider gave.`, 2);
  return {
    issuer: checkedIssuer(issuer),
    clientId,
    clientSecret: of('CLIENT_SECRET'),
    name: of('NAME') ?? new URL(issuer).hostname,
    admins: (of('ADMINS') ?? '')
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
    roleClaim: of('ROLE_CLAIM'),
    defaultRole: checkedRole(of('DEFAULT_ROLE') ?? 'viewer'),
  };
}

function checkedIssuer(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = url !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (
    url !== undefined &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)) &&
    !url.search &&
    !url.hash
  )
    return text.replace(/\/$/, '');
  throw new StartError(`${PREFIX}ISSUER must be the https address of an identity provider, not "${text}".`, 2);
}

function checkedRole(text: string): Role | undefined {
  if (text === 'none') return undefined;
  if (text === 'viewer' || text === 'operator') return text;
  throw new StartError(`${PREFIX}DEFAULT_ROLE must be one of viewer, operator, none, not "${text}".`, 2);
}
