import { describe, expect, test } from 'vitest';
import { LabPair } from '../host/LabPair.ts';
import { tunSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = tunSupport();
const RULE = 'tcp-mtu-blackhole';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a path that swallows packets above 1,200 bytes lets data through once probing is on', async () => {
    await using pair = await LabPair.start({ delayMs: 5, largestBytes: 1200 });
    const { host, peer, peerAddress } = pair;
    await using receiver = startWorkload('tcpBulkReceiver', { address: peerAddress, seconds: 900 }, peer);
    const { port } = await receiver.ready;
    // Small requests and answers pass, and are no news.
    await using answers = startWorkload('responder', { address: peerAddress, responseBytes: 200, seconds: 900 }, peer);
    const asking = { address: peerAddress, port: (await answers.ready).port, responseBytes: 200, seconds: 900 };
    await using small = startWorkload('requester', asking, host.namespace);
    await host.staysSilent(RULE, 5);

    const sending = { address: peerAddress, port, bytes: 300_000, seconds: 900 };
    await using one = startWorkload('tcpBulkSender', sending, host.namespace);
    await using two = startWorkload('tcpBulkSender', sending, host.namespace);
    await using three = startWorkload('tcpBulkSender', sending, host.namespace);
    const advice = await host.opened(RULE);
    expect(advice.severity).toBe('critical');
    expect(advice.where).toContain(` to ${peerAddress}`);
    expect(advice.changes).toMatchObject([
      { tunable: 'net.ipv4.tcp_mtu_probing', namespace: 'host', current: '0', proposed: '1' },
    ]);

    const { bottleneck } = await host.api<{ bottleneck: { limiter: string; sentence: string } }>('/bottleneck');
    expect(bottleneck.limiter).toBe('network');
    expect(bottleneck.sentence).toMatch(/nothing has been acknowledged for .+, \d+ timeouts in a row/);
    const hung = await host.api<{ sockets: readonly { limit: string }[] }>('/sockets?filter=timeouts>1');
    expect(hung.sockets.map(({ limit }) => limit)).toEqual(['network', 'network', 'network']);

    await host.apply(advice);
    const sent = await Promise.all([one.done, two.done, three.done]);
    expect(sent.map(({ bytes }) => bytes)).toEqual([300_000, 300_000, 300_000]);
    await host.closed(RULE);
    expect((await small.stop()).requests).toBeGreaterThan(100);
  });

  test('peers that went away are no black hole', async () => {
    await using pair = await LabPair.start();
    const { host, peer, peerAddress } = pair;
    await using receiver = startWorkload('tcpBulkReceiver', { address: peerAddress, seconds: 900 }, peer);
    const sending = { address: peerAddress, port: (await receiver.ready).port, seconds: 900 };
    const paced = { ...sending, pacedBytesPerSecond: 200_000 };
    await using one = startWorkload('tcpBulkSender', paced, host.namespace);
    await using two = startWorkload('tcpBulkSender', paced, host.namespace);
    await using three = startWorkload('tcpBulkSender', paced, host.namespace);
    await Promise.all([one.next('progress'), two.next('progress'), three.next('progress')]);

    await peer.exec('ip', ['link', 'set', pair.link.b.device, 'down']);
    await host.measured('transport.tcpExt.tcpTimeouts', (timeouts) => timeouts >= 6);
    await host.staysSilent(RULE, 12);
  });
});
