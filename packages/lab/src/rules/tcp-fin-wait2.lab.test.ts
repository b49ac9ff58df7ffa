import { describe, expect, test } from 'vitest';
import { LabPair } from '../host/LabPair.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'tcp-fin-wait2';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('peers that never close are named, and the proposed timeout lets them go sooner', async () => {
    await using pair = await LabPair.start();
    const { host, peer, peerAddress } = pair;
    await using good = startWorkload('tcpBulkReceiver', { address: peerAddress, seconds: 900 }, peer);
    await using bad = startWorkload('slowReader', { address: peerAddress, bytesPerSecond: 0, seconds: 900 }, peer);
    const closing = { address: peerAddress, perSecond: 200, hold: false, seconds: 900 };
    // Peers that close leave TIME-WAIT behind, which is as it should be.
    await using proper = startWorkload(
      'connectFlood',
      { ...closing, port: (await good.ready).port, total: 600 },
      host.namespace,
    );
    expect(await proper.done).toMatchObject({ connected: 600 });
    await host.staysSilent(RULE, 4);

    await using half = startWorkload(
      'connectFlood',
      { ...closing, port: (await bad.ready).port, total: 2000 },
      host.namespace,
    );
    const advice = await host.opened(RULE);
    expect(advice.severity).toBe('info');
    expect(advice.changes).toMatchObject([
      { tunable: 'net.ipv4.tcp_fin_timeout', namespace: 'host', current: '60', proposed: '30' },
    ]);
    await host.apply(advice);
    expect(await half.done).toMatchObject({ connected: 2000 });
    await host.closed(RULE);
    await host.measured('socket.sockets.count', (left) => left < 100, { protocol: 'tcp', state: 'fin-wait-2' });
  });
});
