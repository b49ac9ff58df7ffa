import { join } from 'node:path';
import { openLedger } from '@netstrata/db';
import type { AuditRow, ChangeRecord, HostChange } from '@netstrata/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerChanges, type Lies, PretendHost } from '../../testing/PretendHost.ts';
import { resources } from '../../testing/resources.ts';
import { FACTS, SERIES, type TestAgent, tickOf } from '../../testing/TestAgent.ts';
import { ADMIN_TOKEN, bearing, type TestServer } from '../../testing/TestServer.ts';

const shared = resources('file');
const use = resources();

const WANTED = { tunable: 'net.core.somaxconn', value: '4096', expectedBefore: '128' };
const REQUEST = { changes: [WANTED], because: 'the queue overflows' };
const withChange = (change: object) => ({ ...REQUEST, changes: [{ ...WANTED, ...change }] });
const at = (hostId: string, rest = '') => `/api/v1/hosts/${hostId}/changes${rest}`;

let hosts = 0;
/** Of whoever asks: somebody else for each host, so that no test uses up what another may ask for. */
let operator: Readonly<Record<string, string>> = {};
/** An agent of a host of its own that answers questions about changes, and a token that may change it. */
async function joined(server: TestServer, lies: Lies = {}) {
  hosts += 1;
  const hostId = `host-abuse-${hosts}`;
  const { body } = await server.post('/api/v1/tokens', { name: hostId, role: 'operator', days: 1 });
  operator = bearing((body as { readonly secret: string }).secret);
  const agent: TestAgent = await use.agent(server);
  const pretended = new PretendHost();
  answerChanges(agent, pretended, lies);
  await agent.hello({ facts: { ...FACTS, hostId, hostname: hostId }, session: `session-${hostId}` });
  await agent.push([tickOf(1, Date.now())], SERIES);
  return { hostId, agent, pretended };
}

