import { readdirSync, readFileSync } from 'node:fs';
import { join as path } from 'node:path';
import type { AgentSummary, EnrolmentSummary, MadeEnrolment } from '@netstrata/protocol';
import {
  AgentHandshake,
  type AgentIdentity,
  type JoinToken,
  joinTokenText,
  newSigningKey,
  parseJoinToken,
  type SigningKey,
} from '@netstrata/protocol/handshake';
import { beforeEach, describe, expect, it } from 'vitest';
import { resources } from '../testing/resources.ts';
import { FACTS, tickOf } from '../testing/TestAgent.ts';
import type { TestServer } from '../testing/TestServer.ts';

const use = resources();
const BETA = { ...FACTS, hostId: 'host-0002', hostname: 'beta' };
const GAMMA = { ...FACTS, hostId: 'host-0003', hostname: 'gamma' };
const REFUSED = (message: string) => ({ ok: false, error: { code: 'forbidden', message } });
const UNPROVED = {
  ok: false,
  error: { code: 'unauthorised', message: 'the agent cannot prove that it has the key it named' },
};

let folder: string;
let server: TestServer;
beforeEach(async () => {
  folder = use.folder();
  server = await use.server(folder);
});

const enrol = async (body: object = { allowApply: true }): Promise<MadeEnrolment & { readonly parsed: JoinToken }> => {
  const made = (await server.post('/api/v1/enrolments', body)).body as MadeEnrolment;
  const parsed = parseJoinToken(made.token);
  if (parsed === undefined) throw new Error(`no token: ${JSON.stringify(made)}`);
  return { ...made, parsed };
};

/** An agent that has joined by a token, gone again. */
const join = async (
  token: JoinToken,
  facts = BETA,
): Promise<{ readonly key: SigningKey; readonly serverKey: string }> => {
  const key = newSigningKey();
  const agent = await use.agent(server, { kind: 'token', token });
  expect(await agent.hello({ facts, joinKey: key.publicKey })).toMatchObject({ ok: true });
  const serverKey = agent.serverKey();
  agent.leave();
  await agent.ended;
  return { key, serverKey };
};
const withKey = ({ key, serverKey }: { readonly key: SigningKey; readonly serverKey: string }): AgentIdentity => ({
  kind: 'key',
  key,
  serverKey,
});
const agents = async () => ((await server.get('/api/v1/agents')).body as { agents: AgentSummary[] }).agents;
const enrolments = async () =>
  ((await server.get('/api/v1/enrolments')).body as { enrolments: EnrolmentSummary[] }).enrolments;
const audit = async (action: string): Promise<readonly Record<string, unknown>[]> => {
  const { body } = await server.get(`/api/v1/audit?action=${action}`);
  return (body as { rows: Record<string, unknown>[] }).rows;
};

