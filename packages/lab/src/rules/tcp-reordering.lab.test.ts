import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { tunSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = tunSupport();
const RULE = 'tcp-reordering';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('packets that overtake each other are told from lost ones', async () => {
    await using pair = await LabPair.start({ delayMs: 10, reorderPercent: 3 });
    const { host, peer, peerAddress } = pair;
    await using receiver = startWorkload('tcpBulkReceiver', { address: peerAddress, seconds: 900 }, peer);
    const { port } = await receiver.ready;
    const sending = { address: peerAddress, port, pacedBytesPerSecond: 1_000_000, seconds: 900 };
    await using sender = startWorkload('tcpBulkSender', sending, host.namespace);
    const advice = await host.opened(RULE);
    expect(advice.changes).toEqual([]);
    expect(advice.where).toContain(peerAddress);
    const found = evidenceOf(advice, 'transport.tcpExt.tcpsackReorder') ?? 0;
    const late = evidenceOf(advice, 'transport.tcpExt.tcptsReorder') ?? 0;
    expect(found + late).toBeGreaterThan(20);
    // Nothing was lost on this path.
    expect((await pair.link.stats())?.aToB.lost).toBe(0);
    await host.staysSilent('tcp-retrans-high', 5);
    await sender.stop();
    await host.closed(RULE);
  });
});
