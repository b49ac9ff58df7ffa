import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Provider, startProvider } from '../testing/Provider.ts';
import { resources } from '../testing/resources.ts';
import type { TestServer } from '../testing/TestServer.ts';
import { ADA, cookiesOf, firstAdmin, join } from '../testing/visit.ts';

const use = resources();
let provider: Provider;
beforeEach(async () => {
  provider = await startProvider({ sub: '17', email: 'carol@example.org', email_verified: true, name: 'Carol' });
});
afterEach(() => provider.close());

interface More {
  readonly admins?: readonly string[];
  readonly roleClaim?: string;
  readonly defaultRole?: 'viewer' | undefined;
}

const serverWith = (more: More = {}): Promise<TestServer> => {
  const { issuer, clientId, clientSecret } = provider;
  const oidc = {
    issuer,
    clientId,
    clientSecret,
    name: 'Example',
    admins: [],
    roleClaim: undefined,
    defaultRole: 'viewer' as const,
    ...more,
  };
  return use.server(use.folder(), { oidc });
};

/** Goes to the provider and back, as a browser does: where it ends up, and its cookies. */
async function comeFrom(server: TestServer, next = '/hosts/self') {
  const begun = await server.ask(
    '/api/auth/sign-in/oauth2',
    { Origin: server.url },
    { providerId: 'oidc', callbackURL: next },
  );
  expect(begun.status, JSON.stringify(begun.body)).toBe(200);
  const there = await fetch((begun.body as { url: string }).url, { redirect: 'manual' });
  const back = new URL(there.headers.get('location') ?? '');
  expect(back.origin).toBe(server.url);
  const ended = await server.ask(`${back.pathname}${back.search}`, { Cookie: cookiesOf(begun) });
  const browser = { Cookie: cookiesOf(ended), Origin: server.url };
  return { to: ended.headers.get('location'), browser, back, state: cookiesOf(begun) };
}

const roleOf = async (server: TestServer, browser: Readonly<Record<string, string>>) =>
  ((await server.ask('/api/v1/me', browser)).body as { me?: { role: string } }).me?.role;

