import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { delaySupport } from '../namespace/support.ts';
import { startWorkload, type Workload } from '../workload/start.ts';

const support = delaySupport();
const CEILING = 'sock-rcvbuf-autotune-ceiling';
const LOCKED = 'sock-rcvbuf-locked';
/** What the senders are paced at: several times what the small buffers let through in round trips of 40 ms. */
const PACE = 4_000_000;
const SOON = { timeout: 60_000 };

describe.skipIf(!support.ok)(`${CEILING}, ${LOCKED}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a ceiling that is too low is cured by the value that is proposed, a fixed buffer by the program', async () => {
    await using pair = await LabPair.start({ delayMs: 20 });
    const { host, peer, hostAddress: address } = pair;
    const receiver = (more: object = {}) =>
      startWorkload('tcpBulkReceiver', { address, seconds: 900, ...more }, host.namespace);
    const send = (port: number, more: object = {}) =>
      startWorkload('tcpBulkSender', { address, port, pacedBytesPerSecond: PACE, seconds: 900, ...more }, peer);
    const speedOf = async (sender: Workload<'tcpBulkSender'>) => {
      const first = await sender.next('progress');
      let last = first;
      for (let n = 0; n < 4; n++) last = await sender.next('progress');
      return (
        ((Number(last['bytes']) - Number(first['bytes'])) * 1000) /
        (Number(last['elapsedMs']) - Number(first['elapsedMs']))
      );
    };

    /** What limits the connections of a port, each once, as the filter by it finds them. */
    const limitsOf = async (port: number) => {
      const filter = encodeURIComponent(`sport:${port} state:established limited:rcvbuf,sender,app,reader`);
      const { sockets } = await host.api<{ sockets: { limit: string }[] }>(`/sockets?filter=${filter}`);
      return [...new Set(sockets.map(({ limit }) => limit))];
    };

    await host.sysctl('net.ipv4.tcp_rmem', '4096 131072 6291456');
    await using free = receiver();
    const { port } = await free.ready;
    {
      // A path or a program that gives less than the window lets through is no news.
      await using _paced = send(port, { pacedBytesPerSecond: 1_500_000 });
      await using _short = send(port, { bytesPerSecond: 1_000_000 });
      await expect.poll(() => limitsOf(port), SOON).toEqual(['sender']);
      await host.staysSilent(CEILING, 22);
      await host.staysSilent(LOCKED, 1);
    }

    const small = '4096 32768 65536';
    await host.sysctl('net.ipv4.tcp_rmem', small);
    // A connection begins with what its listener had when it was made.
    await using tight = receiver();
    const { port: tightPort } = await tight.ready;
    await using sender = send(tightPort);
    const advice = await host.opened(CEILING);
    await expect.poll(() => limitsOf(tightPort), SOON).toEqual(['receive-buffer']);
    const { bottleneck } = await host.api<{ bottleneck: { limiter: string; sentence: string } }>('/bottleneck');
    expect(bottleneck).toMatchObject({ limiter: 'receive-buffer' });
    expect(bottleneck.sentence).toContain('its 64.0 KiB leave a window of ');
    const before = await speedOf(sender);
    expect(evidenceOf(advice, 'socket.tcp.rcvbufBytes')).toBe(65_536);
    expect(evidenceOf(advice, 'transport.tcp.rttMedianUs')).toBeGreaterThanOrEqual(40_000);
    expect(advice.changes).toMatchObject([
      { tunable: 'net.ipv4.tcp_rmem', namespace: 'host', current: small, proposed: '4096 32768 6291456' },
    ]);
    await host.apply(advice);
    await sender.stop();
    // Connections that are made from now on use it.
    await using roomy = receiver();
    await using again = send((await roomy.ready).port);
    await host.closed(advice.id);
    await expect.poll(() => speedOf(again), { timeout: 120_000 }).toBeGreaterThan(1.3 * before);
    await again.stop();

    await host.sysctl('net.ipv4.tcp_rmem', '4096 131072 6291456');
    await using fixed = receiver({ rcvbuf: 32_768 });
    await using slow = send((await fixed.ready).port);
    const locked = await host.opened(LOCKED);
    expect(locked).toMatchObject({ severity: 'warning', changes: [] });
    expect(evidenceOf(locked, 'socket.tcp.rcvbufBytes')).toBe(65_536);
    const held = await speedOf(slow);
    await slow.stop();
    await using cured = send(port);
    await expect.poll(() => speedOf(cured), { timeout: 120_000 }).toBeGreaterThan(1.5 * held);
    await host.closed(locked.id);
  });
});
