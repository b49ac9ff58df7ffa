import { describe, expect, it } from 'vitest';
import { resources } from '../testing/resources.ts';
import { ADMIN_TOKEN, bearing } from '../testing/TestServer.ts';
import { ADA, codeOf, cookiesOf, firstAdmin } from '../testing/visit.ts';

const use = resources();

describe('nobody', () => {
  it('sees no host, by the API or live, and of the health no more than that it is well', async () => {
    const server = await use.server(use.folder());
    for (const path of ['/api/v1/hosts', '/api/v1/hosts/self', '/api/v1/hosts/self/advice', '/api/v1/people'])
      expect(await server.ask(path)).toMatchObject({
        status: 401,
        body: { error: { code: 'unauthorised', message: 'sign in first, or send a token' } },
      });
    expect((await server.ask('/api/health')).body).toEqual({ status: 'ok', version: '0.1.0' });
    await expect(use.browser(server, {})).rejects.toMatchObject({ data: { code: 'unauthorised' } });
    await expect(use.browser(server, { auth: { token: 'nst_garbage' } })).rejects.toMatchObject({
      data: { code: 'unauthorised' },
    });
  });
});

describe('the first admin', () => {
  it('is made by the link of the start, once, and is signed in', async () => {
    const folder = use.folder();
    const server = await use.server(folder);
    const browser = await firstAdmin(server);
    expect((await server.ask('/api/v1/me', browser)).body).toEqual({
      me: {
        kind: 'person',
        name: 'ada@example.org',
        displayName: 'Ada',
        role: 'admin',
        provedMs: expect.any(Number),
        expiresMs: expect.any(Number),
        hasPassword: true,
      },
    });
    const again = await server.ask(
      '/api/v1/welcome',
      {},
      { ...ADA, email: 'b@example.org', code: codeOf(server.welcome) },
    );
    expect(again).toMatchObject({ status: 404, body: { error: { code: 'not-found' } } });
    await server.stop();
    expect((await use.server(folder)).welcome).toBeUndefined();
  });

  it('signs in with the password and out again; the session is good for nothing then', async () => {
    const server = await use.server(use.folder());
    await firstAdmin(server);
    const { email, password } = ADA;
    const refused = await server.ask('/api/auth/sign-in/email', {}, { email, password: 'another dozen of them' });
    expect(refused).toMatchObject({
      status: 401,
      body: { error: { code: 'unauthorised', message: 'the e-mail address or the password is wrong' } },
    });
    const signedIn = await server.ask('/api/auth/sign-in/email', {}, { email: 'ADA@example.org', password });
    const { headers, body } = signedIn;
    expect(body).toEqual({ email });
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        new RegExp(`^netstrata-${server.port}\\.session_token=[^;]+; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax$`),
      ),
    ]);
    const browser = { Cookie: cookiesOf(signedIn), Origin: server.url };
    const page = await use.browser(server, { extraHeaders: browser });
    const ended = new Promise((resolve) => page.socket.once('disconnect', resolve));
    expect((await server.ask('/api/auth/sign-out', browser, {})).status).toBe(200);
    expect((await server.ask('/api/v1/hosts', browser)).status).toBe(401);
    expect(await ended).toBe('io server disconnect');
  });
});

describe('a token', () => {
  it('has its role and no more, and ends the moment it is revoked, with what it has open', async () => {
    const server = await use.server(use.folder());
    const secret = await server.tokenOf('viewer');
    expect(secret).toMatch(/^nst_[\w-]{43}$/);
    expect((await server.ask('/api/v1/hosts', bearing(secret))).status).toBe(200);
    expect((await server.ask('/api/v1/people', bearing(secret))).body).toEqual({
      error: { code: 'forbidden', message: 'this is for the role admin and above' },
    });
    const page = await use.browser(server, { auth: { token: secret } });
    const ended = new Promise((resolve) => page.socket.once('disconnect', resolve));
    const { tokens } = (await server.get('/api/v1/tokens')).body as { tokens: { id: string; lastUsedMs: number }[] };
    expect(tokens).toEqual([
      {
        id: expect.stringMatching(/^[\da-f]{16}$/),
        name: 'viewer',
        role: 'viewer',
        createdMs: expect.any(Number),
        createdBy: 'token:NETSTRATA_ADMIN_TOKEN',
        expiresMs: expect.any(Number),
        endedMs: null,
        lastUsedMs: expect.any(Number),
      },
    ]);
    await server.post(`/api/v1/tokens/${tokens[0]?.id}/revoke`, {});
    expect((await server.ask('/api/v1/hosts', bearing(secret))).status).toBe(401);
    await ended;
    expect((await server.ask('/api/v1/hosts', bearing(`${ADMIN_TOKEN}x`))).status).toBe(401);
  });
});
