import { describe, expect, test } from 'vitest';
import { createNamespace } from '../namespace/namespace.ts';
import { hasTun, labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';
import { link } from './link.ts';

const support = labSupport();
const PATIENCE = { timeout: 60_000 };
const why = support.reason || (hasTun() ? '' : 'no /dev/net/tun');

describe.skipIf(why !== '')(`a link${why && ` (skipped: ${why})`}`, () => {
  test('takes a round trip of twice its delay', async () => {
    await using a = await createNamespace();
    await using b = await createNamespace();
    await using path = await link(a, b, { delayMs: 20, rateMbit: 200 });
    expect(path.kind).not.toBe('veth');
    await using receiver = startWorkload('tcpBulkReceiver', { address: path.b.address }, b);
    const { port } = await receiver.ready;
    // A paced sender measures from when a packet was to leave, which can be after it did; reno has no pace.
    const sending = { address: path.b.address, port, bytes: 300_000, congestion: 'reno' };
    await using sender = startWorkload('tcpBulkSender', sending, a);
    const sent = await sender.done;
    expect(sent.bytes).toBe(300_000);
    expect(sent.minRttUs).toBeGreaterThanOrEqual(40_000);
    expect(sent.minRttUs).toBeLessThan(80_000);
    expect(await receiver.stop()).toEqual({ event: 'done', bytes: 300_000, connections: 1 });
    if (path.kind === 'relay') {
      const stats = await path.stats();
      expect(stats?.aToB.forwarded).toBeGreaterThanOrEqual(300_000 / 1500);
      expect(stats?.aToB.lost).toBe(0);
    }
  });

  test.each([
    ['without a delay, by the kernel', {}],
    ['with a delay', { delayMs: 1 }],
  ])('passes no more than its rate %s', async (_name, delay) => {
    await using a = await createNamespace();
    await using b = await createNamespace();
    await using path = await link(a, b, { ...delay, rateMbit: 8 });
    await using receiver = startWorkload('tcpBulkReceiver', { address: path.b.address }, b);
    const { port } = await receiver.ready;
    await using sender = startWorkload('tcpBulkSender', { address: path.b.address, port, bytes: 400_000 }, a);
    // The rate gives 1000 bytes a millisecond; what tbf lets through at once is all that may come early.
    expect((await sender.done).elapsedMs).toBeGreaterThanOrEqual(300);
  });

  test('loses about the share asked for, the same packets in every run', async () => {
    await using a = await createNamespace();
    await using b = await createNamespace();
    await using path = await link(a, b, { lossPercent: 30, seed: 7 });
    await using sink = startWorkload('udpSink', { address: path.b.address, mode: 'fast', rcvbuf: 4_000_000 }, b);
    const { port } = await sink.ready;
    await using burst = startWorkload('udpBurst', { address: path.b.address, port, perSecond: 2000, total: 1000 }, a);
    expect((await burst.done).sent).toBe(1000);
    if (path.kind === 'relay') {
      await expect
        .poll(async () => {
          const stats = await path.stats();
          return (stats?.aToB.forwarded ?? 0) + (stats?.aToB.lost ?? 0);
        }, PATIENCE)
        .toBeGreaterThanOrEqual(1000);
    }
    await expect
      .poll(async () => (await b.counters('/proc/net/snmp')).get('Udp.InDatagrams'), PATIENCE)
      .toBeGreaterThan(600);
    const { datagrams } = await sink.stop();
    expect(datagrams).toBeGreaterThan(600);
    expect(datagrams).toBeLessThan(800);
  });

  test('carries IPv6, and packets up to its MTU', async () => {
    await using a = await createNamespace();
    await using b = await createNamespace();
    await using path = await link(a, b, { delayMs: 1, mtu: 3000 });
    await using sink = startWorkload('udpSink', { address: path.b.address6, mode: 'fast' }, b);
    const { port } = await sink.ready;
    // 40 bytes of IPv6 and 8 of UDP: the largest datagram in one packet.
    const options = { address: path.b.address6, port, size: 2952, burst: 1, perSecond: 100, total: 10 };
    await using burst = startWorkload('udpBurst', options, a);
    expect((await burst.done).bytes).toBe(29_520);
    await expect
      .poll(async () => (await b.readFile('/proc/net/snmp6')).match(/^Udp6InDatagrams\s+(\d+)/m)?.[1], PATIENCE)
      .toBe('10');
    expect(await sink.stop()).toEqual({ event: 'done', datagrams: 10, bytes: 29_520 });
    expect(await b.readFile('/proc/net/snmp6')).toMatch(/^Ip6ReasmReqds\s+0$/m);
  });

  test('two namespaces may have several links, and a namespace several neighbours', async () => {
    await using a = await createNamespace();
    await using b = await createNamespace();
    await using c = await createNamespace();
    await using first = await link(a, b);
    await using second = await link(a, b);
    await using third = await link(a, c, { delayMs: 1 });
    expect(new Set([first.a.address, second.a.address, third.a.address]).size).toBe(3);
    const { stdout } = await a.exec('ip', ['-o', '-4', 'addr', 'show']);
    for (const { a: end } of [first, second, third])
      expect(stdout).toContain(`${end.device}    inet ${end.address}/30`);
  });

  test('is gone when it is disposed of', async () => {
    await using a = await createNamespace();
    await using b = await createNamespace();
    for (const options of [{}, { delayMs: 5 }]) {
      const path = await link(a, b, options);
      await path[Symbol.asyncDispose]();
      expect((await b.exec('ip', ['-o', 'link', 'show'])).stdout).not.toContain(path.b.device);
    }
  });
});
