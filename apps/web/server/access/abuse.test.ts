import { io } from 'socket.io-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { resources } from '../testing/resources.ts';
import { ADMIN_TOKEN, bearing, type TestServer } from '../testing/TestServer.ts';
import { ADA, codeOf, cookiesOf, firstAdmin, join, signIn } from '../testing/visit.ts';

const use = resources();
let server: TestServer;
beforeEach(async () => {
  server = await use.server(use.folder());
});

const BOB = { name: 'Bob', email: 'bob@example.org', password: 'twelve or more' };

const disconnected = (page: {
  readonly socket: { once(event: 'disconnect', done: (why: unknown) => void): unknown };
}) => new Promise((resolve) => page.socket.once('disconnect', resolve));

describe('a session', () => {
  it('that ends in mid-flow is refused at the next request, and its open page is closed', async () => {
    const ada = await firstAdmin(server);
    const bob = await join(server, BOB, 'operator');
    const page = await use.browser(server, { extraHeaders: bob });
    expect(await page.open({ view: 'hosts' })).toEqual({ ok: true });
    const ended = disconnected(page);
    const { sessions } = (await server.ask('/api/v1/sessions?of=everybody', ada)).body as {
      sessions: { id: string; email: string; current: boolean }[];
    };
    expect(sessions.map(({ email, current }) => [email, current])).toEqual(
      expect.arrayContaining([
        ['bob@example.org', false],
        ['ada@example.org', true],
      ]),
    );
    const bobs = sessions.find(({ email }) => email === 'bob@example.org');
    expect((await server.ask(`/api/v1/sessions/${bobs?.id}/revoke`, ada, {})).status).toBe(200);
    expect(await ended).toBe('io server disconnect');
    expect(await server.ask('/api/v1/prove', bob, { password: BOB.password })).toMatchObject({
      status: 401,
      body: { error: { code: 'unauthorised' } },
    });
    expect(server.audit()[0]).toMatchObject({
      action: 'request.refuse',
      outcome: 'refused',
      actor: 'nobody',
      target: 'POST /api/v1/prove',
      because: 'sign in first, or send a token',
    });
  });

  it('ends by itself when nobody was there for three days, and after thirty days in any case', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const startMs = Date.now();
      const ada = await firstAdmin(server);
      const hostsAfter = async (days: number) => {
        vi.setSystemTime(startMs + days * 86_400_000);
        return (await server.ask('/api/v1/hosts', ada)).status;
      };
      for (const day of [2.9, 5.8, 8.7, 11.6, 14.5, 17.4, 20.3, 23.2, 26.1, 29])
        expect(await hostsAfter(day)).toBe(200);
      expect(await hostsAfter(30.01)).toBe(401);
      vi.setSystemTime(startMs + 31 * 86_400_000);
      const again = { Cookie: cookiesOf(await signIn(server, ADA)), Origin: server.url };
      vi.setSystemTime(startMs + 34.1 * 86_400_000);
      expect((await server.ask('/api/v1/hosts', again)).status).toBe(401);
    } finally {
      vi.useRealTimers();
    }
  });

  it('of a person whose role changes or who is disabled ends at once; the last admin stays one', async () => {
    const ada = await firstAdmin(server);
    const bob = await join(server, BOB, 'operator');
    const { people } = (await server.ask('/api/v1/people', ada)).body as { people: { id: string; email: string }[] };
    const [first, second] = people;
    expect(people.map(({ email }) => email)).toEqual(['ada@example.org', 'bob@example.org']);
    const page = await use.browser(server, { extraHeaders: bob });
    const ended = disconnected(page);
    await server.ask(`/api/v1/people/${second?.id}`, ada, { role: 'viewer' });
    await ended;
    expect((await server.ask('/api/v1/hosts', bob)).status).toBe(401);
    await server.ask(`/api/v1/people/${second?.id}`, ada, { disabled: true });
    expect((await signIn(server, BOB)).body).toEqual((await signIn(server, { ...BOB, password: 'wrong' })).body);
    for (const change of [{ role: 'viewer' }, { disabled: true }])
      expect(await server.ask(`/api/v1/people/${first?.id}`, ada, change)).toMatchObject({ status: 409 });
    expect(server.audit().filter(({ action }) => /^person\.(role|disable)$/.test(action))).toMatchObject([
      { action: 'person.disable', actor: 'person:ada@example.org', target: 'bob@example.org' },
      { action: 'person.role', before: 'operator', after: 'viewer', target: 'bob@example.org' },
    ]);
  });

  it('of an admin who is one no more takes along the tokens and invitations that they made, not those of others', async () => {
    const ada = await firstAdmin(server);
    const bob = await join(server, BOB, 'admin');
    const { people } = (await server.ask('/api/v1/people', ada)).body as { people: { id: string; email: string }[] };
    const tokenBy = async (headers: Record<string, string>, name: string) => {
      const { body } = await server.ask('/api/v1/tokens', headers, { name, role: 'admin', days: 1 });
      return { Authorization: `Bearer ${(body as { secret: string }).secret}` };
    };
    const [hers, his] = [await tokenBy(ada, 'hers'), await tokenBy(bob, 'his')];
    await server.ask('/api/v1/invitations', bob, { email: 'eve@example.org', role: 'admin' });
    expect((await server.ask('/api/v1/people', his)).status).toBe(200);
    await server.ask(`/api/v1/people/${people.find(({ email }) => email === BOB.email)?.id}`, ada, {
      role: 'operator',
    });
    expect((await server.ask('/api/v1/people', his)).status).toBe(401);
    expect((await server.ask('/api/v1/people', hers)).status).toBe(200);
    expect(server.audit().filter(({ action }) => /revoke$/.test(action))).toMatchObject([
      { action: 'invitation.revoke', actor: 'person:ada@example.org', target: 'eve@example.org' },
      { action: 'token.revoke', actor: 'person:ada@example.org', target: 'his' },
    ]);
  });

  it('cannot be fixed beforehand: a planted cookie is nobody, and signing in makes a new one and ends the old', async () => {
    const ada = await firstAdmin(server);
    const [name, value = ''] = ada.Cookie.split('=');
    const planted = { Cookie: `${name}=chosen-by-somebody-else.${value.split('.')[1]}`, Origin: server.url };
    expect((await server.ask('/api/v1/hosts', planted)).status).toBe(401);
    const signedIn = await signIn(server, ADA, planted);
    expect(cookiesOf(signedIn)).not.toContain('chosen');
    const second = await signIn(server, ADA, ada);
    expect(second.status).toBe(200);
    expect((await server.ask('/api/v1/hosts', ada)).status).toBe(401);
    expect((await server.ask('/api/v1/hosts', { Cookie: cookiesOf(second) })).status).toBe(200);
  });
});