describe('changes over HTTP', () => {
  let server: TestServer;
  let viewer: Readonly<Record<string, string>>;
  beforeAll(async () => {
    server = await shared.server(shared.folder());
    viewer = bearing(await server.tokenOf('viewer'));
  });

  /** As an operator, unless said. A program that sends nothing with an order sends an empty object. */
  const post = (path: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}) =>
    server.ask(path, { ...operator, ...headers }, body);
  const get = (path: string, headers: Readonly<Record<string, string>> = operator) => server.ask(path, headers);
  const auditOf = async (query: string): Promise<readonly AuditRow[]> =>
    ((await get(`/api/v1/audit?${query}`)).body as { readonly rows: readonly AuditRow[] }).rows;
  const applied = async (hostId: string, request: object = REQUEST): Promise<ChangeRecord> => {
    const { status, body } = await post(at(hostId), request);
    expect([status, body]).toEqual([200, { change: expect.objectContaining({ state: 'pending' }) }]);
    return (body as { readonly change: ChangeRecord }).change;
  };
  const refusal = (code: string, message: string | RegExp) => ({
    error: {
      code,
      message: typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
    },
  });

  it('go from preview to undo, and each step is in the audit', async () => {
    const { hostId, pretended } = await joined(server);
    const preview = await post(at(hostId, '/preview'), REQUEST);
    expect(preview).toMatchObject({ status: 200, body: { hostId, mayApply: true, needsFreshProof: false } });
    const { id } = await applied(hostId);
    expect(await get(at(hostId, `/${id}`), viewer)).toMatchObject({
      status: 200,
      body: { change: { id, state: 'pending' } },
    });
    expect(await post(at(hostId, `/${id}/confirm`), { persist: true })).toMatchObject({
      status: 200,
      body: { change: { state: 'kept', persisted: { path: '/etc/sysctl.d/90-netstrata.conf' } } },
    });
    const file = await fetch(`${server.url}${at(hostId, '/export?as=sysctl')}`, { headers: viewer });
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="90-netstrata.conf"');
    expect(await file.text()).toContain('\nnet.core.somaxconn = 4096\n');
    expect(await post(at(hostId, `/${id}/unpersist`))).toMatchObject({ status: 200 });
    expect(await post(at(hostId, `/${id}/undo`))).toMatchObject({ status: 200, body: { change: { state: 'undone' } } });
    expect(await get(at(hostId, '?limit=1'), viewer)).toMatchObject({ body: { changes: [{ id, state: 'undone' }] } });
    expect(pretended.asked).toHaveLength(5);
    const rows = await auditOf(`host=${hostId}`);
    expect(rows.map(({ action }) => action)).toEqual([
      'change.undo',
      'change.ask-undo',
      'change.unpersist',
      'change.ask-unpersist',
      'change.persist',
      'change.ask-persist',
      'change.confirm',
      'change.ask-confirm',
      'change.apply',
      'change.ask-apply',
    ]);
    expect(rows.at(-2)).toMatchObject({
      outcome: 'done',
      actor: `token:${hostId}`,
      target: id,
      because: 'the queue overflows',
      before: 'net.core.somaxconn = 128',
      after: 'net.core.somaxconn = 4096',
    });
    expect((await get('/api/v1/audit/verify')).body).toMatchObject({ brokenAt: null });
  });

  it.each([
    ['a name that is not in the catalogue', withChange({ tunable: 'kernel.core_pattern' }), 'is not in the catalogue'],
    ['a path', withChange({ tunable: '../../../etc/passwd' }), 'changes.0.tunable: must be a name'],
    ['a path with slashes', withChange({ tunable: 'net/core/somaxconn' }), 'changes.0.tunable: must be a name'],
    ['an encoded path', withChange({ tunable: 'net.core.%2e%2e%2fsomaxconn' }), 'changes.0.tunable: must be a name'],
    ['dots that climb', withChange({ tunable: 'net.core..somaxconn' }), 'changes.0.tunable: must be a name'],
    ['a NUL in the name', withChange({ tunable: 'net.core.somaxconn\0.x' }), 'changes.0.tunable: must be a name'],
    ['a NUL in the value', withChange({ value: '4096\0' }), 'changes.0.value: must be one line'],
    ['a second line in the value', withChange({ value: '4096\nnet.x=1' }), 'changes.0.value: must be one line'],
    ['a value below the bounds', withChange({ value: '-1' }), 'is not a plain decimal number'],
    ['a value above the bounds', withChange({ value: '2147483648' }), 'is above'],
    ['a number that overflows', withChange({ value: '9'.repeat(60) }), 'is above'],
    ['a number of another kind', withChange({ value: '0x1000' }), 'is not a plain decimal number'],
    ['an exponent', withChange({ value: '1e3' }), 'is not a plain decimal number'],
    ['a number that is no text', withChange({ value: 4096 }), 'changes.0.value: '],
    ['three numbers for one', withChange({ value: '1 2 3' }), '3 numbers were given, 1 are needed'],
    ['a value that is too long', withChange({ value: '1'.repeat(3000) }), 'changes.0.value: '],
    ['a namespace that is a path', withChange({ namespace: '/proc/1/ns/net' }), 'changes.0.namespace: must be'],
    ['a device that is a path', withChange({ device: '../../x' }), 'changes.0.device: must be'],
    ['no reason', { changes: [WANTED] }, 'because: '],
    ['a reason of two lines', { ...REQUEST, because: 'a\nb' }, 'because: must be one line'],
    ['too many settings', { ...REQUEST, changes: new Array(17).fill(WANTED) }, 'changes: '],
    ['the same setting twice', { ...REQUEST, changes: [WANTED, WANTED] }, 'is in the unit twice'],
    ['somebody else as the one who asks', { ...REQUEST, by: 'person:root' }, 'message: '],
    ['a list', [REQUEST], 'message: '],
    ['nothing', null, 'message: '],
    ['a prototype', JSON.parse('{"__proto__":{"changes":[]},"because":"x"}'), 'changes: '],
  ])('refuse %s, with the reason, and note it', async (_, request, message) => {
    const { hostId, pretended } = await joined(server);
    expect(await post(at(hostId), request)).toMatchObject({ status: 400, body: refusal('bad-request', message) });
    expect(pretended.asked).toEqual([]);
    expect((await get(at(hostId))).body).toEqual({ changes: [] });
    expect(await auditOf(`host=${hostId}&action=change.apply`)).toMatchObject([
      { outcome: 'refused', actor: `token:${hostId}`, because: expect.stringContaining(message) },
    ]);
  });

  it('refuse a body that is too large or no JSON', async () => {
    const { hostId } = await joined(server);
    expect(await post(at(hostId), JSON.stringify({ ...REQUEST, x: 'y'.repeat(70_000) }))).toMatchObject({
      status: 413,
    });
    expect(await post(at(hostId), '{"changes":')).toMatchObject({
      status: 400,
      body: refusal('bad-request', 'not JSON'),
    });
  });

  it.each(['..', '%2e%2e', '%2e%2e%2fchanges', 'a%00b', 'x'.repeat(200)])('know no change "%s"', async (id) => {
    const { hostId, pretended } = await joined(server);
    const { status } = await post(at(hostId, `/${id}/undo`));
    expect([404, 405]).toContain(status);
    expect(pretended.asked).toEqual([]);
  });

  it('of another host are not found, and the attempt is noted', async () => {
    const { hostId } = await joined(server);
    const { hostId: other, pretended } = await joined(server);
    const { id } = await applied(hostId);
    for (const action of ['confirm', 'undo', 'persist', 'unpersist'])
      expect(await post(at(other, `/${id}/${action}`))).toMatchObject({
        status: 404,
        body: refusal('not-found', 'this host has no such change'),
      });
    expect((await get(at(other, `/${id}`))).status).toBe(404);
    expect(pretended.asked).toEqual([]);
    expect((await get(at(hostId, `/${id}`))).body).toMatchObject({ change: { state: 'pending' } });
    expect(await auditOf(`host=${other}`)).toHaveLength(4);
  });

  it('that are asked for twice with one key are made once, and a key is not lent to another request', async () => {
    const { hostId, pretended } = await joined(server);
    const key = { 'Idempotency-Key': 'b0a1f8a2-replayed' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(at(hostId), REQUEST, key)));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(pretended.asked).toHaveLength(1);
    expect(await post(at(hostId), { ...REQUEST, because: 'another' }, key)).toMatchObject({
      status: 409,
      body: refusal('conflict', 'came with another request before'),
    });
    expect(await post(at(hostId), REQUEST, { 'Idempotency-Key': 'short' })).toMatchObject({ status: 400 });
  });

  it('that are confirmed and undone twice are so once', async () => {
    const { hostId, pretended } = await joined(server);
    const { id } = await applied(hostId);
    const twice = async (action: string) =>
      (await Promise.all([post(at(hostId, `/${id}/${action}`)), post(at(hostId, `/${id}/${action}`))])).map(
        ({ status }) => status,
      );
    expect(await twice('confirm')).toEqual([200, 200]);
    expect(await twice('undo')).toEqual([200, 200]);
    expect(pretended.asked).toHaveLength(3);
    expect(await post(at(hostId, `/${id}/confirm`))).toMatchObject({
      status: 409,
      body: refusal('conflict', 'was taken back'),
    });
  });

  it('of one setting by two operators at once: the second hears who is at it, and until when', async () => {
    const { hostId, pretended } = await joined(server);
    const second = bearing(ADMIN_TOKEN);
    const answers = await Promise.all([
      post(at(hostId), REQUEST),
      server.ask(at(hostId), second, { ...REQUEST, because: 'me too' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 409]);
    expect(answers[1]?.body).toMatchObject(
      refusal('conflict', /^token:host-abuse-\d+ is changing net\.core\.somaxconn/),
    );
    expect(await server.ask(at(hostId), second, REQUEST)).toMatchObject({
      status: 409,
      body: refusal('conflict', /may confirm that until \d{4}-\d\d-\d\dT/),
    });
    expect(pretended.asked).toHaveLength(1);
    expect(
      (await auditOf(`host=${hostId}&action=change.apply`)).filter(({ outcome }) => outcome === 'refused'),
    ).toHaveLength(2);
  });

  it('are nothing for viewers and strangers', async () => {
    const { hostId, pretended } = await joined(server);
    const { id } = await applied(hostId);
    for (const path of [at(hostId), at(hostId, '/preview'), at(hostId, `/${id}/confirm`), at(hostId, `/${id}/undo`)]) {
      expect(await server.ask(path, viewer, REQUEST)).toMatchObject({
        status: 403,
        body: refusal('forbidden', 'operator'),
      });
      expect(await server.ask(path, {}, REQUEST)).toMatchObject({ status: 401 });
    }
    expect((await server.ask('/api/v1/audit', viewer)).status).toBe(403);
    expect((await server.ask('/api/v1/audit/verify', viewer)).status).toBe(403);
    expect(pretended.asked).toHaveLength(1);
    const refused = await auditOf('actor=token:viewer');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ outcome }) => outcome === 'refused')).toBe(true);
  });

  it('of a risky setting want to be taken upon oneself', async () => {
    const { hostId } = await joined(server);
    const risky = withChange({ tunable: 'net.ipv4.tcp_mem', value: '10000 20000 40000', expectedBefore: '1 2 3' });
    expect(await post(at(hostId), risky)).toMatchObject({
      status: 403,
      body: refusal('fresh-proof-needed', 'acceptRisk'),
    });
    expect(await post(at(hostId), { ...risky, acceptRisk: true })).toMatchObject({ status: 200 });
  });

  it('whose session ends in between are taken back by the host, which says so', async () => {
    const { hostId, agent, pretended } = await joined(server);
    const made = await server.post('/api/v1/tokens', { name: `short-${hostId}`, role: 'operator', days: 1 });
    const { secret, token } = made.body as { readonly secret: string; readonly token?: { readonly id: string } };
    const { body } = await server.ask(at(hostId), bearing(secret), REQUEST);
    const { id } = (body as { readonly change: ChangeRecord }).change;
    const tokenId = token?.id ?? (made.body as { readonly id: string }).id;
    expect(await server.post(`/api/v1/tokens/${tokenId}/revoke`, {})).toMatchObject({ status: 200 });
    expect((await server.ask(at(hostId, `/${id}/confirm`), bearing(secret), {})).status).toBe(401);
    expect(pretended.asked).toHaveLength(1);
    agent.socket.emit('changes:report', [pretended.takeBack(id, 'not-confirmed')]);
    await expect
      .poll(async () => (await get(at(hostId, `/${id}`))).body)
      .toMatchObject({
        change: { state: 'undone', decidedBy: 'host', undo: { reason: 'not-confirmed' } },
      });
    expect((await auditOf(`host=${hostId}&action=change.undo`))[0]).toMatchObject({
      actor: `host:${hostId}`,
      outcome: 'done',
      because: 'nobody confirmed it in time',
      before: 'net.core.somaxconn = 4096',
      after: 'net.core.somaxconn = 128',
    });
  });

  it.each<[string, Lies]>([
    ['another id', { change: (unit) => ({ ...unit, id: 'another-0001' }) }],
    [
      'another value',
      { change: (unit) => ({ ...unit, changes: unit.changes.map((each) => ({ ...each, after: '7' })) }) },
    ],
    [
      'another setting',
      {
        change: (unit) => ({
          ...unit,
          changes: unit.changes.map((each) => ({ ...each, tunable: 'net.core.rmem_max' })),
        }),
      },
    ],
    ['more settings', { change: (unit) => ({ ...unit, changes: [...unit.changes, ...unit.changes] }) }],
    ['that it is kept already', { change: (unit) => ({ ...unit, state: 'kept' }) }],
    ['lines in its texts', { change: (unit) => ({ ...unit, by: 'x\nnet.x = 1' }) }],
    ['no object', { change: () => 'done' }],
    ['nothing', { change: () => undefined }],
    ['a value of a megabyte', { change: (unit) => ({ ...unit, because: 'x'.repeat(1_000_000) }) }],
  ])('an agent that lies about them, answering %s, is not believed', async (_, lies) => {
    const { hostId } = await joined(server, lies);
    const { status, body } = await post(at(hostId), REQUEST);
    const { changes } = (await get(at(hostId))).body as { readonly changes: readonly ChangeRecord[] };
    expect(changes).toMatchObject([{ state: 'unknown', changes: [{ before: '128', after: '4096' }] }]);
    if (status === 200) expect(body).toEqual({ change: changes[0] });
    else expect([status, body]).toEqual([503, refusal('unavailable', 'answered for something that was not asked')]);
    expect((await auditOf(`host=${hostId}&action=change.apply`)).map(({ outcome }) => outcome)).toEqual(['failed']);
    expect((await get('/api/health')).status).toBe(200);
  });

  it('an agent that lies in a preview shows nothing', async () => {
    const { hostId } = await joined(server, {
      preview: (preview) => ({ ...preview, settings: preview.settings.map((each) => ({ ...each, current: '1\n2' })) }),
    });
    expect(await post(at(hostId, '/preview'), REQUEST)).toMatchObject({
      status: 503,
      body: refusal('unavailable', 'no proper answer'),
    });
  });

  it('an agent that reports changes of another host touches nothing there', async () => {
    const { hostId, pretended } = await joined(server);
    const { hostId: liar, agent } = await joined(server);
    const { id } = await applied(hostId);
    const unit = pretended.units.get(id) as HostChange;
    agent.socket.emit('changes:report', [{ ...unit, state: 'kept' }]);
    await expect
      .poll(async () => (await auditOf(`host=${liar}`)).map(({ because }) => because))
      .toEqual(['it speaks of a change of another host']);
    expect((await get(at(hostId, `/${id}`))).body).toMatchObject({ change: { state: 'pending' } });
    expect((await get(at(liar))).body).toEqual({ changes: [] });
  });

  it('an agent that is gone before it answers leaves them unknown until it tells', async () => {
    const leaving = Promise.withResolvers<void>();
    const { hostId, agent, pretended } = await joined(server, { silent: () => leaving.resolve() });
    void leaving.promise.then(() => agent.leave());
    const { status, body } = await post(at(hostId), REQUEST);
    expect([status, body]).toMatchObject([200, { change: { state: 'unknown' } }]);
    const { id } = (body as { readonly change: ChangeRecord }).change;
    await expect.poll(async () => (await post(at(hostId, `/${id}/confirm`))).status).toBe(503);
    const next = await use.agent(server);
    answerChanges(next, pretended);
    await next.hello({ facts: { ...FACTS, hostId, hostname: hostId }, session: `session-${hostId}` });
    next.socket.emit('changes:report', [...pretended.units.values()]);
    await expect
      .poll(async () => (await get(at(hostId, `/${id}`))).body)
      .toMatchObject({ change: { state: 'pending' } });
    expect(await post(at(hostId, `/${id}/confirm`))).toMatchObject({
      status: 200,
      body: { change: { state: 'kept' } },
    });
  });

  it('the audit is found by who, what and where, in pages, and nothing in its csv is a formula', async () => {
    const { hostId } = await joined(server);
    await applied(hostId, { ...REQUEST, because: '=HYPERLINK("http://x")' });
    const rows = await auditOf(`host=${hostId}&limit=1`);
    expect(rows).toMatchObject([{ action: 'change.apply' }]);
    expect(await auditOf(`host=${hostId}&before=${rows[0]?.seq}`)).toMatchObject([{ action: 'change.ask-apply' }]);
    const file = await fetch(`${server.url}/api/v1/audit?as=csv&host=${hostId}`, { headers: operator });
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await file.text()).toContain(`,"'=HYPERLINK(""http://x"")",`);
    expect((await get('/api/v1/audit?limit=1001')).status).toBe(400);
    expect((await get("/api/v1/audit?actor=' OR 1=1 --".replaceAll(' ', '%20'))).body).toEqual({ rows: [] });
  });

  it('pages are told of every turn', async () => {
    const { hostId, agent, pretended } = await joined(server);
    const browser = await use.browser(server);
    await browser.open({ view: 'stack', hostId });
    expect((await browser.received('changes:update')).changes).toEqual([]);
    const { id } = await applied(hostId);
    const stateIs = (state: string) => browser.received('changes:update', ({ changes }) => changes[0]?.state === state);
    expect((await stateIs('applying')).changes).toMatchObject([{ id, by: `token:${hostId}` }]);
    await stateIs('pending');
    agent.socket.emit('changes:report', [pretended.takeBack(id, 'connection-lost')]);
    expect((await stateIs('undone')).changes).toMatchObject([{ id, undo: { reason: 'connection-lost' } }]);
  });
});

