import {
  createNamespace,
  type Link,
  labSupport,
  link,
  type Namespace,
  startWorkload,
  type Workload,
} from '@netstrata/lab';
import { expect, test } from '@playwright/test';
import { listenerOn, sendBufferTo, udpOn } from './rules/ss.ts';
import { type Advice, World } from './rules/World.ts';

const support = labSupport();
test.skip(!support.ok, support.reason);

/** Rules are silent for as long as they have too little history: a test of silence must outlast that. */
const SILENCE_MS = 14_000;
/** Several looks at the sockets, and rules that find a thing twice. */
const LOOKS_MS = 8000;
const SOON = { timeout: 15_000 };
/** Advice stays open for half a minute after the last drop. */
const CLEARING = { timeout: 45_000 };
/** More connections or datagrams than a test lasts. */
const ON_AND_ON = 10_000;
const measured = (advice: Advice, metric: string): number | undefined =>
  advice.evidence.find((evidence) => evidence.metric === metric)?.value;
const numberAfter = (text: string | undefined, before: string): number =>
  Number(text?.slice(text.indexOf(before) + before.length).match(/^\d+/)?.[0]);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Ordinary traffic in a world of its own, all the while that the other worlds have their troubles. */
let quiet: World;
let ordinary: Workload<'mixedLoad'>;
test.beforeAll(async () => {
  quiet = await World.start();
  ordinary = startWorkload('mixedLoad', { seconds: 600 }, quiet.namespace);
  await ordinary.ready;
});
test.afterAll(async () => {
  await ordinary?.[Symbol.asyncDispose]();
  await quiet?.[Symbol.asyncDispose]();
});