describe('an identity provider', () => {
  it('lets somebody in as a viewer, who may come again, and has no password to prove', async () => {
    const server = await serverWith();
    expect((await server.ask('/api/v1/sign-in-ways')).body).toEqual({
      password: true,
      oidc: 'Example',
      firstAdmin: true,
      signedIn: null,
    });
    const { to, browser } = await comeFrom(server);
    expect(to).toBe('/hosts/self');
    expect((await server.ask('/api/v1/sign-in-ways', browser)).body).toMatchObject({ signedIn: 'Carol' });
    expect((await server.ask('/api/v1/me', browser)).body).toMatchObject({
      me: {
        kind: 'person',
        name: 'carol@example.org',
        displayName: 'Carol',
        role: 'viewer',
        hasPassword: false,
        provedMs: expect.any(Number),
      },
    });
    expect((await server.ask('/api/v1/prove', browser, { password: 'anything at all' })).status).toBe(403);
    await comeFrom(server);
    const { people } = (await server.get('/api/v1/people')).body as { people: unknown[] };
    expect(people).toHaveLength(1);
    expect(server.audit()[0]).toMatchObject({
      action: 'person.sign-in',
      outcome: 'done',
      actor: 'person:carol@example.org',
      because: 'by the identity provider, with the role viewer',
    });
  });

  it('makes admins of addresses that it has verified, and of no others', async () => {
    const server = await serverWith({ admins: ['carol@example.org'] });
    expect(await roleOf(server, (await comeFrom(server)).browser)).toBe('admin');
    provider.who = { ...provider.who, sub: '18', email: 'dan@example.org', email_verified: false };
    const other = await serverWith({ admins: ['dan@example.org'] });
    expect(await roleOf(other, (await comeFrom(other)).browser)).toBe('viewer');
  });

  it('gives and takes roles by a claim, at each sign-in; of whom it says nothing is not let in where that is the rule', async () => {
    const server = await serverWith({ roleClaim: 'groups', defaultRole: undefined });
    provider.who = { ...provider.who, groups: ['staff', 'netstrata-operator'] };
    expect(await roleOf(server, (await comeFrom(server)).browser)).toBe('operator');
    provider.who = { ...provider.who, groups: ['netstrata-viewer'] };
    expect(await roleOf(server, (await comeFrom(server)).browser)).toBe('viewer');
    provider.who = { ...provider.who, groups: ['staff'] };
    const refused = await comeFrom(server);
    expect(refused.to).toBe('/sign-in?failed=provider');
    expect(await roleOf(server, refused.browser)).toBeUndefined();
    provider.who = { sub: '99', email: 'eve@example.org', email_verified: true };
    expect((await comeFrom(server)).to).toBe('/sign-in?failed=provider');
    const { people } = (await server.get('/api/v1/people')).body as { people: unknown[] };
    expect(people).toHaveLength(1);
  });

  it('makes less of an admin, but not of the last one', async () => {
    const server = await serverWith({ roleClaim: 'groups' });
    provider.who = { ...provider.who, groups: ['netstrata-admin'] };
    expect(await roleOf(server, (await comeFrom(server)).browser)).toBe('admin');
    provider.who = { ...provider.who, groups: ['netstrata-viewer'] };
    expect(await roleOf(server, (await comeFrom(server)).browser)).toBe('admin');
    provider.who = { sub: '21', email: 'dan@example.org', email_verified: true, groups: ['netstrata-admin'] };
    expect(await roleOf(server, (await comeFrom(server)).browser)).toBe('admin');
    provider.who = { sub: '17', email: 'carol@example.org', email_verified: true, groups: ['netstrata-viewer'] };
    expect(await roleOf(server, (await comeFrom(server)).browser)).toBe('viewer');
  });

  it('is believed about a local account only when it has verified the address', async () => {
    const server = await serverWith();
    await firstAdmin(server);
    provider.who = { sub: '20', email: ADA.email, email_verified: false };
    expect((await comeFrom(server)).to).toBe('/sign-in?failed=provider');
    provider.who = { sub: '20', email: ADA.email, email_verified: true };
    expect(await roleOf(server, (await comeFrom(server)).browser)).toBe('admin');
  });

  it('does not let in who is disabled here', async () => {
    const server = await serverWith();
    await join(server, { ...ADA, email: 'carol@example.org' }, 'operator');
    const { people } = (await server.get('/api/v1/people')).body as { people: { id: string }[] };
    await server.post(`/api/v1/people/${people[0]?.id}`, { disabled: true });
    expect((await comeFrom(server)).to).toBe('/sign-in?failed=provider');
  });

  it.each([
    ['with a key that it does not publish', () => (provider.foreignKey = true)],
    ['for another client', () => (provider.forged = { aud: 'another' })],
    ['of another issuer', () => (provider.forged = { iss: 'https://evil.example' })],
    ['for another sign-in', () => (provider.forged = { nonce: 'of-another-time' })],
    ['that has expired', () => (provider.forged = { exp: 1_000_000_000, iat: 999_999_000 })],
  ])('is not believed when the token is signed %s', async (_, forge) => {
    const server = await serverWith();
    forge();
    const { to, browser } = await comeFrom(server);
    expect(to).toBe('/sign-in?failed=provider');
    expect(await roleOf(server, browser)).toBeUndefined();
  });

  it('cannot be answered twice, by another browser, or without having been asked', async () => {
    const server = await serverWith();
    const { back, state } = await comeFrom(server);
    const again = async (headers: Readonly<Record<string, string>>, query = back.search) =>
      (await server.ask(`${back.pathname}${query}`, headers)).headers.get('location');
    expect(await again({ Cookie: state })).toBe('/sign-in?failed=provider');
    expect(await again({})).toBe('/sign-in?failed=provider');
    expect(await again({ Cookie: state }, '?code=x&state=y')).toBe('/sign-in?failed=provider');
    expect(await again({ Cookie: state }, '')).toBe('/sign-in?failed=provider');
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
    'does not send people on to "%s"',
    async (callbackURL) => {
      const server = await serverWith();
      const begun = await server.ask('/api/auth/sign-in/oauth2', {}, { providerId: 'oidc', callbackURL });
      expect(begun.status).toBe(400);
    },
  );

  it('that is away keeps nobody else out', async () => {
    const server = await serverWith();
    provider.close();
    const begun = await server.ask('/api/auth/sign-in/oauth2', {}, { providerId: 'oidc', callbackURL: '/' });
    expect(begun).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } });
    expect((await server.ask('/api/v1/hosts', await firstAdmin(server))).status).toBe(200);
  });
});

it('fills no disk with ways to the provider that nobody goes', async () => {
  const server = await serverWith();
  const begin = () =>
    server.ask('/api/auth/sign-in/oauth2', { Origin: server.url }, { providerId: 'oidc', callbackURL: '/' });
  for (let n = 0; n < 30; n++) expect((await begin()).status).toBe(200);
  expect(await begin()).toMatchObject({ status: 429, body: { error: { code: 'overloaded' } } });
});

it('a server without a provider says so', async () => {
  const server = await use.server(use.folder());
  const begun = await server.ask('/api/auth/sign-in/oauth2', {}, { providerId: 'oidc', callbackURL: '/' });
  expect(begun.status).toBe(404);
  expect((await server.ask('/api/auth/callback/oidc?code=x&state=y')).status).toBe(404);
});
