import type { SocketDetail, SocketsReport } from '@netstrata/metrics';
import type { SocketQuery, SocketUpdate, StackUpdate } from '@netstrata/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../testing/resources.ts';
import { FACTS, nextOf, tickOf } from '../testing/TestAgent.ts';
import { ADMIN_TOKEN, type TestServer } from '../testing/TestServer.ts';

const BETA = { ...FACTS, hostId: 'host-0002', hostname: 'beta', bootId: 'another-boot' };

const reportAt = (timeMs: number): SocketsReport => ({
  timeMs,
  total: 3,
  fullest: [],
  listeners: [],
  udp: [],
  senders: [],
});

const shared = resources('file');
const use = resources();
let server: TestServer;
beforeAll(async () => {
  server = await shared.server(shared.folder());
});

describe('browsers', () => {
  it('get what they opened and nothing else', async () => {
    const alpha = await use.agent(server);
    const beta = await use.agent(server);
    await alpha.hello({ session: 'session-a1' });
    await beta.hello({ session: 'session-b1', facts: BETA });
    const one = await use.browser(server);
    const two = await use.browser(server);
    const idle = await use.browser(server);
    expect(await one.open({ view: 'stack', hostId: 'self' })).toEqual({ ok: true });
    expect(await two.open({ view: 'layer', hostId: 'host-0002', layer: 'transport' })).toEqual({ ok: true });
    const startMs = Date.now() - 3000;
    await alpha.push([tickOf(1, startMs)]);
    await alpha.push([tickOf(2, startMs)]);
    await beta.push([tickOf(1, startMs)]);
    await beta.push([tickOf(2, startMs)]);
    alpha.socket.emit('sockets:report', reportAt(startMs));

    const update = await one.received('stack:update', ({ stack }) => stack.timeMs === startMs + 2000);
    expect(update).toMatchObject({
      hostId: 'host-0001',
      host: { hostId: 'host-0001', self: true, hostname: 'alpha', connected: true, lastSampleMs: expect.any(Number) },
      facts: FACTS,
      missing: [],
      spark: { timeMs: startMs + 2000 },
    });
    expect(update.stack.layers.map(({ layer }) => layer)).toEqual([
      'application',
      'socket',
      'transport',
      'network',
      'link',
    ]);
    const layer = await two.received('layer:update', ({ timeMs }) => timeMs === startMs + 2000);
    expect(layer).toEqual({
      hostId: 'host-0002',
      layer: 'transport',
      timeMs: startMs + 2000,
      values: [
        { metric: 'transport.tcp.outSegs', labels: {}, value: 1020, perSecond: 10 },
        { metric: 'transport.sockstat.tcpMem', labels: {}, value: 7, perSecond: null },
      ],
    });
    const sentMs = Date.now();
    await idle.received('server:beat', ({ timeMs }) => timeMs > sentMs);
    expect(one.kinds()).toEqual(['advice:update', 'changes:update', 'stack:history', 'stack:update']);
    expect(two.kinds()).toEqual(['layer:update']);
    expect(idle.kinds()).toEqual([]);
  });

  it('hear at once that the server is there, before what they ask for', async () => {
    const browser = await use.browser(server);
    await browser.open({ view: 'hosts' });
    const openedMs = Date.now();
    expect((await browser.received('server:beat')).timeMs).toBeLessThanOrEqual(openedMs);
  });

  it('stop getting a view that they closed, under whatever words it was opened', async () => {
    const alpha = await use.agent(server);
    await alpha.hello({ session: 'session-a2' });
    const browser = await use.browser(server);
    await browser.open({ view: 'sockets', hostId: 'self' });
    await browser.open({ view: 'sockets', hostId: 'host-0001' });
    const startMs = Date.now();
    browser.close({ view: 'sockets', hostId: 'self' });
    await browser.open({ view: 'hosts' });
    alpha.socket.emit('sockets:report', reportAt(startMs + 1));
    await browser.received('sockets:update', ({ report }) => report.timeMs === startMs + 1);
    browser.close({ view: 'sockets', hostId: 'host-0001' });
    // Answered after the close was handled: both go over one connection.
    await browser.open({ view: 'hosts' });
    alpha.socket.emit('sockets:report', reportAt(startMs + 2));
    await alpha.push([tickOf(1, startMs)]);
    const second = await use.browser(server);
    await second.open({ view: 'sockets', hostId: 'self' });
    await second.received('sockets:update', ({ report }) => report.timeMs === startMs + 2);
    await browser.open({ view: 'hosts' });
    const last = browser.received('sockets:update', ({ report }) => report.timeMs === startMs + 2);
    expect(await Promise.race([last, Promise.resolve('nothing')])).toBe('nothing');
  });

  it('get five minutes of sparkline at once, and again after an outage of the agent', async () => {
    const gamma = await use.agent(server);
    await gamma.hello({ session: 'session-c1', facts: { ...BETA, hostId: 'host-0003', hostname: 'gamma' } });
    const startMs = Date.now() - 100_000;
    await gamma.push([1, 2, 3].map((seq) => tickOf(seq, startMs)));
    const browser = await use.browser(server);
    await browser.open({ view: 'stack', hostId: 'host-0003' });
    const first = await browser.received('stack:history');
    expect(first.points.map(({ timeMs }) => timeMs - startMs)).toEqual([1000, 2000, 3000]);
    await gamma.push([4, 5].map((seq) => tickOf(seq, startMs)));
    const second = await browser.received('stack:history', ({ points }) => points.length === 5);
    expect(second.points.at(-1)?.timeMs).toBe(startMs + 5000);
  });

  it('read each their own language, and what is open again when they change it', async () => {
    const kappa = await use.agent(server);
    await kappa.hello({ session: 'session-k1', facts: { ...BETA, hostId: 'host-0011' } });
    const view = { view: 'stack', hostId: 'host-0011' } as const;
    const english = await use.browser(server);
    const chinese = await use.browser(server, { auth: { token: ADMIN_TOKEN, locale: 'zh-CN' } });
    const accepting = await use.browser(server, {
      auth: { token: ADMIN_TOKEN },
      extraHeaders: { 'Accept-Language': 'zh-CN,zh;q=0.9' },
    });
    for (const browser of [english, chinese, accepting]) await browser.open(view);
    await kappa.push([tickOf(1, Date.now())]);
    const reasonOf = ({ stack }: StackUpdate) => stack.layers.at(-1)?.reason;
    const [en, zh] = ['the agent does not report network devices', 'agent 没有报告网络设备'];
    expect(reasonOf(await english.received('stack:update'))).toBe(en);
    expect(reasonOf(await chinese.received('stack:update'))).toBe(zh);
    expect(reasonOf(await accepting.received('stack:update'))).toBe(zh);

    english.socket.emit('locale:set', 'zh-CN');
    await english.received('stack:update', (update) => reasonOf(update) === zh);
    chinese.socket.emit('locale:set', 'klingon' as 'en');
    chinese.socket.emit('locale:set', 'en');
    await chinese.received('stack:update', (update) => reasonOf(update) === en);
    const { body } = await server.get('/api/v1/hosts/host-0011?lang=zh-CN');
    expect((body as { readonly layers: readonly { readonly reason: string }[] }).layers.at(-1)?.reason).toBe(zh);
  });

  it('see an agent leave, and a silent one go unknown', async () => {
    const browser = await use.browser(server);
    await browser.open({ view: 'hosts' });
    const stateOf = (hosts: readonly { readonly hostId: string }[], hostId: string) =>
      hosts.find((host) => host.hostId === hostId);
    {
      const delta = await use.agent(server);
      await delta.hello({ session: 'session-d1', intervalMs: 100, facts: { ...BETA, hostId: 'host-0004' } });
      const startMs = Date.now();
      await delta.push([tickOf(1, startMs)]);
      await browser.received('hosts:changed', (hosts) => stateOf(hosts, 'host-0004') !== undefined);
      await browser.open({ view: 'stack', hostId: 'host-0004' });
      delta.leave();
    }
    const gone = await browser.received('stack:update', ({ host }) => !host.connected);
    expect(gone.host).toMatchObject({
      hostId: 'host-0004',
      connected: false,
      layers: [
        { layer: 'application', state: 'unknown' },
        { layer: 'socket', state: 'unknown' },
        { layer: 'transport', state: 'unknown' },
        { layer: 'network', state: 'unknown' },
        { layer: 'link', state: 'unknown' },
      ],
    });
    const { body } = await server.get('/api/v1/hosts/host-0004');
    const { layers } = body as { readonly layers: readonly { readonly reason: string }[] };
    expect(layers[0]?.reason).toMatch(/^no agent is connected: last sample \d{4}-\d\d-\d\dT/);
  });

  it('are refused what does not exist or makes no sense, and more views than a page needs', async () => {
    const browser = await use.browser(server);
    expect(await browser.open({ view: 'stack', hostId: 'host-9999' })).toEqual({
      ok: false,
      error: { code: 'not-found', message: 'no agent of host-9999 has reported' },
    });
    for (const request of [null, 'stack', {}, { view: 'everything' }, { view: 'layer', hostId: 'self', layer: 'x' }]) {
      expect(await browser.open(request)).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    }
    const layers = ['application', 'socket', 'transport', 'network', 'link'];
    const views = ['self', 'host-0001', 'host-0002', 'host-0003', 'host-0004'].flatMap((hostId) => [
      { view: 'stack', hostId },
      { view: 'sockets', hostId },
      ...layers.map((layer) => ({ view: 'layer', hostId, layer })),
    ]);
    const answers = await Promise.all(views.map((view) => browser.open(view)));
    expect(answers.slice(0, 32).every((answer) => (answer as { readonly ok: boolean }).ok)).toBe(true);
    expect(answers[32]).toEqual({ ok: false, error: { code: 'overloaded', message: 'a page may open 32 views' } });
  });

  it('do no harm with messages that are none', async () => {
    const browser = await use.browser(server);
    const emit = browser.socket.emit.bind(browser.socket) as (event: string, ...given: readonly unknown[]) => unknown;
    emit('view:open');
    emit('view:open', { view: 'hosts' }, 'no function');
    emit('view:close', null);
    emit('view:close', { view: 'stack', hostId: 'self' });
    expect(await browser.open({ view: 'hosts' })).toEqual({ ok: true });
  });
});