test.describe('accept queues', () => {
  let world: World;
  test.beforeAll(async () => {
    world = await World.start();
  });
  test.afterAll(async () => world?.[Symbol.asyncDispose]());
  const overflows = async () =>
    (await world.namespace.counters('/proc/net/netstat')).get('TcpExt.ListenOverflows') ?? 0;
  const idOf = (port: number) => `tcp-listen-overflow:127.0.0.1:${port}`;

  test('a queue that holds its burst and a busy program that accepts are no news', async () => {
    const { namespace } = world;
    await using holding = startWorkload('stalledListener', { backlog: 64 }, namespace);
    await using busy = startWorkload('stalledListener', { backlog: 64, acceptAfterMs: 0 }, namespace);
    const { port } = await holding.ready;
    const { port: busyPort } = await busy.ready;
    await using burst = startWorkload('connectFlood', { port, total: 45, perSecond: 1000 }, namespace);
    const rush = { port: busyPort, total: 2800, perSecond: 200, hold: false };
    await using flood = startWorkload('connectFlood', rush, namespace);
    expect(await burst.done).toMatchObject({ connected: 45, unanswered: 0 });
    expect(await listenerOn(namespace, port)).toMatchObject({ queue: 45, backlog: 64, drops: 0 });
    expect(await flood.done).toMatchObject({ connected: 2800, unanswered: 0 });
    await expect.poll(() => world.ageMs, { timeout: SILENCE_MS }).toBeGreaterThan(SILENCE_MS);
    expect(await overflows()).toBe(0);
    expect([...world.heard]).toEqual([]);
  });

  test('a small backlog and a program that stopped are told apart, beside one that accepts', async () => {
    test.setTimeout(120_000);
    const { namespace } = world;
    await using busy = startWorkload('stalledListener', { backlog: 64, acceptAfterMs: 0 }, namespace);
    await using bursty = startWorkload('burstyAccept', { backlog: 8, burst: 200, everyMs: 700 }, namespace);
    await using stopped = startWorkload('stalledListener', { backlog: 16 }, namespace);
    const [{ port: busyPort }, { port }, { port: stoppedPort }] = await Promise.all([
      busy.ready,
      bursty.ready,
      stopped.ready,
    ]);
    const rush = { total: ON_AND_ON, hold: false, giveUpMs: 3000 };
    await using _calm = startWorkload('connectFlood', { ...rush, port: busyPort, perSecond: 50 }, namespace);
    await using _many = startWorkload('connectFlood', { ...rush, port, perSecond: 40 }, namespace);
    await using _few = startWorkload('connectFlood', { ...rush, port: stoppedPort, perSecond: 10 }, namespace);

    const dead = await world.opened(idOf(stoppedPort), ({ title }) => title.includes('has stopped accepting'));
    expect(dead).toMatchObject({ severity: 'critical', changes: [] });
    expect(await listenerOn(namespace, stoppedPort)).toMatchObject({ queue: 17, backlog: 16 });
    expect(dead.why).toContain('17 wait, with a backlog of 16');

    const before = await listenerOn(namespace, port);
    const startMs = performance.now();
    const startOverflows = await overflows();
    await pause(10_000);
    const small = await world.opened(idOf(port));
    const perSecond = ((await overflows()) - startOverflows) / ((performance.now() - startMs) / 1000);
    const after = await listenerOn(namespace, port);
    expect(small.changes).toEqual([]);
    expect(small.title).toMatch(/^The backlog of .* is too small: 8$/);
    expect(measured(small, 'socket.tcp.acceptQueueMaxBacklog')).toBe(8);
    expect(measured(small, 'socket.tcp.acceptQueueMaxLen')).toBeLessThanOrEqual(9);
    expect(measured(small, 'socket.tcpExt.listenDrops')).toBeGreaterThanOrEqual(before.drops);
    expect(measured(small, 'socket.tcpExt.listenDrops')).toBeLessThanOrEqual(after.drops);
    expect(measured(small, 'socket.tcpExt.listenOverflows')).toBeGreaterThan(perSecond * 0.6);
    expect(measured(small, 'socket.tcpExt.listenOverflows')).toBeLessThan(perSecond * 1.6);
    expect((await world.advice()).map(({ id }) => id)).not.toContain(idOf(busyPort));

    const backlog = numberAfter(small.actions[0], 'from 8 to ');
    await bursty.stop();
    await using mended = startWorkload('burstyAccept', { port, backlog, burst: 200, everyMs: 700 }, namespace);
    await mended.ready;
    const waiting = stopped.next('accepting');
    stopped.tell('accept');
    await waiting;
    const settled = await overflows();
    await pause(5000);
    expect(await overflows()).toBe(settled);
    expect(await listenerOn(namespace, port)).toMatchObject({ backlog, drops: 0 });
  });

  test('a backlog that somaxconn cut is cured by the value that is proposed', async () => {
    test.setTimeout(120_000);
    const { namespace } = world;
    expect(await namespace.sysctl('net.core.somaxconn', 16)).toBe('16');
    await world.known('net.core.somaxconn', '16');
    const listening = { backlog: 4096, burst: 200, everyMs: 700 };
    const before = startWorkload('burstyAccept', listening, namespace);
    const { port } = await before.ready;
    const rush = { port, perSecond: 40, hold: false };
    await using crowd = startWorkload('connectFlood', { ...rush, total: ON_AND_ON }, namespace);

    const cut = await world.opened(idOf(port), ({ title }) => title.includes('node'));
    expect(await listenerOn(namespace, port)).toMatchObject({ backlog: 16 });
    expect(cut.title).toBe('net.core.somaxconn limits the backlog of node to 16');
    expect(measured(cut, 'socket.tcp.acceptQueueMaxBacklog')).toBe(16);
    const [change] = cut.changes;
    expect(cut.changes).toEqual([
      { tunable: 'net.core.somaxconn', namespace: 'host', current: '16', proposed: '4096' },
    ]);
    if (!change) throw new Error('no change was proposed');

    await before.stop();
    await crowd.stop();
    await namespace.sysctl(change.tunable, change.proposed);
    await using after = startWorkload('burstyAccept', { ...listening, port }, namespace);
    await after.ready;
    const settled = await overflows();
    await using flood = startWorkload('connectFlood', { ...rush, total: 200 }, namespace);
    expect(await flood.done).toMatchObject({ connected: 200, unanswered: 0 });
    expect(await overflows()).toBe(settled);
    expect(await listenerOn(namespace, port)).toMatchObject({ backlog: 4096, drops: 0 });
  });

  test('all of it is closed once its cause is gone', async () => {
    await expect.poll(async () => (await world.advice()).map(({ title }) => title), CLEARING).toEqual([]);
  });
});

