import { connect } from 'node:net';
import { BEARER, Product, startWorkload } from '@netstrata/lab';
import { type APIRequestContext, expect, test } from '@playwright/test';

const HOST = '/api/v1/hosts/self';
const PATIENCE = { timeout: 120_000 };

test.use({ extraHTTPHeaders: { ...BEARER } });

let product: Product;
test.beforeAll(async () => {
  product = await Product.start();
  await expect
    .poll(async () => (await fetch(new URL(HOST, product.url), { headers: BEARER })).status, PATIENCE)
    .toBe(200);
});
test.afterAll(async () => product[Symbol.asyncDispose]());

const get = (request: APIRequestContext, path: string) => request.get(new URL(path, product.url).href);
const json = async (request: APIRequestContext, path: string) => {
  const response = await get(request, path);
  expect(response.status(), `${path}: ${await response.text()}`).toBe(200);
  expect(response.headers()['content-type']).toBe('application/json; charset=utf-8');
  return response.json();
};

test('health says what runs', async ({ request }) => {
  await expect.poll(async () => (await json(request, '/api/health')).agents).toBe(1);
  expect(await json(request, '/api/health')).toMatchObject({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    uptimeSeconds: expect.any(Number),
    database: { status: 'ok', error: null, sizeBytes: expect.any(Number) },
    hosts: 1,
    agents: 1,
  });
});

test('this machine is listed, and self is another name for it', async ({ request }) => {
  await expect
    .poll(async () => (await json(request, '/api/v1/hosts')).hosts[0]?.lastSampleMs)
    .toEqual(expect.any(Number));
  const { hosts } = await json(request, '/api/v1/hosts');
  expect(hosts).toHaveLength(1);
  expect(hosts[0]).toMatchObject({
    id: expect.stringMatching(/^[a-z0-9][a-z0-9-]{7,63}$/),
    self: true,
    connected: true,
  });
  const self = await json(request, HOST);
  expect(self).toMatchObject({
    id: hosts[0].id,
    intervalMs: 1000,
    clockOffsetMs: null,
    missing: expect.any(Array),
    facts: { hostname: expect.any(String), kernelRelease: expect.any(String), cpuCount: expect.any(Number) },
  });
  expect(self.layers.map(({ layer }: { layer: string }) => layer)).toEqual([
    'application',
    'socket',
    'transport',
    'network',
    'link',
  ]);
  for (const layer of self.layers) expect(layer.reason).not.toBe('');
  expect((await json(request, `/api/v1/hosts/${hosts[0].id}`)).id).toBe(hosts[0].id);
});

test('metrics are series of times and values, steps aligned, rates on demand', async ({ request }) => {
  const path = `${HOST}/metrics?ids=transport.tcp.inSegs,link.dev.rxBytes&step=1000`;
  const known = (points: [number, number | null][]) => points.filter(([, value]) => value !== null);
  await expect.poll(async () => known((await json(request, path)).series[0]?.points ?? []).length).toBeGreaterThan(2);
  const { series: soFar } = await json(request, path);
  // What is counted while this asks stays out of it.
  const settled = `${path}&to=${soFar[0].points.at(-1)[0]}`;
  const { series } = await json(request, settled);
  expect(series[0]).toMatchObject({ id: 'transport.tcp.inSegs', labels: {}, unit: 'segments' });
  const loopback = series.find(({ labels }: { labels: { device?: string } }) => labels.device === 'lo');
  expect(loopback).toMatchObject({ id: 'link.dev.rxBytes', unit: 'bytes' });
  for (const { points } of series)
    for (const [timeMs, value] of points) {
      expect(timeMs % 1000).toBe(0);
      if (value !== null) expect(value).toBeGreaterThanOrEqual(0);
    }
  const values = known(series[0].points).map(([, value]) => Number(value));
  expect(values).toEqual(values.toSorted((a, b) => a - b));

  const rates = await json(request, `${settled}&as=rate`);
  expect(rates.series[0].unit).toBe('segments/s');
  expect(rates.series[0].points).toHaveLength(series[0].points.length);
});

