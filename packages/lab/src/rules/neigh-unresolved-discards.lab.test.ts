import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { run } from '../namespace/run.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'neigh-unresolved-discards';

/** The counters of the table are shown to the first namespace only; here the rule speaks by the neighbours themselves. */
describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('addresses where nobody answers are told of, until somebody does', async () => {
    await using pair = await LabPair.start();
    const { host, peer } = pair;
    const { device } = pair.link.a;
    const addTo = (name: string, address: string) => run('ip', ['-n', name, 'addr', 'add', address, 'dev', device]);
    await addTo(host.namespace.name, '10.99.255.254/16');
    const scattered = { perSecond: 100, total: 1_000_000, seconds: 300 };
    const one = { address: pair.peerAddress, port: 9, perSecond: 100, total: 10_000, seconds: 300 };
    await using _answered = startWorkload('udpBurst', one, host.namespace);
    await host.staysSilent(RULE, 12);

    await using scan = startWorkload('udpScatter', { ...scattered, network: '10.99.0.0/24' }, host.namespace);
    const advice = await host.opened(RULE);
    expect(advice).toMatchObject({ subject: 'ipv4', severity: 'info', changes: [] });
    expect(advice.where).toContain(`neighbours on ${device} without an answer`);
    expect(evidenceOf(advice, 'network.neigh.failed')).toBeLessThanOrEqual(254);

    await scan.stop();
    await run('ip', ['-n', peer.name, 'route', 'add', 'local', '10.99.0.0/24', 'dev', 'lo']);
    await using _all = startWorkload('udpScatter', { ...scattered, network: '10.99.0.0/24' }, host.namespace);
    await host.closed(RULE);
  });
});