test.describe('UDP receive buffers', () => {
  let world: World;
  test.beforeAll(async () => {
    world = await World.start();
  });
  test.afterAll(async () => world?.[Symbol.asyncDispose]());
  const udp = async (name: string) => (await world.namespace.counters('/proc/net/snmp')).get(`Udp.${name}`) ?? 0;
  const idOf = (port: number) => `sock-udp-rcvbuf-errors:127.0.0.1:${port}`;

  /** The reader is away, a burst comes, and after a while it reads all that is left: some times over. */
  const bursts = async (sink: Workload<'udpSink'>, { count, times }: { count: number; times: number }) => {
    const { port } = await sink.ready;
    let read = 0;
    for (let n = 0; n < times; n++) {
      const stopped = sink.next('stopped');
      sink.tell('stop');
      await stopped;
      const burst = { port, size: 200, perSecond: 200_000, burst: count, total: count };
      await using sender = startWorkload('udpBurst', burst, world.namespace);
      expect((await sender.done).sent).toBe(count);
      await pause(2200);
      const drained = sink.next('drained');
      sink.tell('read');
      read = Number((await drained)['datagrams']);
      await pause(1200);
    }
    return { port, sent: count * times, read };
  };

  test('closed ports, wrong checksums and a reader that follows are no news', async () => {
    const { namespace } = world;
    await using sink = startWorkload('udpSink', { mode: 'fast', rcvbuf: 4_000_000 }, namespace);
    const { port } = await sink.ready;
    const closed = startWorkload('udpBurst', { port: 9, perSecond: 100, total: 1200 }, namespace);
    const damaged = startWorkload('udpBurst', { port, damaged: true, perSecond: 100, total: 1200 }, namespace);
    const busy = startWorkload('udpBurst', { port, perSecond: 2000, total: 24_000 }, namespace);
    await Promise.all([closed.done, damaged.done, busy.done]);
    await expect.poll(() => world.ageMs, { timeout: SILENCE_MS }).toBeGreaterThan(SILENCE_MS);
    expect(await udp('NoPorts')).toBeGreaterThan(500);
    expect(await udp('InCsumErrors')).toBe(1200);
    expect(await udp('RcvbufErrors')).toBe(0);
    expect((await sink.stop()).datagrams).toBe(24_000);
    expect([...world.heard]).toEqual([]);
  });

  test('bursts, a buffer of the program and a slow reader are told apart', async () => {
    test.setTimeout(120_000);
    const { namespace } = world;
    const common = { seconds: 100 };
    await using slow = startWorkload('udpSink', { ...common, mode: 'slow', perSecond: 50, rcvbuf: 20_000 }, namespace);
    const { port: slowPort } = await slow.ready;
    const stream = { ...common, port: slowPort, perSecond: 300, total: 30_000 };
    await using _stream = startWorkload('udpBurst', stream, namespace);
    await using plain = startWorkload('udpSink', { ...common, mode: 'fast' }, namespace);
    await using own = startWorkload('udpSink', { ...common, mode: 'fast', rcvbuf: 20_000 }, namespace);
    const [first, second] = await Promise.all([
      bursts(plain, { count: 600, times: 3 }),
      bursts(own, { count: 200, times: 3 }),
    ]);

    const late = await world.opened(idOf(slowPort));
    const lost = await world.opened(
      idOf(first.port),
      (advice) => measured(advice, 'socket.udp.drops') === first.sent - first.read,
    );
    const chosen = await world.opened(idOf(second.port));

    expect(await udpOn(namespace, first.port)).toEqual({ drops: first.sent - first.read, held: 0 });
    const rcvbuf = Number(await namespace.sysctl('net.core.rmem_default'));
    expect(measured(lost, 'socket.udp.rcvbufBytes')).toBe(rcvbuf);
    expect(lost.title).toMatch(/^Bursts overflow the default receive buffer of /);
    // What the buffer held shows what a datagram is charged for: the proposal must hold a whole burst.
    const charged = rcvbuf / (first.read / 3);
    const [change, ...others] = lost.changes;
    expect(others).toEqual([]);
    expect(change).toMatchObject({ tunable: 'net.core.rmem_default', current: String(rcvbuf) });
    expect(Number(change?.proposed)).toBeGreaterThan(600 * charged * 0.99);
    expect(Number(change?.proposed)).toBeLessThanOrEqual(4 * rcvbuf);

    expect(late.changes).toEqual([]);
    expect(late.title).toContain('reads more slowly than datagrams arrive');
    expect(late.actions.join(' ')).not.toMatch(/SO_RCVBUF|rmem/);

    expect(chosen.changes).toEqual([]);
    expect(measured(chosen, 'socket.udp.rcvbufBytes')).toBe(40_000);
    expect(measured(chosen, 'socket.udp.drops')).toBe(second.sent - second.read);
    const ask = numberAfter(chosen.actions[0], 'setsockopt(SO_RCVBUF, ');
    await own.stop();
    await using mended = startWorkload('udpSink', { port: second.port, mode: 'fast', rcvbuf: ask }, namespace);
    // How much is asked for follows from the longest time between two looks: on a slow machine it is more than programs may have.
    const rmemMax = Number(await namespace.sysctl('net.core.rmem_max'));
    expect(chosen.actions[0]?.includes(`(raise net.core.rmem_max to ${ask} first`)).toBe(ask > rmemMax);
    expect((await mended.ready).rcvbuf).toBe(2 * Math.min(ask, rmemMax));
    const again = await bursts(mended, { count: 200, times: 1 });
    expect(again.read).toBe(200);
    expect(await udpOn(namespace, second.port)).toMatchObject({ drops: 0 });
  });
});

