import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { link } from '../link/link.ts';
import { run } from '../namespace/run.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'rp-filter-drops';
const COUNTER = 'TcpExt.IPReversePathFilter';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a host with two uplinks gets what comes by the other one, once the filter is loose', async () => {
    await using pair = await LabPair.start();
    const { host, peer } = pair;
    await using second = await link(host.namespace, peer);
    await pair.route('198.18.0.0/16', { answers: false });
    const ip = (...words: string[]) => run('ip', ['-n', host.namespace.name, ...words]);
    await ip('route', 'add', '198.19.0.0/16', 'via', second.b.address, 'dev', second.a.device);
    await host.sysctl('net.ipv4.conf.all.rp_filter', 1);

    // By the second link, with sources whose way back is the first one.
    const datagrams = { address: second.a.address, port: 9, kind: 'udp', perSecond: 50, total: 100_000 } as const;
    await using _right = startWorkload('forgedPackets', { ...datagrams, sources: '198.19.0.0/16', seconds: 900 }, peer);
    await host.staysSilent(RULE, 12);
    expect(await host.counter(COUNTER)).toBe(0);
    // Nothing is lost yet, and the setting is told of.
    const setting = await host.opened('setting-rp-filter-multihomed');
    expect(setting).toMatchObject({ severity: 'info', changes: [{ current: '1', proposed: '2' }] });

    await using _wrong = startWorkload('forgedPackets', { ...datagrams, sources: '198.18.0.0/16', seconds: 900 }, peer);
    const advice = await host.opened(RULE, ({ changes }) => changes.length > 0);
    expect(advice.severity).toBe('warning');
    expect(evidenceOf(advice, 'network.tcpExt.ipReversePathFilter')).toBeLessThanOrEqual(await host.counter(COUNTER));
    expect(advice.changes).toMatchObject([
      { tunable: 'net.ipv4.conf.all.rp_filter', namespace: 'host', current: '1', proposed: '2' },
    ]);
    expect(advice.why).toContain(`(${pair.link.a.device}, ${second.a.device})`);

    await host.closed(setting.id);

    await host.apply(advice);
    await host.standsStill(COUNTER, 3);
    await host.closed(RULE);
  });

  test('a source that nobody has a route to is no reason to loosen the filter', async () => {
    await using pair = await LabPair.start();
    const { host, peer, hostAddress: address } = pair;
    await host.sysctl('net.ipv4.conf.all.rp_filter', 1);
    const spoofed = { address, port: 9, kind: 'udp', sources: '198.18.0.0/16', perSecond: 50, total: 100_000 } as const;
    await using _spoofed = startWorkload('forgedPackets', spoofed, peer);
    const advice = await host.opened(RULE, ({ why }) => why.includes('one way out at most'));
    // It was made strict under the eyes of the product, which is told; whether the source is wanted only people know.
    expect(advice).toMatchObject({ severity: 'warning', changes: [] });
    expect(advice.why).toContain('net.ipv4.conf.all.rp_filter was 0 before and is strict since');
  });
});
