import { describe, expect, test } from 'vitest';
import { LabHost } from '../host/LabHost.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'setting-tw-buckets-lowered';
const SYMPTOM = 'tcp-tw-overflow';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('an old recipe overflows, and the proposed value gives each connection its minute', async () => {
    await using host = await LabHost.start();
    const { namespace } = host;
    const usual = await namespace.sysctl('net.ipv4.tcp_max_tw_buckets');
    await using listener = startWorkload('tcpBulkReceiver', { seconds: 900 }, namespace);
    const { port } = await listener.ready;
    const closing = { port, perSecond: 40, total: 10_000, hold: false, seconds: 900 };
    await using short = startWorkload('connectFlood', closing, namespace);
    // Short connections alone are no news.
    await host.staysSilent(SYMPTOM, 5);

    await host.sysctl('net.ipv4.tcp_max_tw_buckets', 100);
    const advice = await host.opened(RULE, ({ severity }) => severity === 'warning');
    expect(advice.title).toBe('Connections close without their TIME-WAIT: only 100 may wait');
    expect(advice.changes).toMatchObject([
      { tunable: 'net.ipv4.tcp_max_tw_buckets', namespace: 'host', current: '100', proposed: usual },
    ]);

    await host.apply(advice);
    await host.standsStill('TcpExt.TCPTimeWaitOverflow', 4);
    await host.closed(RULE);
    await host.measured('transport.sockstat.tcpTw', (waiting) => waiting > 300);
    await host.staysSilent(SYMPTOM, 5);
    await short.stop();
  });
});
