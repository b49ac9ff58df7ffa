import type { SocketRow } from '@netstrata/metrics';
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../testing/resources.ts';
import { FACTS, type TestAgent, tickOf } from '../testing/TestAgent.ts';
import type { TestServer } from '../testing/TestServer.ts';

const SOCKET: SocketRow = {
  protocol: 'tcp',
  family: 4,
  state: 'established',
  local: '127.0.0.1',
  localPort: 443,
  remote: '127.0.0.1',
  remotePort: 50_000,
  cookie: '1a',
  inode: 12,
  uid: 0,
  recvQ: 0,
  sendQ: 100,
  fill: 0.5,
  limit: 'network',
};

const shared = resources('file');
const use = resources();
const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 120_000;
let server: TestServer;
let agent: TestAgent;
beforeAll(async () => {
  server = await shared.server(shared.folder());
  agent = await shared.agent(server);
  await agent.hello({ missing: [{ what: 'process names', why: 'not root', capability: 'CAP_SYS_PTRACE' }] });
  agent.socket.on('sockets:query', (query, reply) => {
    if (query.filter === 'silence') return;
    if (query.filter === 'nonsense') reply({ ok: true } as never);
    else if (query.filter === 'bad') reply({ ok: false, error: { code: 'bad-request', message: 'no such word' } });
    else reply({ ok: true, timeMs: startMs, total: 9, matched: query.limit, sockets: [SOCKET] });
  });
  agent.socket.emit('tunables:report', {
    timeMs: startMs,
    values: { 'net.core.somaxconn': '128' },
    unreadable: { 'net.core.rmem_max': 'not in this namespace' },
  });
  // The counter starts again between 40 and 50 s; nothing is known at 20 s.
  await agent.push(
    [10, 20, 30, 40, 50, 60].map((seq) => {
      const outSegs = { 20: Number.NaN, 50: 100, 60: 200 }[seq] ?? 1000 + seq * 10;
      return { ...tickOf(seq, startMs), values: Float64Array.of(outSegs, seq) };
    }),
  );
});

const metrics = (query: string) => server.get(`/api/v1/hosts/self/metrics?${query}`);
const range = `from=${startMs + 10_000}&to=${startMs + 70_000}&step=10000`;
const at = (seconds: number): number => startMs + seconds * 1000;

describe('GET /api/health', () => {
  it('says how the server is', async () => {
    const { status, body } = await server.get('/api/health');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'ok',
      version: '0.1.0',
      database: { status: 'ok', error: null, queuedTicks: 0, committedTicks: 6, failures: 0 },
      hosts: 1,
      agents: 1,
    });
  });
});

describe('GET /api/v1/hosts', () => {
  it('lists hosts with the state of each layer', async () => {
    const { status, body } = await server.get('/api/v1/hosts');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      hosts: [
        {
          id: 'host-0001',
          hostId: 'host-0001',
          self: true,
          hostname: 'alpha',
          kernelRelease: '6.18.0',
          connected: true,
          lastSampleMs: expect.any(Number),
        },
      ],
    });
  });

  it('gives one host by id and as self', async () => {
    const { body } = await server.get('/api/v1/hosts/self');
    expect(body).toMatchObject({
      id: 'host-0001',
      facts: FACTS,
      intervalMs: 1000,
      missing: [{ what: 'process names', why: 'not root', capability: 'CAP_SYS_PTRACE' }],
      storedFromMs: at(10),
    });
    const { layers } = body as { readonly layers: readonly { readonly layer: string; readonly reason: string }[] };
    expect(layers.map(({ layer }) => layer)).toEqual(['application', 'socket', 'transport', 'network', 'link']);
    expect(layers.every(({ reason }) => reason.length > 0)).toBe(true);
    expect((await server.get('/api/v1/hosts/host-0001')).status).toBe(200);
  });

  it('does not know other hosts', async () => {
    expect(await server.get('/api/v1/hosts/host-0002')).toEqual({
      status: 404,
      body: { error: { code: 'not-found', message: 'there is no host "host-0002": /api/v1/hosts lists them' } },
    });
  });
});