it('changes are there again after the server was started again, and what it asked for is unknown until the host tells', async () => {
  const folder = use.folder();
  const first = await use.server(folder);
  const asked = Promise.withResolvers<void>();
  const { hostId, pretended } = await joined(first, { silent: () => asked.resolve() });
  const lost = first.post(at(hostId), REQUEST).catch(() => undefined);
  await asked.promise;
  await first.stop();
  await lost;
  const second = await use.server(folder);
  const { body } = await second.get(at(hostId));
  expect(body).toMatchObject({ changes: [{ state: 'unknown' }] });
  const [change] = (body as { readonly changes: readonly ChangeRecord[] }).changes;
  const next = await use.agent(second);
  await next.hello({ facts: { ...FACTS, hostId, hostname: hostId }, session: `session-${hostId}` });
  next.socket.emit('changes:report', [pretended.takeBack(change?.id ?? '', 'connection-lost')]);
  await expect
    .poll(async () => (await second.get(at(hostId))).body)
    .toMatchObject({
      changes: [{ id: change?.id, state: 'undone', decidedBy: 'host' }],
    });
});

describe('a person', () => {
  const ADA = { name: 'Ada', email: 'ada@example.org', password: 'a dozen characters' };
  /** An admin in a browser, and their session. */
  async function signedIn(server: TestServer) {
    const code = new URL(server.welcome ?? '').searchParams.get('code');
    const { headers } = await server.ask('/api/v1/welcome', {}, { ...ADA, code });
    const cookies = headers.getSetCookie().map((line) => line.split(';')[0]);
    const browser = { Cookie: cookies.join('; '), Origin: server.url };
    const { body } = await server.ask('/api/v1/sessions', browser);
    const [session] = (body as { readonly sessions: readonly { readonly id: string }[] }).sessions;
    return { browser, session: session?.id ?? '' };
  }

  it('gives their password again before a risky change, when that was long ago', async () => {
    const folder = use.folder();
    const server = await use.server(folder);
    const { browser, session } = await signedIn(server);
    const { hostId, pretended } = await joined(server);
    const ledger = openLedger(join(folder, 'data', 'ledger.sqlite'));
    ledger.people.proved(session, Date.now() - 601_000);
    ledger.close();
    const risky = {
      ...withChange({ tunable: 'net.ipv4.tcp_mem', value: '10 20 30', expectedBefore: '1 2 3' }),
      acceptRisk: true,
    };
    const needed = await server.ask(at(hostId), browser, risky);
    expect([needed.status, needed.body]).toMatchObject([403, { error: { code: 'fresh-proof-needed' } }]);
    expect(pretended.asked).toEqual([]);
    expect((await server.ask('/api/v1/prove', browser, { password: 'a dozen of wrong ones' })).status).toBe(403);
    expect((await server.ask(at(hostId), browser, risky)).status).toBe(403);
    expect((await server.ask('/api/v1/prove', browser, { password: ADA.password })).status).toBe(200);
    expect(await server.ask(at(hostId), browser, risky)).toMatchObject({
      status: 200,
      body: { change: { by: 'person:ada@example.org', state: 'pending' } },
    });
  });

  it('whose session has ended confirms nothing any more', async () => {
    const server = await use.server(use.folder());
    const { browser, session } = await signedIn(server);
    const { hostId, pretended } = await joined(server);
    const { body } = await server.ask(at(hostId), browser, REQUEST);
    const { id } = (body as { readonly change: ChangeRecord }).change;
    await server.post(`/api/v1/sessions/${session}/revoke`, {});
    expect((await server.ask(at(hostId, `/${id}/confirm`), browser, {})).status).toBe(401);
    expect(pretended.asked).toHaveLength(1);
  });

  it('is not changed for by a page of another origin', async () => {
    const server = await use.server(use.folder());
    const { browser } = await signedIn(server);
    const { hostId, pretended } = await joined(server);
    const forged = { ...browser, Origin: 'http://evil.example' };
    expect((await server.ask(at(hostId), forged, REQUEST)).status).toBe(403);
    expect(pretended.asked).toEqual([]);
  });
});
