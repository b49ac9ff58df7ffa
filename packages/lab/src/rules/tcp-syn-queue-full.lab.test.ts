import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { delaySupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = delaySupport();
const RULE = 'tcp-syn-queue-full';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a rush over a long path fits once somaxconn has the proposed value', async () => {
    // A handshake takes 0.3 s, so that 100 a second leave 30 half open.
    await using pair = await LabPair.start({ delayMs: 150 });
    const { host, peer, hostAddress } = pair;
    await host.sysctl('net.core.somaxconn', 16);
    const listening = { address: hostAddress, backlog: 4096, burst: 4096, everyMs: 10, seconds: 900 };
    await using before = startWorkload('burstyAccept', listening, host.namespace);
    const { port } = await before.ready;
    const target = { address: hostAddress, port, hold: false, total: 10_000, seconds: 900 };
    // Ten a second leave three: no news.
    await using calm = startWorkload('connectFlood', { ...target, perSecond: 10 }, peer);
    await host.staysSilent(RULE, 5);
    await calm.stop();

    await using rush = startWorkload('connectFlood', { ...target, perSecond: 100 }, peer);
    const advice = await host.opened(RULE, ({ changes }) => changes.length > 0);
    expect(advice.changes).toMatchObject([
      { tunable: 'net.core.somaxconn', namespace: 'host', current: '16', proposed: '4096' },
    ]);
    expect(advice.severity).toBe('warning');
    expect(advice.where).toContain(`${hostAddress}:${port}, backlog 16`);
    expect(evidenceOf(advice, 'socket.sockets.count')).toBeGreaterThanOrEqual(16);

    await host.apply(advice);
    await before.stop();
    await using after = startWorkload('burstyAccept', { ...listening, port }, host.namespace);
    await after.ready;
    await host.measured('socket.sockets.count', (halfOpen) => halfOpen > 16, { protocol: 'tcp', state: 'syn-recv' });
    await host.standsStill('TcpExt.TCPReqQFullDoCookies', 5);
    await host.closed(RULE);
    expect((await rush.stop()).connected).toBeGreaterThan(1000);
  });

  test('a flood is answered by cookies, and no longer queue is proposed for it', async () => {
    await using pair = await LabPair.start();
    const { host, peer, hostAddress } = pair;
    const FORGED = '198.18.0.0/16';
    await pair.route(FORGED, { answers: false });
    await host.sysctl('net.ipv4.tcp_syncookies', 0);
    const listening = { address: hostAddress, backlog: 64, burst: 4096, everyMs: 10, seconds: 900 };
    await using listener = startWorkload('burstyAccept', listening, host.namespace);
    const { port } = await listener.ready;
    const forged = { kind: 'syn', address: hostAddress, port, sources: FORGED, perSecond: 200 } as const;
    await using flood = startWorkload('forgedPackets', { ...forged, total: 100_000, seconds: 900 }, peer);

    const shut = await host.opened(RULE, ({ severity }) => severity === 'critical');
    expect(shut.changes[0]).toMatchObject({
      tunable: 'net.ipv4.tcp_syncookies',
      namespace: 'host',
      current: '0',
      proposed: '1',
    });
    expect(host.heard.has('setting-tcp-syncookies-off:net.ipv4.tcp_syncookies')).toBe(true);

    await host.apply(shut);
    await host.standsStill('TcpExt.TCPReqQFullDrop', 3);
    const client = { address: hostAddress, port, hold: false, total: 20, perSecond: 20 };
    await using real = startWorkload('connectFlood', client, peer);
    expect(await real.done).toMatchObject({ attempted: 20, connected: 20 });
    const served = 'A flood of SYNs fills the queue of half-open connections; clients still get in by SYN cookies';
    const flooded = await host.opened(RULE, ({ title }) => title === served);
    expect(flooded.changes).toEqual([]);
    // Off again, they are proposed again, whatever the minute before was like.
    await host.sysctl('net.ipv4.tcp_syncookies', 0);
    const again = await host.opened(RULE, ({ changes }) => changes.length > 0);
    expect(again.changes[0]).toMatchObject({ tunable: 'net.ipv4.tcp_syncookies', current: '0', proposed: '1' });
    await flood.stop();
    await host.closed(RULE);
  });
});