describe('GET …/stack', () => {
  it('gives the picture of a moment from what is stored', async () => {
    const { status, body } = await server.get(`/api/v1/hosts/self/stack?at=${at(61)}`);
    expect(status).toBe(200);
    const { stack, history } = body as {
      readonly stack: { readonly timeMs: number; readonly layers: readonly object[] };
      readonly history: readonly { readonly timeMs: number }[];
    };
    expect(stack.timeMs).toBe(at(60));
    expect(stack.layers).toHaveLength(5);
    expect(history.at(-1)?.timeMs).toBe(at(60));
  });

  it('has no picture of a time of which nothing is stored, nor of one to come', async () => {
    expect(await server.get(`/api/v1/hosts/self/stack?at=${at(-3600)}`)).toEqual({
      status: 404,
      body: { error: { code: 'not-found', message: 'nothing of this host is stored of that time' } },
    });
    expect((await server.get(`/api/v1/hosts/self/stack?at=${at(1_000_000)}`)).status).toBe(400);
  });
});

describe('GET /api/v1/rules', () => {
  it('lists the rules with what they may change', async () => {
    const { body } = await server.get('/api/v1/rules');
    const { rules } = body as { readonly rules: readonly { readonly id: string }[] };
    expect(rules.find(({ id }) => id === 'tcp-listen-overflow')).toMatchObject({
      layer: 'socket',
      title: expect.any(String),
      tunables: expect.arrayContaining(['net.core.somaxconn']),
      // By what people type who only know what hurts, in every language.
      foundBy: expect.stringMatching(/connection refused[\s\S]*连接被拒绝/),
    });
  });
});

describe('GET …/metrics/{metric}', () => {
  it('gives the rules that read a metric, and the sysctls around it with their values here', async () => {
    const { body } = await server.get('/api/v1/hosts/self/metrics/socket.tcpExt.listenOverflows');
    expect(body).toMatchObject({ id: 'socket.tcpExt.listenOverflows' });
    const { rules, tunables } = body as {
      readonly rules: readonly { readonly id: string }[];
      readonly tunables: readonly { readonly name: string }[];
    };
    expect(rules.map(({ id }) => id)).toContain('tcp-listen-overflow');
    expect(tunables.find(({ name }) => name === 'net.core.somaxconn')).toMatchObject({
      value: '128',
      default: '4096',
    });
  });

  it('knows nothing around a metric that nobody reads', async () => {
    const { body } = await server.get('/api/v1/hosts/self/metrics/link.dev.no-such');
    expect(body).toEqual({ id: 'link.dev.no-such', rules: [], tunables: [] });
  });
});

