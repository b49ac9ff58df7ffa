import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabHost } from '../host/LabHost.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'ip-out-no-routes';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('packets without a route are told of until there is one', async () => {
    await using host = await LabHost.start();
    const { namespace } = host;
    const scattered = { perSecond: 20, total: 10_000, seconds: 900 };
    await using known = startWorkload('udpScatter', { ...scattered, network: '127.1.0.0/24' }, namespace);
    await known.ready;
    await host.staysSilent(RULE, 12);

    await using lost = startWorkload('udpScatter', { ...scattered, network: '203.0.113.0/24' }, namespace);
    const advice = await host.opened(RULE);
    expect(advice).toMatchObject({ subject: 'sent', changes: [] });
    expect(evidenceOf(advice, 'network.ip.outNoRoutes')).toBeLessThanOrEqual(await host.counter('Ip.OutNoRoutes'));

    await namespace.exec('ip', ['route', 'add', 'local', '203.0.113.0/24', 'dev', 'lo']);
    await host.standsStill('Ip.OutNoRoutes', 2);
    await host.closed(RULE);
    expect((await lost.stop()).unreachable).toBe(await host.counter('Ip.OutNoRoutes'));
  });
});