describe('roles', () => {
  it('a viewer is refused what is for operators and admins, and that is in the audit once a minute', async () => {
    await firstAdmin(server);
    const bob = await join(server, BOB, 'viewer');
    for (const [path, body] of [
      ['/api/v1/hosts/self/advice', { id: 'x', action: 'dismiss' }],
      ['/api/v1/people', undefined],
      ['/api/v1/tokens', { name: 'mine', role: 'admin', days: 1 }],
      ['/api/v1/invitations', { email: 'eve@example.org', role: 'admin' }],
      ['/api/v1/wall-links', { name: 'mine', days: 1 }],
      ['/api/v1/sessions?of=everybody', undefined],
    ] as const)
      expect(await server.ask(path, bob, body), path).toMatchObject({
        status: 403,
        body: { error: { code: 'forbidden' } },
      });
    const refused = server.audit().filter(({ action }) => action === 'request.refuse');
    expect(refused).toMatchObject([
      {
        outcome: 'refused',
        actor: 'person:bob@example.org',
        from: '127.0.0.1',
        target: 'POST /api/v1/hosts/self/advice',
        because: 'this is for the role operator and above',
      },
    ]);
  });
});

describe('a forged Origin', () => {
  it('is refused with a cookie, on HTTP and live, and so is none at all', async () => {
    const ada = await firstAdmin(server);
    const prove = (headers: Readonly<Record<string, string>>) =>
      server.ask('/api/v1/prove', headers, { password: ADA.password });
    expect((await prove({ ...ada, Origin: 'http://evil.example' })).status).toBe(403);
    expect((await prove({ Cookie: ada.Cookie })).body).toEqual({
      error: { code: 'forbidden', message: 'with a cookie this needs an Origin header; programs send a token instead' },
    });
    expect((await signIn(server, ADA, { Cookie: ada.Cookie })).status).toBe(403);
    expect((await server.ask('/api/auth/sign-out', { Cookie: ada.Cookie }, {})).status).toBe(403);
    await expect(use.browser(server, { extraHeaders: { Cookie: ada.Cookie } })).rejects.toMatchObject({
      data: { code: 'forbidden' },
    });
    await expect(use.browser(server, { extraHeaders: { ...ada, Origin: 'http://evil.example' } })).rejects.toThrow();
    const page = await use.browser(server, { extraHeaders: ada });
    expect(await page.open({ view: 'hosts' })).toEqual({ ok: true });
  });

  it('nor does a form of a foreign page get through', async () => {
    const ada = await firstAdmin(server);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect(
        (await server.ask('/api/v1/prove', { ...ada, 'Content-Type': type }, { password: ADA.password })).status,
      ).toBe(400);
  });
});

