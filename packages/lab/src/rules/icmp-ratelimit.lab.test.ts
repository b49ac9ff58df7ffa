import { describe, expect, test } from 'vitest';
import { LabPair } from '../host/LabPair.ts';
import { run } from '../namespace/run.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'icmp-ratelimit';
const LIMIT = 'net.ipv4.icmp_msgs_per_sec';
const COUNTER = 'Icmp.OutRateLimitGlobal';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a host keeps its limit under a scan, and a router gets a higher one that holds nothing back', async () => {
    await using pair = await LabPair.start();
    const { host, peer, hostAddress: address } = pair;
    await pair.route('198.18.0.0/16');
    await host.sysctl('net.ipv4.icmp_msgs_burst', 10);
    await host.sysctl(LIMIT, 100);
    const scan = { address, port: 9, kind: 'udp', sources: '198.18.0.0/16', perSecond: 160, total: 100_000 } as const;
    await using _scan = startWorkload('forgedPackets', { ...scan, seconds: 900 }, peer);
    await host.measured('network.icmp.outRateLimitGlobal', (held) => held > 100);
    await host.staysSilent(RULE, 3);

    await host.sysctl('net.ipv4.ip_forward', 1);
    await run('ip', ['-n', peer.name, 'route', 'add', '198.19.0.0/16', 'via', address]);
    await run('ip', ['-n', host.namespace.name, 'route', 'add', '198.19.0.0/16', 'via', pair.peerAddress]);
    const through = { network: '198.19.0.0/24', perSecond: 400, total: 100_000, seconds: 900 };
    await using _through = startWorkload('udpScatter', through, peer);
    const advice = await host.opened(RULE, ({ changes }) => changes.length > 0);
    expect(advice.severity).toBe('warning');
    const [change] = advice.changes;
    expect(change).toMatchObject({ tunable: LIMIT, current: '100' });
    expect(Number(change?.proposed)).toBeGreaterThan(200);

    await host.apply(advice);
    await host.standsStill(COUNTER, 3);
    await host.closed(RULE);
  });
});