describe('GET …/metrics', () => {
  it('gives raw values by step, null where unknown', async () => {
    expect(await metrics(`ids=transport.tcp.outSegs,transport.sockstat.tcpMem&${range}`)).toEqual({
      status: 200,
      body: {
        series: [
          {
            id: 'transport.tcp.outSegs',
            labels: {},
            unit: 'segments',
            points: [
              [at(10), 1100],
              [at(20), null],
              [at(30), 1300],
              [at(40), 1400],
              [at(50), 100],
              [at(60), 200],
            ],
          },
          {
            id: 'transport.sockstat.tcpMem',
            labels: {},
            unit: 'pages',
            points: [
              [at(10), 10],
              [at(20), 20],
              [at(30), 30],
              [at(40), 40],
              [at(50), 50],
              [at(60), 60],
            ],
          },
        ],
      },
    });
  });

  it('makes rates of counters, over gaps and never over a reset; gauges stay what they are', async () => {
    const { body } = await metrics(`ids=transport.tcp.outSegs,transport.sockstat.tcpMem&as=rate&${range}`);
    expect(body).toMatchObject({
      series: [
        {
          id: 'transport.tcp.outSegs',
          unit: 'segments/s',
          points: [
            [at(10), null],
            [at(20), null],
            [at(30), 10],
            [at(40), 10],
            [at(50), null],
            [at(60), 10],
          ],
        },
        { id: 'transport.sockstat.tcpMem', unit: 'pages' },
      ],
    });
  });

  it('makes the first rate from the step before the range', async () => {
    const { body } = await metrics(`ids=transport.tcp.outSegs&as=rate&from=${at(40)}&to=${at(50)}&step=10000`);
    expect(body).toMatchObject({ series: [{ points: [[at(40), 10]] }] });
  });

  it('summarises longer steps', async () => {
    const query = `ids=transport.sockstat.tcpMem&from=${startMs}&to=${at(60)}&step=60000`;
    const values = await Promise.all(
      ['last', 'min', 'max', 'mean'].map(async (as) => (await metrics(`${query}&as=${as}`)).body),
    );
    expect(values).toMatchObject([50, 10, 50, 30].map((value) => ({ series: [{ points: [[startMs, value]] }] })));
  });

  it('gives the band of every step, of counters that of their growth', async () => {
    const { body } = await metrics(
      `ids=transport.tcp.outSegs,transport.sockstat.tcpMem&from=${startMs}&to=${at(60)}&step=60000&as=band`,
    );
    // 200 in the 24 s from the first step of twelve to the third.
    const growth = expect.closeTo(8.333, 3);
    expect(body).toMatchObject({
      series: [
        { id: 'transport.tcp.outSegs', unit: 'segments/s', points: [[startMs, growth, growth, growth]] },
        { id: 'transport.sockstat.tcpMem', unit: 'pages', points: [[startMs, 30, 10, 50]] },
      ],
    });
  });

  it('takes no finer steps than are kept for the age of a range', async () => {
    const day = 86_400_000;
    const steps = async (fromMs: number) => {
      const { body } = await metrics(`ids=transport.tcp.outSegs&from=${fromMs}&to=${at(70)}`);
      const { series } = body as { readonly series: readonly { readonly points: readonly (readonly number[])[] }[] };
      const [first, second] = series[0]?.points ?? [];
      return (second?.[0] ?? 0) - (first?.[0] ?? 0);
    };
    expect(await steps(at(0))).toBe(1000);
    expect(await steps(at(0) - 2 * day)).toBe(300_000);
    expect(await steps(at(0) - 40 * day)).toBe(7_200_000);
  });

  it.each(['', '&from=&to=&step=&as='])('defaults to the last five minutes, with "%s"', async (rest) => {
    const { body } = await metrics(`ids=transport.sockstat.tcpMem${rest}`);
    const { series } = body as {
      readonly series: readonly { readonly points: readonly (readonly [number, unknown])[] }[];
    };
    const points = series[0]?.points ?? [];
    expect(points.length).toBeGreaterThanOrEqual(300);
    expect(points.length).toBeLessThanOrEqual(301);
    expect(points.find(([timeMs]) => timeMs === at(60))?.[1]).toBe(60);
  });

  it.each([
    ['', 'parameter "ids" is needed: metric ids joined by commas'],
    ['ids=,', 'parameter "ids" is needed: metric ids joined by commas'],
    ['ids=transport.tcp.outSegs,transport.tcp.nothing', 'there is no metric "transport.tcp.nothing"'],
    ['ids=__proto__', 'there is no metric "__proto__"'],
    ['ids=transport.tcp.outSegs&from=x', 'parameter "from" must be a whole number from 0 to 8640000000000000'],
    ['ids=transport.tcp.outSegs&from=1.5', 'parameter "from" must be a whole number from 0 to 8640000000000000'],
    ['ids=transport.tcp.outSegs&to=-1', 'parameter "to" must be a whole number from 0 to 8640000000000000'],
    ['ids=transport.tcp.outSegs&from=2000&to=1000', 'parameter "from" must be before "to", both Unix milliseconds'],
    ['ids=transport.tcp.outSegs&step=999', 'parameter "step" must be a whole number from 1000 to 86400000'],
    ['ids=transport.tcp.outSegs&as=median', 'parameter "as" must be one of last, min, max, mean, rate, band'],
    [
      'ids=transport.tcp.outSegs&from=0&to=20000000&step=1000',
      'more than 11000 points: "step" must be at least 1819 for this range',
    ],
    ['ids=transport.tcp.outSegs&limit=3', 'unknown parameter "limit": there are ids, from, to, step, as'],
    ['ids=transport.tcp.outSegs&ids=a', 'parameter "ids" is given more than once'],
    [`ids=${Array.from({ length: 51 }, (_, n) => `m${n}`).join(',')}`, 'parameter "ids" takes at most 50 ids, not 51'],
  ])('refuses %s', async (query, message) => {
    expect(await metrics(query)).toEqual({ status: 400, body: { error: { code: 'bad-request', message } } });
  });
});