test('sockets come from the agent at once, sorted, filtered and limited', async ({ request }) => {
  await using listener = startWorkload('stalledListener', { backlog: 3 });
  const { port } = await listener.ready;
  const client = connect(port, '127.0.0.1');
  try {
    await new Promise((resolve, reject) => client.once('connect', resolve).once('error', reject));
    const found = await json(request, `${HOST}/sockets?filter=port:${port}%20state:listen&limit=5`);
    expect(found.names.users).toHaveProperty(String(found.sockets[0].uid));
    expect(found).toMatchObject({ timeMs: expect.any(Number), total: expect.any(Number), matched: 1 });
    expect(found.sockets).toHaveLength(1);
    expect(found.sockets[0]).toMatchObject({
      protocol: 'tcp',
      family: 4,
      state: 'listen',
      local: '127.0.0.1',
      localPort: port,
      recvQ: 1,
      sendQ: 3,
    });
    // The owner of a new socket is looked up a little later.
    const owner = async () => (await json(request, `${HOST}/sockets?filter=port:${port}%20state:listen`)).sockets[0];
    await expect.poll(owner).toMatchObject({ pid: listener.pid, process: 'node' });
    const both = await json(request, `${HOST}/sockets?filter=port:${port}&sort=%2BlocalPort&limit=2`);
    expect(both.matched).toBe(3);
    expect(both.sockets).toHaveLength(2);
    const ports = both.sockets.map(({ localPort }: { localPort: number }) => localPort);
    expect(ports).toEqual(ports.toSorted((a: number, b: number) => a - b));
  } finally {
    client.destroy();
  }
});

test('advice and tunables have their shape', async ({ request }) => {
  expect((await json(request, `${HOST}/advice`)).advice).toEqual(expect.any(Array));
  await expect
    .poll(
      async () =>
        (await json(request, `${HOST}/tunables`)).tunables.find(
          ({ name }: { name: string }) => name === 'net.core.somaxconn',
        )?.value,
    )
    .toMatch(/^\d+$/);
  const { tunables } = await json(request, `${HOST}/tunables`);
  expect(tunables.length).toBeGreaterThanOrEqual(30);
  expect(tunables.find(({ name }: { name: string }) => name === 'net.ipv4.tcp_wmem')).toMatchObject({
    namespace: 'host',
    value: expect.stringMatching(/^\d+\s\d+\s\d+$/),
    layer: 'socket',
    unit: 'bytes',
  });
  for (const { value, unreadable } of tunables) expect(value === null).toBe(unreadable !== undefined);
});

test('what cannot be answered says why, with the right status', async ({ request }) => {
  const refusals: readonly [path: string, status: number, code: string, message: RegExp][] = [
    ['/api', 404, 'not-found', /no such address/],
    ['/api/v1/nothing', 404, 'not-found', /no such address/],
    ['/api/v1/hosts/none-such', 404, 'not-found', /no host "none-such"/],
    ['/api/v1/hosts/none-such/metrics?ids=transport.tcp.inSegs', 404, 'not-found', /no host/],
    [`${HOST}/metrics`, 400, 'bad-request', /"ids" is needed/],
    [`${HOST}/metrics?ids=transport.tcp.inSeg`, 400, 'bad-request', /no metric "transport\.tcp\.inSeg"/],
    [`${HOST}/metrics?ids=transport.tcp.inSegs&from=5&to=5`, 400, 'bad-request', /"from" must be before "to"/],
    [`${HOST}/metrics?ids=transport.tcp.inSegs&from=yesterday`, 400, 'bad-request', /"from" must be a whole number/],
    [`${HOST}/metrics?ids=transport.tcp.inSegs&step=10`, 400, 'bad-request', /"step" must be .* from 1000/],
    [`${HOST}/metrics?ids=transport.tcp.inSegs&from=0&step=1000`, 400, 'bad-request', /more than 11000 points/],
    [`${HOST}/metrics?ids=transport.tcp.inSegs&as=sum`, 400, 'bad-request', /last, min, max, mean, rate/],
    [`${HOST}/sockets?limit=0`, 400, 'bad-request', /"limit" must be a whole number from 1 to 1000/],
    [`${HOST}/sockets?sort=beauty`, 400, 'bad-request', /beauty/],
    [`${HOST}/sockets?filter=state:asleep`, 400, 'bad-request', /asleep/],
    [`${HOST}/sockets?filter=netns:nowhere`, 404, 'not-found', /netns:nowhere is no network namespace of this host/],
    [`${HOST}/advice?all=1`, 400, 'bad-request', /unknown parameter "all"/],
    [`${HOST}/tunables?x&x`, 400, 'bad-request', /unknown parameter "x"/],
  ];
  for (const [path, status, code, message] of refusals) {
    const response = await get(request, path);
    expect(response.status(), path).toBe(status);
    expect(await response.json(), path).toEqual({ error: { code, message: expect.stringMatching(message) } });
  }
  const written = await request.post(new URL(HOST, product.url).href, { data: {} });
  expect(written.status()).toBe(405);
  expect(written.headers()['allow']).toBe('GET, HEAD');
  expect((await written.json()).error.code).toBe('method-not-allowed');
  const foreign = await request.get(new URL(HOST, product.url).href, { headers: { Origin: 'http://evil.example' } });
  expect(foreign.status()).toBe(403);
  expect((await foreign.json()).error.code).toBe('forbidden');
});