const PORTS = { timeMs: 1_800_000_000_000, range: [32_768, 60_999], reserved: 0, destinations: 0, rows: [] } as const;

describe('details', () => {
  const facts = { ...BETA, hostId: 'host-0007', hostname: 'eta' };

  it('are asked of the agent while a browser looks, and go to that browser alone', async () => {
    const eta = await use.agent(server);
    await eta.hello({ session: 'session-g1', facts });
    const view = { view: 'details', hostId: 'host-0007', kind: 'ports' } as const;
    const opened = nextOf(eta.socket, 'watch:set');
    const one = await use.browser(server);
    const other = await use.browser(server);
    await other.open({ view: 'stack', hostId: 'host-0001' });
    expect(await one.open(view)).toEqual({ ok: true });
    expect(await opened).toEqual({ watched: false, details: ['ports'] });
    eta.socket.emit('details:report', { kind: 'ports', answer: { ok: false, reason: 'not today' } });
    expect(await one.received('details:update')).toEqual({
      hostId: 'host-0007',
      kind: 'ports',
      answer: { ok: false, reason: 'not today' },
    });
    eta.socket.emit('details:report', { kind: 'ports', answer: { ok: true, report: PORTS } });
    const { answer } = await one.received('details:update', (update) => update.answer.ok);
    expect(answer).toEqual({ ok: true, report: PORTS });
    const late = await use.browser(server);
    await late.open(view);
    expect((await late.received('details:update')).answer).toEqual(answer);
    late.socket.disconnect();
    const closed = nextOf(eta.socket, 'watch:set');
    one.close(view);
    expect(await closed).toEqual({ watched: false, details: [] });
    expect(other.kinds()).not.toContain('details:update');
  });

  it('that make no sense are left out, and the ticks go on', async () => {
    const eta = await use.agent(server);
    await eta.hello({ session: 'session-g2', facts });
    const emit = eta.socket.emit.bind(eta.socket) as (event: string, ...given: readonly unknown[]) => unknown;
    for (const message of [
      undefined,
      { kind: 'ports' },
      { kind: 'nothing', answer: { ok: true, report: PORTS } },
      { kind: 'ports', answer: { ok: true, report: { ...PORTS, range: [1] } } },
      { kind: 'ports', answer: { ok: true, report: { ...PORTS, rows: Array(51).fill({}) } } },
    ]) {
      emit('details:report', message);
    }
    expect(await eta.push([tickOf(1, Date.now())])).toEqual({ ok: true, committedSeq: 1 });
    expect(server.log.filter((line) => line.includes('a details report was left out'))).toHaveLength(1);
  });
});