test.describe('TCP send buffers', () => {
  const DELAY_MS = 20;
  const SMALL = '4096 16384 131072';
  /** What the senders are paced at: twice what the small buffer lets through, less than half of what the proposed one does. */
  const PACE = 5_000_000;
  const ID = 'sock-sndbuf-limited:net.ipv4.tcp_wmem';
  let world: World;
  let peer: Namespace;
  let path: Link | undefined;
  let noPath = '';
  test.beforeAll(async () => {
    [world, peer] = await Promise.all([World.start(), createNamespace()]);
    path = await link(world.namespace, peer, { delayMs: DELAY_MS }).catch((error: unknown) => {
      noPath = String(error);
      return undefined;
    });
  });
  test.afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await peer?.[Symbol.asyncDispose]();
  });
  const pathOrSkip = (): Link => {
    test.skip(path === undefined, noPath);
    if (path === undefined) throw new Error(noPath);
    return path;
  };
  const limitOf = async (port: number): Promise<string | undefined> => {
    const answer = await world.product.api<{ sockets: { limit: string; remotePort: number }[] }>(
      `/api/v1/hosts/self/sockets?filter=port:${port}`,
    );
    return answer.sockets.find(({ remotePort }) => remotePort === port)?.limit;
  };
  /** Bytes a second and microseconds a second held back by the send buffer, over the next reports of a sender. */
  const speedOf = async (sender: Workload<'tcpBulkSender'>, reports = 4) => {
    const first = await sender.next('progress');
    let last = first;
    for (let n = 0; n < reports; n++) last = await sender.next('progress');
    const grown = (field: string) => Number(last[field]) - Number(first[field]);
    const seconds = grown('elapsedMs') / 1000;
    return { bytesPerSecond: grown('bytes') / seconds, heldShare: grown('sendBufferLimitedUs') / 1e6 / seconds, last };
  };

  test('the program, the reader, the path or loopback as the limit is no news', async () => {
    const { b } = pathOrSkip();
    await using lossy = await link(world.namespace, peer, { delayMs: 4, lossPercent: 2 });
    const { namespace } = world;
    await using sink = startWorkload('tcpBulkReceiver', { address: b.address }, peer);
    await using reader = startWorkload(
      'slowReader',
      { address: b.address, bytesPerSecond: 2_000_000, rcvbuf: 200_000 },
      peer,
    );
    await using far = startWorkload('tcpBulkReceiver', { address: lossy.b.address }, peer);
    await using near = startWorkload('tcpBulkReceiver', {}, namespace);
    const ports = await Promise.all([sink, reader, far, near].map(async ({ ready }) => (await ready).port));
    const [sinkPort = 0, readerPort = 0, farPort = 0, nearPort = 0] = ports;
    const to = (address: string, port: number, more: object = {}) =>
      startWorkload('tcpBulkSender', { address, port, ...more }, namespace);
    await using _program = to(b.address, sinkPort, { bytesPerSecond: 2_000_000 });
    // A sender with bbr learns the pace of a reader and keeps to it: its window is then never what holds it back.
    await using _reader = to(b.address, readerPort, { congestion: 'cubic' });
    await using _path = to(lossy.b.address, farPort, { congestion: 'cubic' });
    await using _loopback = to('127.0.0.1', nearPort, { bytesPerSecond: 400_000_000 });
    await expect.poll(() => limitOf(sinkPort), SOON).toBe('application');
    await expect.poll(() => limitOf(readerPort), SOON).toBe('receiver');
    await expect.poll(() => limitOf(farPort), SOON).toBe('network');
    await pause(LOOKS_MS);
    expect([...world.heard]).toEqual([]);
  });

  for (const [congestion, factor] of [
    ['bbr', 4.8],
    ['cubic', 3.2],
  ] as const)
    test(`a buffer too small for the round trip is cured by the value that is proposed, with ${congestion}`, async () => {
      test.setTimeout(120_000);
      const { a, b } = pathOrSkip();
      const known = await a.namespace.readFile('/proc/sys/net/ipv4/tcp_available_congestion_control');
      test.skip(!known.split(/\s+/).includes(congestion), `this kernel has no ${congestion}`);
      await a.namespace.sysctl('net.ipv4.tcp_wmem', SMALL);
      await world.known('net.ipv4.tcp_wmem', SMALL);
      await using receiver = startWorkload('tcpBulkReceiver', { address: b.address }, peer);
      const { port } = await receiver.ready;
      const sending = { address: b.address, port, congestion, pacedBytesPerSecond: PACE, seconds: 100 };
      await using sender = startWorkload('tcpBulkSender', sending, a.namespace);
      const advice = await world.opened(ID);
      const before = await speedOf(sender);

      expect(await sendBufferTo(a.namespace, port)).toBe(131_072);
      expect(measured(advice, 'socket.tcp.sndbufBytes')).toBe(131_072);
      expect(measured(advice, 'transport.tcp.rttMedianUs')).toBeGreaterThanOrEqual(2000 * DELAY_MS);
      expect(measured(advice, 'transport.tcp.rttMedianUs')).toBeLessThan(2 * 2000 * DELAY_MS);
      expect(advice.changes).toEqual([
        { tunable: 'net.ipv4.tcp_wmem', namespace: 'host', current: SMALL, proposed: '4096 16384 524288' },
      ]);
      const product = /^([\d.]+) Mbit\/s.* x ([\d.]+) ms .* = ([\d.]+) ([KM])iB in flight; x ([\d.]+) /;
      const [, mbit, ms, inFlight, prefix, times] = product.exec(advice.arithmetic) ?? [];
      const bytes = (Number(mbit) * Number(ms) * 1000) / 8;
      expect(bytes / 1024 / (prefix === 'M' ? 1024 : 1) / Number(inFlight)).toBeCloseTo(1, 1);
      expect(Number(times)).toBe(factor);
      expect(Number(mbit) * 125_000).toBeGreaterThan(0.7 * before.bytesPerSecond);

      await a.namespace.sysctl('net.ipv4.tcp_wmem', advice.changes[0]?.proposed);
      await world.closed(ID);
      const after = await speedOf(sender);
      expect(before.heldShare).toBeGreaterThan(0.1);
      expect(after.heldShare).toBeLessThan(before.heldShare / 4);
      expect(after.bytesPerSecond).toBeGreaterThan(1.5 * before.bytesPerSecond);
      // Cured for good: a moment in which the buffer was full may still be seen, but no more than such moments.
      expect((await world.advice()).find(({ id }) => id === ID)?.why).toBeUndefined();
    });

  test('a sender that is not paced is found too, though the kernel does not count the time that it loses', async () => {
    test.setTimeout(120_000);
    const { a, b } = pathOrSkip();
    await a.namespace.sysctl('net.ipv4.tcp_wmem', SMALL);
    await world.known('net.ipv4.tcp_wmem', SMALL);
    await using receiver = startWorkload('tcpBulkReceiver', { address: b.address }, peer);
    const { port } = await receiver.ready;
    const sending = { address: b.address, port, congestion: 'reno', seconds: 100 };
    await using sender = startWorkload('tcpBulkSender', sending, a.namespace);
    const advice = await world.opened(ID);
    expect(advice.changes[0]?.proposed).toBe('4096 16384 524288');
    await sender.stop();
    await world.closed(ID);
  });

  test('a buffer that the program fixed is a matter for the program', async () => {
    test.setTimeout(120_000);
    const { a, b } = pathOrSkip();
    await using receiver = startWorkload('tcpBulkReceiver', { address: b.address }, peer);
    const { port } = await receiver.ready;
    const sending = { address: b.address, port, pacedBytesPerSecond: PACE, seconds: 100 };
    await using fixed = startWorkload('tcpBulkSender', { ...sending, sndbuf: 40_000 }, a.namespace);
    expect((await fixed.ready).sndbuf).toBe(80_000);
    const advice = await world.opened(`sock-sndbuf-limited:${b.address}:${port}`);
    expect(advice.changes).toEqual([]);
    expect(measured(advice, 'socket.tcp.sndbufBytes')).toBe(80_000);
    expect(advice.actions[0]).toMatch(/^Remove SO_SNDBUF from /);
    const { bytesPerSecond } = await speedOf(fixed);
    await fixed.stop();
    await using free = startWorkload('tcpBulkSender', sending, a.namespace);
    expect((await speedOf(free)).bytesPerSecond).toBeGreaterThan(1.3 * bytesPerSecond);
    await world.closed(advice.id);
  });
});

test('three quarters of a minute and more of ordinary traffic are no news', async () => {
  await expect.poll(() => quiet.ageMs, { timeout: 50_000 }).toBeGreaterThan(50_000);
  expect([...quiet.heard]).toEqual([]);
  const done = await ordinary.stop();
  expect(done.requests).toBeGreaterThan(1000);
  expect(done.shortConnections).toBeGreaterThan(100);
  expect(done.datagrams).toBeGreaterThan(200);
});
