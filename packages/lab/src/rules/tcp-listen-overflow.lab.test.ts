import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evidenceOf, isOfTheMachine } from '../host/Advice.ts';
import { startContainer } from '../host/container.ts';
import { LabHost } from '../host/LabHost.ts';
import { listenerOn } from '../host/ss.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'tcp-listen-overflow';
/** Advice stays open for half a minute after the last drop. */
const CLEARING = { timeout: 240_000 };
/** More connections than a test lasts. */
const ON_AND_ON = 10_000;
const numberAfter = (text: string | undefined, before: string): number =>
  Number(text?.slice(text.indexOf(before) + before.length).match(/^\d+/)?.[0]);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(!support.ok)(`tcp-listen-overflow${support.reason && ` (skipped: ${support.reason})`}`, () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.start();
  });
  afterAll(async () => host?.[Symbol.asyncDispose]());
  const overflows = () => host.counter('TcpExt.ListenOverflows');
  /** What is said on top of the page limits the host. */
  const limiting = async () =>
    (await host.api<{ bottleneck: { sentence: string } }>('/bottleneck')).bottleneck.sentence;
  const idOf = (port: number) => `${RULE}:127.0.0.1:${port}`;

  test('a queue that holds its burst and a busy program that accepts are no news', async () => {
    const { namespace } = host;
    await using holding = startWorkload('stalledListener', { backlog: 64 }, namespace);
    await using busy = startWorkload('stalledListener', { backlog: 1024, acceptAfterMs: 0 }, namespace);
    const { port } = await holding.ready;
    const { port: busyPort } = await busy.ready;
    await using burst = startWorkload('connectFlood', { port, total: 45, perSecond: 1000 }, namespace);
    const rush = { port: busyPort, total: 2800, perSecond: 200, hold: false };
    await using flood = startWorkload('connectFlood', rush, namespace);
    expect(await burst.done).toMatchObject({ connected: 45, unanswered: 0 });
    expect(await listenerOn(namespace, port)).toMatchObject({ queue: 45, backlog: 64, drops: 0 });
    expect(await flood.done).toMatchObject({ connected: 2800, unanswered: 0 });
    await host.staysSilent(RULE, 0);
    expect(await overflows()).toBe(0);
    // That the rush opens a connection for everything is told by another rule.
    expect([...host.heard.keys()].filter((id) => id.startsWith(RULE))).toEqual([]);
  });

  test('a small backlog and a program that stopped are told apart, beside one that accepts', async () => {
    const { namespace } = host;
    await using busy = startWorkload('stalledListener', { backlog: 512, acceptAfterMs: 0 }, namespace);
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

    const dead = await host.opened(idOf(stoppedPort), ({ title }) => title.includes('has stopped accepting'));
    expect(dead).toMatchObject({ severity: 'critical', changes: [] });
    expect(await listenerOn(namespace, stoppedPort)).toMatchObject({ queue: 17, backlog: 16 });
    expect(dead.why).toContain('17 wait, with a backlog of 16');

    const before = await listenerOn(namespace, port);
    const startMs = performance.now();
    const startOverflows = await overflows();
    await pause(10_000);
    const small = await host.opened(idOf(port), ({ title }) => title.startsWith('The backlog of '));
    const perSecond = ((await overflows()) - startOverflows) / ((performance.now() - startMs) / 1000);
    const after = await listenerOn(namespace, port);
    expect(small.changes).toEqual([]);
    expect(small.title).toMatch(/^The backlog of .* is too small: 8$/);
    expect(evidenceOf(small, 'socket.tcp.acceptQueueMaxBacklog')).toBe(8);
    // Nine fit in; each further CPU may let one more in while another one looks at the last place.
    expect(evidenceOf(small, 'socket.tcp.acceptQueueMaxLen')).toBeLessThanOrEqual(8 + availableParallelism());
    expect(evidenceOf(small, 'socket.tcpExt.listenDrops')).toBeGreaterThanOrEqual(before.drops);
    expect(evidenceOf(small, 'socket.tcpExt.listenDrops')).toBeLessThanOrEqual(after.drops);
    expect(evidenceOf(small, 'socket.tcpExt.listenOverflows')).toBeGreaterThan(perSecond / 4);
    expect(evidenceOf(small, 'socket.tcpExt.listenOverflows')).toBeLessThan(perSecond * 4);
    const open = await host.advice();
    expect(open.map(({ id }) => id)).not.toContain(idOf(busyPort));
    // What the clients here send again meets the full queues, and is told with them.
    expect(open.map(({ rule }) => rule)).not.toContain('tcp-retrans-high');
    expect([dead, small].map(({ title }) => `${title}. `)).toContainEqual(
      (await limiting()).match(/^.*?\. (?=Connections that find)/)?.[0],
    );

    const backlog = numberAfter(small.actions[0], 'from 8 to ');
    await bursty.stop();
    await using mended = startWorkload('burstyAccept', { port, backlog, burst: 200, everyMs: 700 }, namespace);
    await mended.ready;
    const waiting = stopped.next('accepting');
    stopped.tell('accept');
    await waiting;
    // Where the machine lets no program accept for seconds, the queue of that moment may be full once more.
    const grown = async () => {
      const settled = await overflows();
      await pause(5000);
      return (await overflows()) - settled;
    };
    await expect.poll(grown).toBe(0);
    expect(await listenerOn(namespace, port)).toMatchObject({ backlog });
  });

  test('a backlog that somaxconn cut is cured by the value that is proposed', async () => {
    const { namespace } = host;
    expect(await host.sysctl('net.core.somaxconn', 16)).toBe('16');
    const listening = { backlog: 4096, burst: 200, everyMs: 700 };
    const before = startWorkload('burstyAccept', listening, namespace);
    const { port } = await before.ready;
    const rush = { port, perSecond: 40, hold: false };
    await using crowd = startWorkload('connectFlood', { ...rush, total: ON_AND_ON }, namespace);

    const cut = await host.opened(idOf(port), ({ title }) => title.includes('limits the backlog of node ('));
    expect(await listenerOn(namespace, port)).toMatchObject({ backlog: 16 });
    expect(cut.title).toBe('net.core.somaxconn limits the backlog of node (burstyAccept.ts) to 16');
    expect(evidenceOf(cut, 'socket.tcp.acceptQueueMaxBacklog')).toBe(16);
    expect(await limiting()).toMatch(
      /^net\.core\.somaxconn limits the backlog of node \(burstyAccept\.ts\) to 16\. Connections that find the accept queue on /,
    );
    expect(cut.changes).toMatchObject([
      { tunable: 'net.core.somaxconn', namespace: 'host', current: '16', proposed: '4096' },
    ]);

    await before.stop();
    await crowd.stop();
    await host.apply(cut);
    await using after = startWorkload('burstyAccept', { ...listening, port }, namespace);
    await after.ready;
    const settled = await overflows();
    await using flood = startWorkload('connectFlood', { ...rush, total: 200 }, namespace);
    expect(await flood.done).toMatchObject({ connected: 200, unanswered: 0 });
    expect(await overflows()).toBe(settled);
    expect(await listenerOn(namespace, port)).toMatchObject({ backlog: 4096, drops: 0 });
  });

  test('a queue that overflows in a namespace that nobody named is told with the program that lives there', async () => {
    await using container = await startContainer();
    await using stopped = startWorkload('stalledListener', { backlog: 4 }, container);
    const { port } = await stopped.ready;
    const rush = { port, total: ON_AND_ON, perSecond: 20, hold: false, giveUpMs: 1000 };
    await using _crowd = startWorkload('connectFlood', rush, container);
    const advice = await host.opened(`${RULE}:namespace ${container.name}`, ({ where }) => where.includes('seen full'));
    expect(advice.title).toMatch(
      /^Connections are dropped in the network namespace sleep \(\d+\) \(sleep, pid \d+\): /,
    );
    expect(advice.where).toContain(`seen full: 127.0.0.1:${port}, 5 connections wait, backlog 4`);
    expect(advice.actions[0]).toContain(`"nsenter -t ${container.pid} -n ss -ltn"`);
    expect(evidenceOf(advice, 'network.netns.listenOverflows')).toBeGreaterThan(60);
  });

  test('all of it is closed once its cause is gone', async () => {
    const open = async () => (await host.advice()).filter((advice) => !isOfTheMachine(advice));
    await expect.poll(async () => (await open()).map(({ title }) => title), CLEARING).toEqual([]);
  });
});
