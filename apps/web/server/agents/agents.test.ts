import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../testing/resources.ts';
import { FACTS, SERIES, tickOf } from '../testing/TestAgent.ts';
import type { TestServer } from '../testing/TestServer.ts';

const use = resources();
const shared = resources('file');

let sessions = 0;
const sessionOf = (who: string): string => {
  sessions += 1;
  return `session-${who}-${sessions}`;
};

const now = (): number => Math.floor(Date.now() / 1000) * 1000;

interface MetricsBody {
  readonly series: readonly { readonly points: readonly (readonly [number, number | null])[] }[];
}

describe('agents that keep to the protocol', () => {
  it('are greeted, and their ticks are acknowledged once they can be read back', async () => {
    const folder = use.folder();
    const server = await use.server(folder);
    const agent = await use.agent(server);
    expect(await agent.hello()).toEqual({ ok: true, committedSeq: 0, watched: false, details: [] });
    const startMs = now() - 10_000;
    expect(await agent.push([tickOf(1, startMs), tickOf(2, startMs)])).toEqual({ ok: true, committedSeq: 2 });
    const { status, body } = await server.get(
      `/api/v1/hosts/host-0001/metrics?ids=transport.tcp.outSegs&from=${startMs + 1000}&to=${startMs + 3000}&step=1000`,
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      series: [
        {
          id: 'transport.tcp.outSegs',
          labels: {},
          unit: 'segments',
          points: [
            [startMs + 1000, 1010],
            [startMs + 2000, 1020],
          ],
        },
      ],
    });
  });

  it('go on behind the last committed tick after the server was restarted, each second once', async () => {
    const folder = use.folder();
    const startMs = now() - 20_000;
    {
      const server = await use.server(folder);
      const agent = await use.agent(server);
      await agent.hello();
      expect(await agent.push([tickOf(1, startMs), tickOf(2, startMs)])).toEqual({ ok: true, committedSeq: 2 });
      await server.stop();
    }
    const server = await use.server(folder);
    const agent = await use.agent(server);
    expect(await agent.hello()).toEqual({ ok: true, committedSeq: 2, watched: false, details: [] });
    // A resend of what was committed is harmless.
    expect(await agent.push([tickOf(2, startMs), tickOf(3, startMs), tickOf(4, startMs)])).toEqual({
      ok: true,
      committedSeq: 4,
    });
    const { body } = await server.get(
      `/api/v1/hosts/host-0001/metrics?ids=transport.tcp.outSegs&from=${startMs + 1000}&to=${startMs + 5000}&step=1000`,
    );
    expect((body as MetricsBody).series[0]?.points).toEqual([
      [startMs + 1000, 1010],
      [startMs + 2000, 1020],
      [startMs + 3000, 1030],
      [startMs + 4000, 1040],
    ]);
  });

  it('replace their own old connection', async () => {
    const folder = use.folder();
    const server = await use.server(folder);
    const first = await use.agent(server);
    await first.hello();
    const second = await use.agent(server);
    expect(await second.hello()).toEqual({ ok: true, committedSeq: 0, watched: false, details: [] });
    expect(await first.ended).toBe('io server disconnect');
    const { body } = await server.get('/api/health');
    expect(body).toMatchObject({ hosts: 1, agents: 1 });
  });

  it('wait while another agent of the same host is at work, and take over when it is gone', async () => {
    const folder = use.folder();
    const server = await use.server(folder);
    const first = await use.agent(server);
    await first.hello();
    await first.push([tickOf(1, now())]);
    {
      const second = await use.agent(server);
      expect(await second.hello({ session: 'session-0002' })).toEqual({
        ok: false,
        error: { code: 'unavailable', message: 'another agent reports for this host already' },
      });
      await second.ended;
    }
    expect(await first.push([tickOf(2, now())])).toEqual({ ok: true, committedSeq: 2 });
    first.socket.disconnect();
    await first.ended;
    await until(async () => (await server.get('/api/health')).body, { agents: 0 });
    const third = await use.agent(server);
    expect(await third.hello({ session: 'session-0003' })).toEqual({
      ok: true,
      committedSeq: 0,
      watched: false,
      details: [],
    });
  });

  it('may have a clock far from ours, which is noted', async () => {
    const folder = use.folder();
    const server = await use.server(folder);
    const agent = await use.agent(server);
    await agent.hello();
    expect(await agent.push([tickOf(1, Date.now() + 3_600_000)])).toEqual({ ok: true, committedSeq: 1 });
    const { body } = await server.get('/api/v1/hosts/host-0001');
    const { clockOffsetMs } = body as { readonly clockOffsetMs: number };
    expect(Math.round(clockOffsetMs / 60_000)).toBe(-60);
    expect(server.log.filter((line) => line.includes("an agent's clock differs from ours"))).toHaveLength(1);
  });
});

