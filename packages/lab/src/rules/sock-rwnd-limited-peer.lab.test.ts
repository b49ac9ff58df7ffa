import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { delaySupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = delaySupport();
const RULE = 'sock-rwnd-limited-peer';
/** What a sender is paced at that a window of 64 KiB for each 40 ms does not let through, and one of megabytes does. */
const PACE = 6_000_000;

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a window, a slow reader and a stopped one of the peer are told apart', async () => {
    await using pair = await LabPair.start({ delayMs: 20 });
    const { host, peer, peerAddress: address } = pair;
    const send = (port: number, more: object = {}) =>
      startWorkload('tcpBulkSender', { address, port, seconds: 900, ...more }, host.namespace);

    await using open = startWorkload('tcpBulkReceiver', { address, seconds: 900 }, peer);
    const openPort = (await open.ready).port;
    {
      // A sender that is paced, and one whose program has little to send: the peer's window is no limit of theirs.
      await using _paced = send(openPort, { pacedBytesPerSecond: PACE });
      await using _little = send(openPort, { bytesPerSecond: 500_000 });
      await host.staysSilent(RULE, 15);
    }
    {
      await using small = startWorkload('tcpBulkReceiver', { address, rcvbuf: 65_536, seconds: 900 }, peer);
      await using sender = send((await small.ready).port, { pacedBytesPerSecond: PACE });
      const advice = await host.opened(RULE);
      expect(advice).toMatchObject({ subject: address, changes: [] });
      expect(advice.title).toMatch(/^The receive window of /);
      expect(evidenceOf(advice, 'socket.tcp.rwndLimitedShare')).toBeGreaterThan(0.2);
      expect(evidenceOf(advice, 'transport.tcp.rttMedianUs')).toBeGreaterThanOrEqual(40_000);
      await sender.stop();
      await host.closed(advice.id);
      // The cure that is named: the same pace to a receiver whose buffer may grow.
      await using again = send(openPort, { pacedBytesPerSecond: PACE });
      await host.staysSilent(RULE, 15);
      await again.stop();
    }
    {
      await using stopped = startWorkload('slowReader', { address, bytesPerSecond: 0, seconds: 900 }, peer);
      await using _sender = send((await stopped.ready).port);
      const advice = await host.opened(RULE, ({ title }) => title.includes('does not read'));
      expect(advice.severity).toBe('info');
      stopped.tell('read');
      await host.closed(advice.id);
    }
  });
});
