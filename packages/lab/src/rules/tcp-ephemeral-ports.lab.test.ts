import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'tcp-ephemeral-ports';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a range that is used up is widened beside the services, and connections find ports again', async () => {
    await using pair = await LabPair.start();
    const { host, peer, hostAddress, peerAddress } = pair;
    // Below the usual range, in which the product itself listens somewhere; and what it was before would not do either.
    await host.sysctl('net.ipv4.ip_local_port_range', '30000 30059');
    await host.sysctl('net.ipv4.ip_local_port_range', '30000 30099');
    // On a busy machine one CPU delivers an acknowledgement late, TIME-WAIT answers it, and the reset for that answer would free the port.
    await host.namespace.sysctl('net.ipv4.tcp_rfc1337', 1);
    await using service = startWorkload(
      'tcpBulkReceiver',
      { address: hostAddress, port: 27_017, seconds: 900 },
      host.namespace,
    );
    await service.ready;
    await using first = startWorkload('tcpBulkReceiver', { address: peerAddress, seconds: 900 }, peer);
    await using second = startWorkload('tcpBulkReceiver', { address: peerAddress, seconds: 900 }, peer);
    const [busy, other] = [(await first.ready).port, (await second.ready).port];

    // Each closed from here keeps its port for a minute; to another destination every port may be used again.
    const closing = { address: peerAddress, perSecond: 100, hold: false, seconds: 900 };
    const open = (port: number, total: number) =>
      startWorkload('connectFlood', { ...closing, port, total }, host.namespace);
    await using others = open(other, 60);
    expect(await others.done).toMatchObject({ connected: 60 });
    await host.measured('transport.sockstat.tcpTw', (waiting) => waiting >= 60);
    await host.staysSilent(RULE, 5);

    await using all = open(busy, 100);
    expect(await all.done).toMatchObject({ connected: 100, noPort: 0 });
    await using more = open(busy, 20);
    expect(await more.done).toMatchObject({ connected: 0, noPort: 20 });
    const advice = await host.opened(RULE, (each) => evidenceOf(each, 'socket.sockets.count') === 100);
    expect(advice.id).toBe(`${RULE}:${peerAddress}:${busy}`);
    expect(advice.severity).toBe('critical');
    expect(advice.where).toContain('100 of 100 ports, 100 in TIME-WAIT');
    const [change] = advice.changes;
    expect(change).toMatchObject({ tunable: 'net.ipv4.ip_local_port_range', current: '30000 30099' });
    // Up to where the product itself listens, which is anywhere above.
    const [low, high] = (change?.proposed ?? '').split(' ').map(Number);
    expect(low).toBe(27_018);
    expect(high).toBeGreaterThanOrEqual(30_099);
    expect(((high ?? 0) - (low ?? 0)) % 2).toBe(1);

    await host.apply(advice);
    await using again = open(busy, 100);
    expect(await again.done).toMatchObject({ connected: 100, noPort: 0 });
    await host.closed(RULE);
  });
});