describe('an agent elsewhere', () => {
  it('joins by a token, comes back by its own key after a restart of the server, and is listed', async () => {
    const { parsed, command, token, id, expiresMs, createdMs } = await enrol();
    expect(command).toBe(`npm run agent -- --server ${server.url} --token ${token} --allow-apply`);
    expect(expiresMs - createdMs).toBe(3_600_000);
    const identity = withKey(await join(parsed));
    await server.stop();
    server = await use.server(folder);
    const agent = await use.agent(server, identity);
    expect(await agent.hello({ facts: BETA, agentVersion: '0.2.0' })).toMatchObject({ ok: true });
    expect(await agent.push([tickOf(1, Date.now())])).toEqual({ ok: true, committedSeq: 1 });
    expect(await agents()).toEqual([
      {
        hostId: 'host-0002',
        hostname: 'beta',
        agentVersion: '0.2.0',
        connected: true,
        mayApply: true,
        allowApply: true,
        local: false,
        keyMs: expect.any(Number),
        joinedFrom: '127.0.0.1',
        lastSampleMs: expect.any(Number),
        revokedMs: null,
      },
    ]);
    expect(await enrolments()).toMatchObject([{ id, usedBy: 'host-0002', endedMs: expect.any(Number) }]);
    expect(JSON.stringify(await enrolments())).not.toContain(parsed.secret);
    expect((await server.get('/api/v1/hosts/host-0002')).body).toMatchObject({
      self: false,
      connected: true,
      mayApply: true,
      agentVersion: '0.2.0',
    });
    expect(await audit('enrolment.create')).toMatchObject([{ outcome: 'done', target: id }]);
    expect(await audit('agent.join')).toMatchObject([
      { outcome: 'done', actor: 'host:host-0002', hostId: 'host-0002', target: id, from: '127.0.0.1' },
    ]);
  });

  it('brings tags: what it brings anew is added, what it brings no longer goes, and what people did stays', async () => {
    const key = newSigningKey();
    const { parsed } = await enrol();
    const tagsOf = async () => ((await server.get('/api/v1/hosts/host-0002')).body as { tags: readonly string[] }).tags;
    const joining = await use.agent(server, { kind: 'token', token: parsed });
    await joining.hello({ facts: BETA, joinKey: key.publicKey, tags: ['web', 'eu-1'] });
    expect(await tagsOf()).toEqual(['eu-1', 'web']);
    expect(await audit('host.tag')).toMatchObject([
      { outcome: 'done', actor: 'host:host-0002', target: 'beta', before: '', after: 'eu-1 web', from: '127.0.0.1' },
    ]);
    const identity = withKey({ key, serverKey: joining.serverKey() });
    joining.leave();
    await joining.ended;
    const restart = async (tags?: readonly string[]): Promise<readonly string[]> => {
      const back = await use.agent(server, identity);
      expect(await back.hello({ facts: BETA, ...(tags && { tags }) })).toMatchObject({ ok: true });
      back.leave();
      await back.ended;
      return tagsOf();
    };
    await server.post('/api/v1/hosts/host-0002/tags', { tags: ['db', 'eu-1'] });
    expect(await restart(['web', 'eu-1'])).toEqual(['db', 'eu-1']);
    expect(await restart(['edge', 'web'])).toEqual(['db', 'edge']);
    expect(await restart()).toEqual(['db', 'edge']);
    await server.stop();
    server = await use.server(folder);
    expect(await restart(['web'])).toEqual(['db']);
    expect(await audit('host.tag')).toMatchObject([
      { actor: 'host:host-0002', before: 'db edge', after: 'db' },
      { actor: 'host:host-0002', before: 'db eu-1', after: 'db edge' },
      { before: 'eu-1 web', after: 'db eu-1' },
      { actor: 'host:host-0002', before: '', after: 'eu-1 web' },
    ]);
    const wrong = await use.agent(server, { kind: 'token', token: (await enrol()).parsed });
    expect(await wrong.hello({ facts: GAMMA, joinKey: newSigningKey().publicKey, tags: ['Web'] })).toMatchObject({
      ok: false,
      error: { code: 'bad-request' },
    });
  });

  it('is never taken for the machine of the server, whatever it says of its boot', async () => {
    const identity = withKey(await join((await enrol()).parsed));
    const beta = await use.agent(server, identity);
    await beta.hello({ facts: BETA });
    expect(await server.get('/api/v1/hosts/self')).toMatchObject({ status: 404 });
    const alpha = await use.agent(server);
    await alpha.hello({ session: 'session-0002' });
    expect((await server.get('/api/v1/hosts/self')).body).toMatchObject({ id: 'host-0001' });
  });

  it('may change settings only if its token and it itself say so', async () => {
    const identity = withKey(await join((await enrol({ allowApply: false })).parsed));
    const asked: unknown[] = [];
    const agent = await use.agent(server, identity);
    agent.socket.on('change:apply', (order) => asked.push(order));
    await agent.hello({ facts: BETA, mayApply: true });
    expect(await agents()).toMatchObject([{ allowApply: false, mayApply: false }]);
    const wanted = { tunable: 'net.core.somaxconn', value: '8192', expectedBefore: '4096' };
    const { status } = await server.post('/api/v1/hosts/host-0002/changes', { changes: [wanted], because: 'test' });
    expect(status).toBe(403);
    expect(asked).toEqual([]);
    agent.leave();
    await agent.ended;

    const other = withKey(await join((await enrol({ allowApply: true })).parsed, GAMMA));
    const unwilling = await use.agent(server, other);
    await unwilling.hello({ facts: GAMMA, mayApply: false });
    expect(await agents()).toContainEqual(
      expect.objectContaining({ hostId: 'host-0003', allowApply: true, mayApply: false }),
    );
  });

  it('that is revoked loses its connection at once, is told so, and may join anew', async () => {
    const identity = withKey(await join((await enrol()).parsed));
    const agent = await use.agent(server, identity);
    await agent.hello({ facts: BETA });
    expect((await server.post('/api/v1/agents/host-0002/revoke', {})).body).toMatchObject({
      agent: { hostId: 'host-0002', revokedMs: expect.any(Number), connected: false },
    });
    expect(await agent.ended).toBe('io server disconnect');
    const again = await use.agent(server, identity);
    const reply = await again.hello({ facts: BETA });
    expect(reply).toMatchObject({
      ok: false,
      error: {
        code: 'forbidden',
        message: expect.stringMatching(/^its key was revoked at 20.*start it with --token$/),
      },
    });
    expect(await audit('agent.revoke')).toMatchObject([{ outcome: 'done', hostId: 'host-0002', target: 'beta' }]);
    expect(await audit('agent.connect')).toMatchObject([{ outcome: 'refused', actor: 'host:host-0002' }]);
    expect(await server.post('/api/v1/agents/host-0002/revoke', {})).toMatchObject({ status: 404 });
    const anew = await use.agent(server, withKey(await join((await enrol()).parsed)));
    expect(await anew.hello({ facts: BETA })).toMatchObject({ ok: true });
  });

  it('is told of a server with another key before it says anything', async () => {
    const { key } = await join((await enrol()).parsed);
    const { publicKey } = newSigningKey();
    const agent = await use.agent(server, { kind: 'key', key, serverKey: publicKey });
    await expect(agent.hello({ facts: BETA })).rejects.toMatchObject({ code: 'other-server' });
    const lured = await use.agent(server, {
      kind: 'token',
      token: { ...(await enrol()).parsed, fingerprint: '0'.repeat(32) },
    });
    await expect(lured.hello({ facts: BETA })).rejects.toMatchObject({ code: 'other-server' });
  });
});