describe('a chosen socket', () => {
  const facts = { ...BETA, hostId: 'host-0009' };
  const socketOf = (query: SocketQuery, timeMs: number): SocketDetail => ({
    timeMs,
    kind: 'tcp',
    cookie: query.cookie,
    inode: 7,
    state: 'established',
    local: '127.0.0.1',
    localPort: 443,
    fields: { bytesAcked: timeMs },
    ...(query.options ? { options: { TCP_NODELAY: true } } : {}),
  });

  it('comes at once and with every tick, is told closed, and is asked for no more when nobody looks', async () => {
    const theta = await use.agent(server);
    await theta.hello({ session: 'session-t1', facts });
    const asked: SocketQuery[] = [];
    let closed = false;
    theta.socket.on('socket:query', (query, reply) => {
      asked.push(query);
      const error = { code: 'not-found', message: 'there is no such socket any more.' };
      reply(closed ? { ok: false, error } : { ok: true, socket: socketOf(query, 1_790_000_000_000 + asked.length) });
    });
    const one = await use.browser(server);
    const view = { view: 'socket', hostId: 'host-0009', cookie: 'a1' } as const;
    expect(await one.open(view)).toEqual({ ok: true });
    const first = await one.received('socket:update');
    expect(first).toEqual({
      hostId: 'host-0009',
      cookie: 'a1',
      answer: { ok: true, socket: socketOf({ cookie: 'a1', options: true }, 1_790_000_000_001) },
    });
    await theta.push([tickOf(1, Date.now())]);
    const timeOf = ({ answer }: SocketUpdate) => (answer.ok ? answer.socket.timeMs : undefined);
    const second = await one.received('socket:update', (update) => timeOf(update) === 1_790_000_000_002);
    expect(second.answer).toMatchObject({ socket: { options: { TCP_NODELAY: true } } });
    expect(asked).toEqual([
      { cookie: 'a1', options: true },
      { cookie: 'a1', options: false },
    ]);
    const late = await use.browser(server);
    await late.open(view);
    expect(timeOf(await late.received('socket:update'))).toBe(1_790_000_000_002);
    expect(asked).toHaveLength(2);

    closed = true;
    await theta.push([tickOf(2, Date.now())]);
    const end = await one.received('socket:update', ({ answer }) => !answer.ok);
    expect(end.answer).toEqual({
      ok: false,
      error: { code: 'not-found', message: 'there is no such socket any more.' },
    });
    for (const browser of [one, late]) {
      browser.close(view);
      // Answered after the close was handled.
      await browser.open({ view: 'hosts' });
    }
    await theta.push([tickOf(3, Date.now()), tickOf(4, Date.now())]);
    expect(asked).toHaveLength(3);
  });

  it('of a host without an agent, and a cookie that is none, are refused', async () => {
    const gone = await use.agent(server);
    await gone.hello({ session: 'session-t2', facts: { ...BETA, hostId: 'host-0010' } });
    gone.leave();
    const browser = await use.browser(server);
    await expect
      .poll(async () => {
        await browser.open({ view: 'socket', hostId: 'host-0010', cookie: 'a1' });
        return (await browser.received('socket:update')).answer;
      })
      .toMatchObject({ ok: false, error: { code: 'unavailable' } });
    expect(await browser.open({ view: 'socket', hostId: 'host-0010', cookie: 'nonsense' })).toMatchObject({
      ok: false,
      error: { code: 'bad-request' },
    });
  });
});