describe('a token', () => {
  it('that has expired, was revoked or is garbage is told so, whatever cookie comes along', async () => {
    const ada = await firstAdmin(server);
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const secret = await server.tokenOf('admin');
      expect((await server.ask('/api/v1/people', bearing(secret))).status).toBe(200);
      vi.setSystemTime(Date.now() + 86_400_001);
      for (const bad of [secret, 'nst_', 'x'.repeat(5000), ADMIN_TOKEN.toUpperCase(), 'null', '-'])
        expect((await server.ask('/api/v1/hosts', { ...ada, ...bearing(bad) })).body).toEqual({
          error: { code: 'unauthorised', message: 'this token is unknown, revoked or has expired: make a new one' },
        });
      expect(server.audit()[0]).toMatchObject({
        action: 'request.refuse',
        outcome: 'refused',
        actor: 'nobody',
        target: 'GET /api/v1/hosts',
        because: 'this token is unknown, revoked or has expired: make a new one',
      });
    } finally {
      vi.useRealTimers();
    }
  });

  it('is no person: it cannot prove itself, and it makes no session', async () => {
    const secret = await server.tokenOf('operator');
    expect((await server.ask('/api/v1/prove', bearing(secret), { password: 'x' })).status).toBe(403);
    expect((await server.ask('/api/v1/me', bearing(secret))).body).toEqual({
      me: {
        kind: 'token',
        name: 'operator',
        displayName: null,
        role: 'operator',
        provedMs: null,
        expiresMs: expect.any(Number),
        hasPassword: false,
      },
    });
    for (const body of [
      { name: 'two\nlines', role: 'viewer', days: 1 },
      { name: 'x', role: 'root', days: 1 },
      { name: 'x', role: 'viewer', days: 367 },
      { name: 'x', role: 'viewer', days: 0.5 },
      { name: ' ', role: 'viewer', days: 1 },
    ])
      expect((await server.post('/api/v1/tokens', body)).status, JSON.stringify(body)).toBe(400);
  });

  it('of a foreign namespace of socket.io gets nowhere', async () => {
    const socket = io(server.url, { transports: ['websocket'], reconnection: false, forceNew: true });
    const error = await new Promise<Error>((resolve) => socket.once('connect_error', resolve));
    expect(error.message).toBe('name a namespace');
    socket.disconnect();
  });
});

