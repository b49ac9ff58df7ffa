import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evidenceOf, isOfTheMachine } from '../host/Advice.ts';
import type { LabHost } from '../host/LabHost.ts';
import { LabPair } from '../host/LabPair.ts';
import { sendBufferTo } from '../host/ss.ts';
import { link } from '../link/link.ts';
import { congestionSupport, delaySupport } from '../namespace/support.ts';
import { startWorkload, type Workload } from '../workload/start.ts';

const support = delaySupport();
/** Several looks at the sockets, and rules that find a thing twice. */
const LOOKS_MS = 8000;
const SOON = { timeout: 120_000 };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(!support.ok)(`sock-sndbuf-limited${support.reason && ` (skipped: ${support.reason})`}`, () => {
  const DELAY_MS = 20;
  const SMALL = '4096 16384 131072';
  const LARGE = '4096 16384 4194304';
  /** What the senders are paced at: twice what the small buffer lets through, less than half of what the proposed one does. */
  const PACE = 5_000_000;
  const ID = 'sock-sndbuf-limited:net.ipv4.tcp_wmem';
  let pair: LabPair;
  let host: LabHost;
  beforeAll(async () => {
    pair = await LabPair.start({ delayMs: DELAY_MS });
    host = pair.host;
  });
  afterAll(async () => pair?.[Symbol.asyncDispose]());
  const limitOf = async (port: number): Promise<string | undefined> => {
    const answer = await host.api<{ sockets: { limit: string; remotePort: number }[] }>(`/sockets?filter=port:${port}`);
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
    const {
      peer,
      link: { b },
    } = pair;
    await using lossy = await link(host.namespace, peer, { delayMs: 4, lossPercent: 2 });
    const { namespace } = host;
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
    const others = [...host.heard.values()].filter((advice) => advice.rule !== 'sock-rwnd-limited-peer');
    expect(others.filter((advice) => !isOfTheMachine(advice))).toEqual([]);
  });

  for (const [congestion, factor] of [
    ['bbr', 4.8],
    ['cubic', 3.2],
  ] as const)
    test.skipIf(!congestionSupport(congestion).ok)(
      `a buffer too small for the round trip is cured by the value that is proposed, with ${congestion}`,
      async () => {
        const {
          peer,
          link: { a, b },
        } = pair;
        await host.sysctl('net.ipv4.tcp_wmem', LARGE);
        await host.sysctl('net.ipv4.tcp_wmem', SMALL);
        await using receiver = startWorkload('tcpBulkReceiver', { address: b.address }, peer);
        const { port } = await receiver.ready;
        const sending = { address: b.address, port, congestion, pacedBytesPerSecond: PACE, seconds: 900 };
        await using sender = startWorkload('tcpBulkSender', sending, a.namespace);
        const advice = await host.opened(ID);
        const before = await speedOf(sender);

        expect(await sendBufferTo(a.namespace, port)).toBe(131_072);
        expect(evidenceOf(advice, 'socket.tcp.sndbufBytes')).toBe(131_072);
        expect(evidenceOf(advice, 'transport.tcp.rttMedianUs')).toBeGreaterThanOrEqual(2000 * DELAY_MS);
        expect(advice.changes).toMatchObject([
          { tunable: 'net.ipv4.tcp_wmem', namespace: 'host', current: SMALL, past: { how: 'drift', after: SMALL } },
        ]);
        // What it was before it was lowered is enough, and what is needed is told beside it.
        expect(advice.changes[0]?.proposed).toBe(LARGE);
        expect(advice.arithmetic).toContain(`: 524288; the value before, ${LARGE}, is enough`);
        const product = /^([\d.]+) Mbit\/s.* x ([\d.]+) ms .* = ([\d.]+) ([KM])iB in flight; x ([\d.]+) /;
        const [, mbit, ms, inFlight, prefix, times] = product.exec(advice.arithmetic) ?? [];
        const bytes = (Number(mbit) * Number(ms) * 1000) / 8;
        expect(bytes / 1024 / (prefix === 'M' ? 1024 : 1) / Number(inFlight)).toBeCloseTo(1, 1);
        expect(Number(times)).toBe(factor);
        expect(Number(mbit) * 125_000).toBeGreaterThan(0.7 * before.bytesPerSecond);

        await host.apply(advice);
        await host.closed(ID);
        expect(before.heldShare).toBeGreaterThan(0.1);
        const isCured = async () => {
          const after = await speedOf(sender);
          return after.heldShare < before.heldShare / 4 && after.bytesPerSecond > 1.5 * before.bytesPerSecond;
        };
        await expect.poll(isCured).toBe(true);
        // Cured for good: a moment in which the buffer was full may still be seen, but no more than such moments.
        expect((await host.advice()).find(({ id }) => id === ID)?.why).toBeUndefined();
      },
    );

  test('a sender that is not paced is found too, though the kernel does not count the time that it loses', async () => {
    const {
      peer,
      link: { a, b },
    } = pair;
    await host.sysctl('net.ipv4.tcp_wmem', LARGE);
    await host.sysctl('net.ipv4.tcp_wmem', SMALL);
    await using receiver = startWorkload('tcpBulkReceiver', { address: b.address }, peer);
    const { port } = await receiver.ready;
    const sending = { address: b.address, port, congestion: 'reno', seconds: 900 };
    await using sender = startWorkload('tcpBulkSender', sending, a.namespace);
    const advice = await host.opened(ID);
    expect(advice.changes[0]?.proposed).toBe(LARGE);
    await sender.stop();
    await host.closed(ID);
  });

  test('a buffer that the program fixed is a matter for the program', async () => {
    const {
      peer,
      link: { a, b },
    } = pair;
    await host.sysctl('net.ipv4.tcp_wmem', LARGE);
    await using receiver = startWorkload('tcpBulkReceiver', { address: b.address }, peer);
    const { port } = await receiver.ready;
    const sending = { address: b.address, port, pacedBytesPerSecond: PACE, seconds: 900 };
    await using fixed = startWorkload('tcpBulkSender', { ...sending, sndbuf: 40_000 }, a.namespace);
    expect((await fixed.ready).sndbuf).toBe(80_000);
    const advice = await host.opened(`sock-sndbuf-limited:${b.address}:${port}`);
    expect(advice.changes).toEqual([]);
    expect(evidenceOf(advice, 'socket.tcp.sndbufBytes')).toBe(80_000);
    expect(advice.actions[0]).toMatch(/^Remove SO_SNDBUF from /);
    const { bytesPerSecond } = await speedOf(fixed);
    await fixed.stop();
    await using free = startWorkload('tcpBulkSender', sending, a.namespace);
    await expect.poll(async () => (await speedOf(free)).bytesPerSecond).toBeGreaterThan(1.3 * bytesPerSecond);
    await host.closed(advice.id);
  });
});