describe('GET …/sockets', () => {
  it('asks the agent', async () => {
    expect(await server.get('/api/v1/hosts/self/sockets?sort=%2BrttUs&filter=port:443&limit=7')).toEqual({
      status: 200,
      body: { timeMs: startMs, total: 9, matched: 7, sockets: [SOCKET] },
    });
  });

  it('hands on what the agent refuses, and says when it does not answer or talks nonsense', async () => {
    expect(await server.get('/api/v1/hosts/self/sockets?filter=bad')).toEqual({
      status: 400,
      body: { error: { code: 'bad-request', message: 'no such word' } },
    });
    expect(await server.get('/api/v1/hosts/self/sockets?filter=silence')).toEqual({
      status: 504,
      body: { error: { code: 'timed-out', message: 'the agent did not answer in time' } },
    });
    expect((await server.get('/api/v1/hosts/self/sockets?filter=nonsense')).status).toBe(503);
  });

  it.each([
    ['limit=0', 'parameter "limit" must be a whole number from 1 to 1000'],
    ['sort=a;b', 'sort: must be a field of a socket, with "+" before it for ascending order'],
  ])('refuses %s', async (query, message) => {
    expect(await server.get(`/api/v1/hosts/self/sockets?${query}`)).toEqual({
      status: 400,
      body: { error: { code: 'bad-request', message } },
    });
  });

  it('is unavailable without the agent', async () => {
    const other = await use.agent(server);
    await other.hello({ session: 'session-0009', facts: { ...FACTS, hostId: 'host-0009', bootId: 'other' } });
    other.socket.disconnect();
    await other.ended;
    const ask = async (): Promise<unknown> => server.get('/api/v1/hosts/host-0009/sockets');
    expect(await ask()).toEqual({
      status: 503,
      body: { error: { code: 'unavailable', message: 'the agent of this host is not connected' } },
    });
  });
});

describe('GET …/sockets/COOKIE', () => {
  const detail = {
    timeMs: startMs,
    kind: 'tcp',
    cookie: '1f',
    inode: 4711,
    state: 'established',
    local: '10.0.0.1',
    localPort: 443,
    fields: { rttUs: 120, congestionControl: 'bbr', appLimited: true },
    options: { TCP_NODELAY: true },
  } as const;

  it('asks the agent for everything about one socket', async () => {
    agent.socket.on('socket:query', ({ cookie, options }, reply) => {
      if (cookie === 'dead') reply({ ok: false, error: { code: 'not-found', message: 'no such socket' } });
      else reply({ ok: true, socket: { ...detail, cookie, options: options ? detail.options : undefined } });
    });
    expect(await server.get('/api/v1/hosts/self/sockets/1f')).toEqual({ status: 200, body: detail });
    const { options: _, ...without } = detail;
    expect(await server.get('/api/v1/hosts/self/sockets/1f?options=no')).toEqual({ status: 200, body: without });
    expect((await server.get('/api/v1/hosts/self/sockets/inode:12')).status).toBe(200);
  });

  it('tells what its fields and options mean', async () => {
    const { status, body } = await server.get('/api/v1/socket-fields');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      groups: expect.arrayContaining(['who', 'congestion']),
      fields: expect.arrayContaining([
        expect.objectContaining({ id: 'rttUs', kernelName: 'tcpi_rtt', unit: 'microseconds' }),
      ]),
      options: expect.arrayContaining([expect.objectContaining({ name: 'TCP_NODELAY', usual: false })]),
    });
  });

  it('says when it is gone, and what a cookie is', async () => {
    expect(await server.get('/api/v1/hosts/self/sockets/dead')).toEqual({
      status: 404,
      body: { error: { code: 'not-found', message: 'no such socket' } },
    });
    const message = 'cookie: must be the cookie of a socket, in hexadecimal digits as ss -e prints it';
    expect(await server.get('/api/v1/hosts/self/sockets/xyz')).toEqual({
      status: 400,
      body: { error: { code: 'bad-request', message } },
    });
  });
});