describe('nobody gets in', () => {
  it('by a token that was used, with another host or the same', async () => {
    const { parsed, id } = await enrol();
    await join(parsed);
    for (const facts of [BETA, GAMMA]) {
      const copycat = await use.agent(server, { kind: 'token', token: parsed });
      expect(await copycat.hello({ facts, joinKey: newSigningKey().publicKey })).toEqual(
        REFUSED('this token was used or taken back: make a new one on the server'),
      );
      expect(await copycat.ended).toBe('io server disconnect');
    }
    expect(await agents()).toMatchObject([{ hostId: 'host-0002' }]);
    expect(await audit('agent.join')).toContainEqual(
      expect.objectContaining({ outcome: 'refused', actor: 'nobody', from: '127.0.0.1', target: `join-${id}` }),
    );
  });

  it('by a token that two agents use at once, but one', async () => {
    const { parsed } = await enrol();
    const pair = [
      await use.agent(server, { kind: 'token', token: parsed }),
      await use.agent(server, { kind: 'token', token: parsed }),
    ];
    const replies = await Promise.all(
      pair.map((agent, at) => agent.hello({ facts: at === 0 ? BETA : GAMMA, joinKey: newSigningKey().publicKey })),
    );
    expect(replies.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await agents()).toHaveLength(1);
  });

  it('by a token that was taken back, or made up, or has another secret', async () => {
    const { parsed, id } = await enrol();
    expect(await server.post(`/api/v1/enrolments/${id}/revoke`, {})).toMatchObject({ status: 200 });
    expect(await server.post(`/api/v1/enrolments/${id}/revoke`, {})).toMatchObject({ status: 409 });
    const joinKey = newSigningKey().publicKey;
    const back = await use.agent(server, { kind: 'token', token: parsed });
    expect(await back.hello({ facts: BETA, joinKey })).toEqual(
      REFUSED('this token was used or taken back: make a new one on the server'),
    );
    for (const token of [
      { ...parsed, id: 'ffffffffffff' },
      { ...(await enrol()).parsed, secret: '0'.repeat(40) },
    ]) {
      const agent = await use.agent(server, { kind: 'token', token });
      expect(await agent.hello({ facts: BETA, joinKey })).toEqual(UNPROVED);
    }
    const keyless = await use.agent(server, { kind: 'token', token: (await enrol()).parsed });
    expect(await keyless.hello({ facts: BETA })).toMatchObject({ error: { code: 'bad-request' } });
    expect(await agents()).toEqual([]);
  });

  it('by a token after its time', async () => {
    const { now } = Date;
    let aheadMs = 0;
    Date.now = () => now() + aheadMs;
    try {
      server = await use.server(use.folder());
      const { parsed } = await enrol();
      aheadMs = 3_600_000;
      const late = await use.agent(server, { kind: 'token', token: parsed });
      expect(await late.hello({ facts: BETA, joinKey: newSigningKey().publicKey })).toEqual(
        REFUSED('this token has expired: make a new one on the server'),
      );
    } finally {
      Date.now = now;
    }
  });

  it('for a host that has an agent, elsewhere or here', async () => {
    const beta = await join((await enrol()).parsed);
    const alpha = await use.agent(server);
    await alpha.hello({ session: 'session-0002' });
    for (const facts of [BETA, FACTS]) {
      const { parsed, id } = await enrol();
      const usurper = await use.agent(server, { kind: 'token', token: parsed });
      expect(await usurper.hello({ facts, joinKey: newSigningKey().publicKey })).toMatchObject({
        ok: false,
        error: { code: 'forbidden', message: expect.stringContaining('an agent of this host has joined before') },
      });
      expect((await enrolments()).find((row) => row.id === id)?.endedMs).toBeNull();
    }
    // Nor by the secret of the server's machine, for a host elsewhere.
    const insider = await use.agent(server);
    expect(await insider.hello({ facts: BETA })).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    const rightful = await use.agent(server, withKey(beta));
    expect(await rightful.hello({ facts: BETA })).toMatchObject({ ok: true });
  });

  it('for another host than its own, and the audit says whose key it was', async () => {
    const identity = withKey(await join((await enrol()).parsed));
    const liar = await use.agent(server, identity);
    expect(await liar.hello({ facts: GAMMA })).toEqual(REFUSED('its key is that of another host'));
    expect(await liar.ended).toBe('io server disconnect');
    expect(await audit('agent.connect')).toMatchObject([
      { outcome: 'refused', actor: 'host:host-0002', hostId: 'host-0003', because: 'its key is that of another host' },
    ]);
    expect((await server.get('/api/v1/hosts')).body).toMatchObject({ hosts: [{ id: 'host-0002' }] });
  });

  it('that says another name at the second word than at the first, by what it heard of another, or with a copied proof', async () => {
    const joined = await join((await enrol()).parsed);
    const identity = withKey(joined);
    const greet = (agent: Awaited<ReturnType<typeof use.agent>>, greeting: unknown) =>
      new Promise<Record<string, unknown>>((resolve) => agent.raw('agent:greet', greeting, resolve));
    const who = { protocol: 2, hostId: 'host-0002', session: 'session-0001' };
    const first = await use.agent(server, identity);
    const handshake = new AgentHandshake(identity, who);
    const proved = handshake.check(await greet(first, handshake.greeting));
    const claims = { ...who, agentVersion: '1', intervalMs: 1000, mayApply: true, facts: BETA, missing: [] };
    const { hostId: _, ...own } = claims;
    const hello = proved.hello(own);
    const say = (agent: Awaited<ReturnType<typeof use.agent>>, value: unknown) =>
      new Promise<Record<string, unknown>>((resolve) => agent.raw('agent:hello', value, resolve));

    // The very same words over another connection: the server has said another nonce there.
    const second = await use.agent(server, identity);
    await greet(second, handshake.greeting);
    expect(await say(second, hello)).toEqual(UNPROVED);
    // The right proof for other words.
    const third = await use.agent(server, identity);
    const other = new AgentHandshake(identity, who);
    const theirs = other.check(await greet(third, other.greeting)).hello(own);
    expect(await say(third, { ...theirs, mayApply: false })).toEqual(UNPROVED);
    // A proof for a host that it did not greet for.
    const fourth = await use.agent(server, identity);
    const fifth = new AgentHandshake(identity, { ...who, hostId: 'host-0003' });
    const lie = fifth.check(await greet(fourth, fifth.greeting)).hello(own);
    expect(await say(fourth, lie)).toMatchObject({
      error: { message: 'the agent is not the one that greeted: its host or session is another' },
    });
    // Without a greeting, and with one that is none.
    const sixth = await use.agent(server, identity);
    expect(await say(sixth, hello)).toMatchObject({
      error: { code: 'unauthorised', message: 'greet first and wait for the answer' },
    });
    for (const nonce of ['', 'short', 'A'.repeat(43), '='.repeat(43)]) {
      const agent = await use.agent(server, identity);
      expect(await greet(agent, { ...handshake.greeting, nonce })).toMatchObject({
        ok: false,
        error: { code: 'bad-request' },
      });
    }
    // And the first one is welcome all the same.
    expect(await say(first, hello)).toMatchObject({ ok: true });
  });

  it('in the name of the local agent, however often, and it is not kept away by that', async () => {
    const who = { protocol: 2, hostId: 'host-0001', session: 'session-0001' };
    const { hostId: _, ...own } = {
      ...who,
      agentVersion: '1',
      intervalMs: 1000,
      mayApply: true,
      facts: FACTS,
      missing: [],
    };
    for (let attempt = 0; attempt < 25; attempt++) {
      const impostor = await use.agent(server);
      const say = (word: string, value: unknown) =>
        new Promise<Record<string, unknown>>((resolve) => impostor.raw(word, value, resolve));
      const { greeting } = new AgentHandshake({ kind: 'local', secret: 'guessed' }, who);
      expect(await say('agent:greet', greeting)).toMatchObject({ ok: true });
      const answer = await say('agent:hello', { ...own, proof: 'A'.repeat(43) });
      expect(answer).toMatchObject({ ok: false, error: { code: 'unauthorised' } });
    }
    const local = await use.agent(server);
    expect(await local.hello()).toMatchObject({ ok: true });
  });

  it('by guessing: greetings with keys that nobody has are counted by address, and those who have one are not kept out', async () => {
    const identity = withKey(await join((await enrol()).parsed));
    const stranger: AgentIdentity = { kind: 'token', token: { ...(await enrol()).parsed, id: 'ffffffffffff' } };
    const codes: (string | undefined)[] = [];
    for (let attempt = 0; attempt < 22; attempt++) {
      const agent = await use.agent(server, stranger);
      const reply = await agent.hello({ facts: GAMMA, joinKey: newSigningKey().publicKey });
      codes.push(reply.ok ? undefined : reply.error.code);
    }
    expect(codes).toEqual([...Array(20).fill('unauthorised'), 'overloaded', 'overloaded']);
    const rightful = await use.agent(server, identity);
    expect(await rightful.hello({ facts: BETA })).toMatchObject({ ok: true });
  });
});

describe('tokens', () => {
  it('are good for an hour unless said, and for seven days at most', async () => {
    const { expiresMs, createdMs, command, allowApply } = await enrol({ allowApply: false, days: 7 });
    expect(expiresMs - createdMs).toBe(7 * 86_400_000);
    expect(allowApply).toBe(false);
    expect(command).not.toContain('--allow-apply');
    for (const body of [
      {},
      { allowApply: 'yes' },
      { allowApply: true, days: 8 },
      { allowApply: true, days: 0 },
      [],
      null,
    ])
      expect(await server.post('/api/v1/enrolments', body)).toMatchObject({ status: 400 });
    expect(await server.post('/api/v1/enrolments/nobody/revoke', {})).toMatchObject({ status: 404 });
  });

  it('are found nowhere on the disk of the server', async () => {
    const { parsed, token } = await enrol();
    for (const name of readdirSync(path(folder, 'data'))) {
      const bytes = readFileSync(path(folder, 'data', name));
      expect([name, bytes.includes(parsed.secret), bytes.includes(token)]).toEqual([name, false, false]);
    }
    expect(joinTokenText(parsed)).toBe(token);
  });
});
