import { AsyncLocalStorage } from 'node:async_hooks';
import type { Role } from '@netstrata/protocol';
import { ROLES } from '@netstrata/protocol';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import type { OidcConfig } from '../start/oidcConfig.ts';

export const PROVIDER = 'oidc';

/** What the provider has said of whoever is on the way in with this request. */
interface Arrival {
  /** `none` is not let in; undefined leaves the role that they have. */
  role: Role | 'none' | undefined;
  /** Of somebody new. */
  firstRole: Role | 'none';
}

/** Set while an answer of the provider is worked on; hooks of better-auth read it. */
export const arrivals = new AsyncLocalStorage<Partial<Arrival>>();

/** Sign-in by an identity provider: discovery, code with PKCE and nonce, an id token whose signature is checked. */
export const oidcPlugin = (config: OidcConfig) =>
  genericOAuth({
    config: [
      {
        providerId: PROVIDER,
        name: config.name,
        discoveryUrl: `${config.issuer}/.well-known/openid-configuration`,
        clientId: config.clientId,
        ...(config.clientSecret !== undefined && { clientSecret: config.clientSecret }),
        scopes: ['openid', 'profile', 'email'],
        pkce: true,
        requireIdTokenVerification: true,
        mapProfileToUser: (profile: Readonly<Record<string, unknown>>) => {
          const role = roleOf(profile, config);
          const arrival = arrivals.getStore();
          if (arrival !== undefined) Object.assign(arrival, { role, firstRole: role ?? config.defaultRole ?? 'none' });
          return { name: nameOf(profile) };
        },
      },
    ],
  });

const nameOf = ({ name, preferred_username, email }: Readonly<Record<string, unknown>>): string =>
  String([name, preferred_username, email].find((text) => typeof text === 'string' && text !== '') ?? '').slice(0, 100);

/**
 * By the list of admins, for addresses that the provider has verified, then by the claim. With a claim configured it decides each time:
 * `netstrata-operator` or `operator`, one text or a list of them, the highest counts; of whom it does not speak the default role does.
 */
export function roleOf(
  profile: Readonly<Record<string, unknown>>,
  { admins, roleClaim, defaultRole }: OidcConfig,
): Arrival['role'] {
  const { email, email_verified: verified } = profile;
  if (verified === true && typeof email === 'string' && admins.includes(email.toLowerCase())) return 'admin';
  if (roleClaim === undefined) return undefined;
  const said = [profile[roleClaim] ?? []].flat();
  return ROLES.findLast((role) => said.includes(role) || said.includes(`netstrata-${role}`)) ?? defaultRole ?? 'none';
}
