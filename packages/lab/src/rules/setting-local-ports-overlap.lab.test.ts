import { describe, expect, test } from 'vitest';
import { LabHost } from '../host/LabHost.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'setting-local-ports-overlap';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('the port of a service inside a widened range is reserved as proposed', async () => {
    await using host = await LabHost.start();
    const { namespace } = host;
    const listening = { address: '0.0.0.0', seconds: 900 };
    await using service = startWorkload('tcpBulkReceiver', { ...listening, port: 6379 }, namespace);
    await using inside = startWorkload('tcpBulkReceiver', { port: 7000, seconds: 900 }, namespace);
    await Promise.all([service.ready, inside.ready]);
    // In the usual range no service is inside, and one at loopback alone never is.
    await host.staysSilent(RULE, 22);

    await host.sysctl('net.ipv4.ip_local_port_range', '1024 65535');
    const advice = await host.opened(RULE);
    expect(advice.changes).toMatchObject([
      { tunable: 'net.ipv4.ip_local_reserved_ports', namespace: 'host', current: '', proposed: '6379' },
    ]);
    await host.apply(advice);
    expect(await namespace.sysctl('net.ipv4.ip_local_reserved_ports')).toBe('6379');
    await host.closed(RULE);
  });
});