describe('an agent', () => {
  it('is told when the first browser looks at its host and when the last one has gone', async () => {
    const epsilon = await use.agent(server);
    await epsilon.hello({ session: 'session-e1', facts: { ...BETA, hostId: 'host-0005' } });
    const opened = nextOf(epsilon.socket, 'watch:set');
    const one = await use.browser(server);
    await one.open({ view: 'stack', hostId: 'host-0005' });
    expect(await opened).toEqual({ watched: true, details: [] });
    const told: unknown[] = [];
    epsilon.socket.on('watch:set', (watch) => told.push(watch));
    const two = await use.browser(server);
    await two.open({ view: 'sockets', hostId: 'host-0005' });
    one.close({ view: 'stack', hostId: 'host-0005' });
    await one.open({ view: 'hosts' });
    expect(told).toEqual([]);
    const closed = nextOf(epsilon.socket, 'watch:set');
    two.socket.disconnect();
    expect(await closed).toEqual({ watched: false, details: [] });
  });

  it('that comes while somebody looks is told in the answer to its hello', async () => {
    const facts = { ...BETA, hostId: 'host-0006' };
    {
      const first = await use.agent(server);
      await first.hello({ session: 'session-f1', facts });
      first.leave();
    }
    const browser = await use.browser(server);
    await browser.open({ view: 'stack', hostId: 'host-0006' });
    const second = await use.agent(server);
    expect(await second.hello({ session: 'session-f2', facts })).toEqual({
      ok: true,
      committedSeq: 0,
      watched: true,
      details: [],
    });
  });
});
