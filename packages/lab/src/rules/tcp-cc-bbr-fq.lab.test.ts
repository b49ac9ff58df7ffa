import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { congestionSupport, delaySupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support =
  [delaySupport(), congestionSupport('bbr'), congestionSupport('reno')].find(({ ok }) => !ok) ?? delaySupport();
const RULE = 'tcp-cc-bbr-fq';
const LOSS = 'tcp-retrans-high';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('2 % of loss over 40 ms: reno crawls, and bbr as proposed does not', async () => {
    await using pair = await LabPair.start({ delayMs: 20, lossPercent: 2, rateMbit: 50 });
    const { host, peer, peerAddress } = pair;
    await host.sysctl('net.ipv4.tcp_congestion_control', 'reno');
    await using receiver = startWorkload('tcpBulkReceiver', { address: peerAddress, seconds: 900 }, peer);
    const { port } = await receiver.ready;
    const sending = { address: peerAddress, port, seconds: 900 };
    await host.staysSilent(LOSS, 3);

    await using classic = startWorkload('tcpBulkSender', sending, host.namespace);
    const [advice, lossy] = await Promise.all([host.opened(RULE), host.opened(LOSS)]);
    expect(advice.changes).toMatchObject([
      { tunable: 'net.ipv4.tcp_congestion_control', namespace: 'host', current: 'reno', proposed: 'bbr' },
    ]);
    expect(advice.where).toContain(`to ${peerAddress}:${port}`);
    expect(lossy.where).toContain(peerAddress);
    const again = evidenceOf(lossy, 'transport.tcp.retransSegs') ?? 0;
    const data = evidenceOf(lossy, 'transport.tcpExt.tcpOrigDataSent') ?? 0;
    expect(again / data).toBeGreaterThan(0.012);
    expect(again / data).toBeLessThan(0.1);
    const slow = await classic.stop();

    await host.apply(advice);
    await using bbr = startWorkload('tcpBulkSender', sending, host.namespace);
    await host.closed(RULE);
    const fast = await bbr.stop();
    const rateOf = ({ bytes, elapsedMs }: typeof fast) => bytes / elapsedMs;
    expect(rateOf(fast)).toBeGreaterThan(3 * rateOf(slow));
    // The loss stays, and with it what is said of it, until nothing is sent any more.
    expect((await host.advice()).map(({ rule }) => rule)).toContain(LOSS);
    await host.closed(LOSS);
  });
});
