import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabHost } from '../host/LabHost.ts';
import { labSupport } from '../namespace/support.ts';
import { nagleDelay } from '../scenarios/nagle-delay.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'app-small-writes-nagle';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('answers in two writes are named; the same with TCP_NODELAY, and a transfer, are no news', async () => {
    await using host = await LabHost.start();
    const { namespace } = host;
    await using sink = startWorkload('tcpBulkReceiver', { seconds: 900 }, namespace);
    const { port } = await sink.ready;
    await using _transfer = startWorkload(
      'tcpBulkSender',
      { port, bytesPerSecond: 3_000_000, seconds: 900 },
      namespace,
    );
    {
      await using _noDelay = await host.play(nagleDelay, 'look-alike');
      await host.staysSilent(RULE, 20);
    }
    {
      await using _trouble = await host.play(nagleDelay);
      const advice = await host.opened(RULE);
      expect(advice).toMatchObject({ severity: 'warning', changes: [] });
      // At any one look the part may just have gone.
      const held = async () =>
        (await host.api<{ sockets: readonly unknown[] }>('/sockets?filter=limited:nagle')).sockets.length;
      await expect.poll(held, { timeout: 60_000 }).toBeGreaterThan(0);
      // Each answer is 200 bytes in two writes, of which the second waits for the acknowledgement of the first.
      expect([0, 100]).toContain(evidenceOf(advice, 'socket.tcp.notsentBytes'));
      expect(evidenceOf(advice, 'transport.tcp.rttMedianUs')).toBeGreaterThan(10_000);
      expect(evidenceOf(advice, 'transport.tcpExt.delayedACKs')).toBeGreaterThan(5);
    }
    await using _again = await host.play(nagleDelay, 'look-alike');
    await host.closed(RULE);
  });
});
