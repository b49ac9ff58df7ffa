import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'ip-forward-frag-fail';
const HIGH = 'net.ipv4.ipfrag_high_thresh';
const LOW = 'net.ipv4.ipfrag_low_thresh';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('lost fragments are told apart from short memory, and only memory is raised', async () => {
    await using pair = await LabPair.start();
    const { host, peer, hostAddress: address } = pair;
    await host.sysctl('net.ipv4.ipfrag_time', 2);
    await using sink = startWorkload('udpSink', { address, mode: 'fast', seconds: 900 }, host.namespace);
    const { port } = await sink.ready;
    // Each of 14 fragments.
    const large = { address, port, size: 20_000, perSecond: 40, burst: 1, total: 1_000_000, seconds: 900 };
    await using _whole = startWorkload('udpBurst', large, peer);
    await host.staysSilent(RULE, 12);
    expect(await host.counter('Ip.ReasmOKs')).toBeGreaterThan(100);
    expect(await host.counter('Ip.ReasmFails')).toBe(0);

    const lone = { address, port, kind: 'fragment', sources: '198.18.0.0/16', perSecond: 20, total: 100_000 } as const;
    await using _lone = startWorkload('forgedPackets', { ...lone, seconds: 900 }, peer);
    const loss = await host.opened(`${RULE}:ipv4 loss`);
    expect(loss).toMatchObject({ changes: [], arithmetic: '' });
    expect(evidenceOf(loss, 'network.ip.reasmTimeout')).toBeLessThanOrEqual(await host.counter('Ip.ReasmTimeout'));

    // Forty lone fragments wait at any time, and with them there is no room for a whole datagram.
    await host.sysctl(LOW, 20_000);
    await host.sysctl(HIGH, 60_000);
    const short = await host.opened(`${RULE}:ipv4 memory`, ({ changes }) => changes.length > 0);
    expect(short.changes).toMatchObject([
      { tunable: HIGH, namespace: 'host', current: '60000' },
      { tunable: LOW, namespace: 'host', current: '20000' },
    ]);
    const [high = 0, low = 0] = short.changes.map(({ proposed }) => Number(proposed));
    expect([high >= 120_000, low >= 90_000, low < high]).toEqual([true, true, true]);
    await host.apply(short);
    await host.closed(`${RULE}:ipv4 memory`);
    const refused = async () => {
      const counters = await host.namespace.counters('/proc/net/snmp');
      return (counters.get('Ip.ReasmFails') ?? 0) - (counters.get('Ip.ReasmTimeout') ?? 0);
    };
    const before = await refused();
    const whole = await host.counter('Ip.ReasmOKs');
    await host.measured('network.ip.reasmOKs', (now) => now > whole + 100);
    expect(await refused()).toBe(before);
  });
});