describe('GET …/tunables and …/advice', () => {
  it('gives values, and reasons where there are none', async () => {
    const { status, body } = await server.get('/api/v1/hosts/self/tunables');
    expect(status).toBe(200);
    const { tunables } = body as { readonly tunables: readonly { readonly name: string }[] };
    expect(tunables.length).toBeGreaterThanOrEqual(30);
    expect(tunables.find(({ name }) => name === 'net.core.somaxconn')).toMatchObject({
      name: 'net.core.somaxconn',
      namespace: 'host',
      value: '128',
      default: '4096',
      layer: 'socket',
      unit: 'connections',
    });
    expect(tunables.find(({ name }) => name === 'net.core.rmem_max')).toMatchObject({
      value: null,
      unreadable: 'not in this namespace',
    });
    expect(tunables.find(({ name }) => name === 'net.ipv4.tcp_mem')).toMatchObject({
      value: null,
      unreadable: 'the agent did not report it',
    });
  });

  it('gives advice', async () => {
    expect(await server.get('/api/v1/hosts/self/advice')).toEqual({ status: 200, body: { advice: [] } });
  });

  it.each<[unknown, string | undefined, number, string]>([
    [{ id: 'a', action: 'dismiss' }, undefined, 404, 'this advice is not open'],
    [{ id: 'a', action: 'reopen' }, undefined, 404, 'this advice is not set aside'],
    [{ id: 'a', action: 'snooze' }, undefined, 400, 'minutes: is for snooze, and snooze needs it'],
    [{ id: 'a', action: 'delete' }, undefined, 400, 'action: '],
    [{ id: 'x'.repeat(401), action: 'dismiss' }, undefined, 400, 'id: '],
    ['{"id":', undefined, 400, 'the body is not JSON'],
    ['id=a&action=dismiss', 'application/x-www-form-urlencoded', 400, 'the body must be JSON'],
    ['"'.padEnd(70_000, 'a'), undefined, 413, 'a body has at most 65536 bytes'],
  ])('refuses to do %j with advice', async (body, type, status, message) => {
    const answer = await server.post('/api/v1/hosts/self/advice', body, type);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error: { message: expect.stringContaining(message) } });
  });

  it('gives the history of advice', async () => {
    expect(await server.get('/api/v1/hosts/self/advice/history')).toEqual({ status: 200, body: { records: [] } });
    expect((await server.get('/api/v1/hosts/self/advice/history?limit=0')).status).toBe(400);
  });

  it('says in one sentence what limits the host, and one of its processes', async () => {
    expect((await server.get('/api/v1/hosts/self/bottleneck')).body).toMatchObject({
      bottleneck: { limiter: 'unknown', sentence: 'Who limits is not known: no list of sockets has come lately.' },
    });
    expect(await server.get('/api/v1/hosts/self/bottleneck?pid=1')).toEqual({
      status: 200,
      body: { bottleneck: null },
    });
    expect(await server.get('/api/v1/hosts/self/bottleneck?socket=a1')).toEqual({
      status: 200,
      body: { bottleneck: null },
    });
    expect((await server.get('/api/v1/hosts/self/bottleneck?pid=none')).status).toBe(400);
    expect((await server.get('/api/v1/hosts/self/bottleneck?pid=1&socket=a1')).status).toBe(400);
  });
});