describe('a wallboard link', () => {
  it('shows the list of hosts and nothing else, goes dark when it is revoked, and a stolen copy with it', async () => {
    const made = (await server.post('/api/v1/wall-links', { name: 'lobby', days: 30 })).body as {
      wallLink: { id: string };
      link: string;
    };
    const opened = await server.ask(new URL(made.link).pathname);
    expect([opened.status, opened.headers.get('location'), opened.headers.get('referrer-policy')]).toEqual([
      303,
      '/wall',
      'no-referrer',
    ]);
    const [line] = opened.headers.getSetCookie();
    expect(line).toMatch(/^netstrata-\d+\.wall=nsw_[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/);
    const wall = { Cookie: cookiesOf(opened), Origin: server.url };
    expect((await server.ask('/api/v1/hosts', wall)).status).toBe(200);
    expect((await server.ask('/api/v1/me', wall)).body).toMatchObject({ me: { kind: 'wall', name: 'lobby' } });
    for (const path of [
      '/api/v1/hosts/self',
      '/api/v1/hosts/self/advice',
      '/api/v1/hosts/self/sockets',
      '/api/v1/sessions',
      '/api/v1/audit',
    ])
      expect((await server.ask(path, wall)).status, path).toBe(403);
    expect((await server.ask('/api/v1/prove', wall, { password: 'x' })).status).toBe(403);
    expect((await server.ask('/api/health', wall)).body).toEqual({ status: 'ok', version: '0.1.0' });
    // The secret is for opening alone: it is no token.
    expect((await server.ask('/api/v1/hosts', bearing(cookiesOf(opened).split('=')[1] ?? ''))).status).toBe(401);

    const page = await use.browser(server, { extraHeaders: wall });
    expect(await page.open({ view: 'hosts' })).toEqual({ ok: true });
    for (const request of [
      { view: 'stack', hostId: 'self' },
      { view: 'sockets', hostId: 'self' },
      { view: 'layer', hostId: 'self', layer: 'link' },
    ])
      expect(await page.open(request)).toEqual({
        ok: false,
        error: { code: 'forbidden', message: 'a wallboard link shows the list of hosts and nothing else' },
      });
    const ended = disconnected(page);
    expect((await server.post(`/api/v1/wall-links/${made.wallLink.id}/revoke`, {})).status).toBe(200);
    await ended;
    expect((await server.ask('/api/v1/hosts', wall)).status).toBe(401);
    expect((await server.ask(new URL(made.link).pathname)).headers.get('location')).toBe('/sign-in?reason=wall');
    expect((await server.post(`/api/v1/wall-links/${made.wallLink.id}/revoke`, {})).status).toBe(409);
    expect(server.audit().map(({ action, outcome, actor }) => `${action} ${outcome} ${actor}`)).toEqual([
      'wall.open refused nobody',
      'wall.revoke done token:NETSTRATA_ADMIN_TOKEN',
      'request.refuse refused nobody',
      'request.refuse refused wall:lobby',
      'wall.open done wall:lobby',
      'wall.create done token:NETSTRATA_ADMIN_TOKEN',
    ]);
  });
});

describe('a welcome link', () => {
  it('is good for one use, for the address it is for, and its words say nothing of why it is not', async () => {
    await firstAdmin(server);
    const { body } = await server.post('/api/v1/invitations', { email: 'Bob@Example.org', role: 'operator' });
    const code = codeOf((body as { link: string }).link);
    expect((await server.ask('/api/v1/welcome/look', {}, { code })).body).toEqual({
      email: 'bob@example.org',
      role: 'operator',
      name: null,
      expiresMs: expect.any(Number),
    });
    const welcome = (more: object) => server.ask('/api/v1/welcome', {}, { ...BOB, code, ...more });
    expect((await welcome({ email: 'eve@example.org' })).status).toBe(400);
    expect((await welcome({ password: 'eleven char' })).body).toEqual({
      error: { code: 'bad-request', message: 'password: must have at least 12 characters' },
    });
    const both = await Promise.all([welcome({}), welcome({ name: 'Eve' })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 404]);
    const gone = await welcome({});
    expect(gone.body).toEqual((await welcome({ code: 'nsi_nothing' })).body);
    expect((await server.ask('/api/v1/welcome/look', {}, { code })).status).toBe(404);
  });

  it('for an address that has an account lets that person choose a new password, and ends their sessions', async () => {
    await firstAdmin(server);
    const bob = await join(server, BOB, 'viewer');
    await join(server, { ...BOB, password: 'another dozen' }, 'admin');
    expect((await server.ask('/api/v1/hosts', bob)).status).toBe(401);
    expect((await signIn(server, BOB)).status).toBe(401);
    const back = await signIn(server, { ...BOB, password: 'another dozen' });
    expect((await server.ask('/api/v1/me', { Cookie: cookiesOf(back) })).body).toMatchObject({
      me: { role: 'viewer' },
    });
  });
});

describe('guessing', () => {
  it('is limited by address, in the end with 429 and a time, and the owner at another address gets in', async () => {
    const behind = await use.server(use.folder(), { trustProxy: 1 });
    await firstAdmin(behind);
    const from = (address: string) => ({ 'X-Forwarded-For': `spoofed, ${address}` });
    const guess = { ...ADA, password: 'not the password' };
    for (let n = 0; n < 10; n++) expect((await signIn(behind, guess, from('192.0.2.1'))).status).toBe(401);
    const limited = await signIn(behind, ADA, from('192.0.2.1'));
    expect(limited).toMatchObject({ status: 429, body: { error: { code: 'overloaded' } } });
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(800);
    expect((await signIn(behind, ADA, from('192.0.2.2'))).status).toBe(200);
    // One network of IPv6 is one address.
    for (let n = 0; n < 10; n++) expect((await signIn(behind, guess, from(`2001:db8::${n}`))).status).toBe(401);
    expect((await signIn(behind, guess, from('2001:db8:0:0:ffff::1'))).status).toBe(429);
    const rows = behind.audit().filter(({ outcome }) => outcome === 'refused');
    expect(rows.length).toBeLessThan(15);
    expect(rows).toContainEqual(
      expect.objectContaining({
        action: 'request.limit',
        from: '192.0.2.1',
        target: '/api/auth/sign-in/email',
        because: expect.stringContaining('too many attempts'),
      }),
    );
  });

  it('limits codes of welcome links and proofs too', async () => {
    const ada = await firstAdmin(server);
    const look = () => server.ask('/api/v1/welcome', {}, { ...BOB, code: 'nsi_guess' });
    for (let n = 0; n < 10; n++) expect((await look()).status).toBe(404);
    expect((await look()).status).toBe(429);
    const prove = () => server.ask('/api/v1/prove', ada, { password: 'a guess' });
    for (let n = 0; n < 10; n++) expect((await prove()).status).toBe(403);
    expect((await prove()).status).toBe(429);
  });
});

describe('what is sent to /api/auth', () => {
  it('is bounded and checked, and what nobody needs is not there', async () => {
    await firstAdmin(server);
    for (const body of [
      '',
      '{',
      'null',
      '[]',
      '{"email":1,"password":2}',
      `{"email":"${'x'.repeat(300)}","password":"x"}`,
    ])
      expect((await server.ask('/api/auth/sign-in/email', {}, body)).status, body.slice(0, 40)).toBe(400);
    expect((await server.ask('/api/auth/sign-in/email', {}, 'x'.repeat(70_000))).status).toBe(413);
    for (const [path, body] of [
      ['/api/auth/sign-up/email', { ...BOB }],
      ['/api/auth/update-user', { role: 'admin' }],
      ['/api/auth/get-session', undefined],
      ['/api/auth/list-sessions', undefined],
      ['/api/auth/sign-in/social', { provider: 'oidc' }],
      ['/api/auth//sign-up/email', { ...BOB }],
      ['/api/auth/../auth/sign-up/email', { ...BOB }],
      ['/api/auth/%73ign-up/email', { ...BOB }],
    ] as const)
      expect((await server.ask(path, {}, body)).status, path).toBe(404);
  });

  it('answers with no secret in the body', async () => {
    await firstAdmin(server);
    expect(JSON.stringify((await signIn(server, ADA)).body)).toBe('{"email":"ada@example.org"}');
  });
});