/** Asks again until the answer holds what is expected; the test's own time limit ends it. */
async function until(ask: () => Promise<unknown>, expected: Readonly<Record<string, unknown>>): Promise<void> {
  for (;;) {
    const answer = (await ask()) as Readonly<Record<string, unknown>>;
    if (Object.entries(expected).every(([key, value]) => answer[key] === value)) return;
    await pause(20);
  }
}

describe('agents that do not', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await shared.server(shared.folder());
  });

  it('learn nothing without the key', async () => {
    for (const secret of ['', 'wrong', `${server.token}x`, server.token.slice(1)]) {
      const agent = await use.agent(server, { kind: 'local', secret });
      await expect(agent.hello()).rejects.toMatchObject({ name: 'HandshakeError', code: 'impostor' });
      const emit = agent.socket.emit.bind(agent.socket) as (...given: readonly unknown[]) => unknown;
      const reply = await new Promise((resolve) => emit('agent:hello', { facts: FACTS, proof: secret }, resolve));
      expect(reply).toEqual({
        ok: false,
        error: { code: 'unauthorised', message: 'the agent cannot prove that it has the key it named' },
      });
      expect(await agent.ended).toBe('io server disconnect');
    }
    expect((await server.get('/api/v1/hosts')).body).toEqual({ hosts: [] });
  });

  it.each([1, 3])('are told of another protocol version, such as %s', async (protocol) => {
    const agent = await use.agent(server);
    const message = `the agent speaks protocol ${protocol}, this server 2: update the older one`;
    expect(await agent.hello({ protocol })).toEqual({ ok: false, error: { code: 'version-mismatch', message } });
    expect(await agent.ended).toBe('io server disconnect');
  });

  it('are refused with the wrong place of their hello named', async () => {
    const agent = await use.agent(server);
    const reply = await agent.hello({ facts: { ...FACTS, hostId: '../../etc' } });
    expect(reply).toEqual({
      ok: false,
      error: {
        code: 'bad-request',
        message: 'hostId: must be 8 to 64 lower-case letters, digits or "-"',
      },
    });
  });

  it('may not push before they said hello, nor say it twice', async () => {
    {
      const agent = await use.agent(server);
      expect(await agent.push([tickOf(1, now())])).toMatchObject({ ok: false, error: { code: 'unauthorised' } });
      await agent.ended;
    }
    const agent = await use.agent(server);
    await agent.hello();
    expect(await agent.hello()).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    await agent.ended;
  });

  it.each([
    ['a text', 'hello'],
    ['no bytes', new Uint8Array()],
    ['random bytes', Uint8Array.of(1, 2, 3, 250, 251)],
    ['a frame that ends early', Uint8Array.of(0x4e, 1, 200)],
    ['more series than there are bytes', Uint8Array.of(0x4e, 1, 255, 255, 3, 0)],
    ['values for series that were never named', Uint8Array.of(0x4e, 1, 0, 1, 2, 2, 2, 5, 20)],
  ])('lose their connection for %s, and no other agent does', async (_, frame) => {
    const good = await use.agent(server);
    await good.hello({ session: sessionOf('good') });
    const bad = await use.agent(server);
    await bad.hello({ session: sessionOf('bad'), facts: { ...FACTS, hostId: 'host-0002', hostname: 'beta' } });
    expect(await bad.pushRaw(frame)).toMatchObject({ ok: false, error: { code: 'bad-frame' } });
    expect(await bad.ended).toBe('io server disconnect');
    expect(await good.push([tickOf(1, now())])).toEqual({ ok: true, committedSeq: 1 });
    good.socket.disconnect();
    await until(async () => (await server.get('/api/health')).body, { agents: 0 });
  });

  it('are cut off by a message above the limit', async () => {
    const agent = await use.agent(server);
    await agent.hello();
    agent.socket.emit('frame:push', new Uint8Array(5_000_000), () => {});
    expect(await agent.ended).toBe('transport close');
    expect((await server.get('/api/health')).body).toMatchObject({ status: 'ok' });
  });

  it('that leave out acknowledgements do no harm', async () => {
    const agent = await use.agent(server);
    const { socket } = agent;
    const emit = socket.emit.bind(socket) as (event: string, ...given: readonly unknown[]) => unknown;
    emit('agent:hello', null);
    emit('frame:push');
    expect(await agent.ended).toBe('io server disconnect');
    expect((await server.get('/api/health')).body).toMatchObject({ status: 'ok', agents: 0 });
  });

  it('send a report that fits no schema: it is left out, the ticks go on', async () => {
    const agent = await use.agent(server);
    await agent.hello();
    const before = server.log.length;
    const emit = agent.socket.emit.bind(agent.socket) as (event: string, ...given: readonly unknown[]) => unknown;
    emit('sockets:report', { timeMs: 'now' });
    emit('tunables:report', [1, 2, 3]);
    expect(await agent.push([tickOf(1, now())], SERIES)).toEqual({ ok: true, committedSeq: 1 });
    expect(server.log.slice(before).filter((line) => line.includes('report was left out'))).toHaveLength(2);
  });
});
