import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../host/Advice.ts';
import { LabPair } from '../host/LabPair.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from '../workload/start.ts';

const support = labSupport();
const RULE = 'tcp-listen-drops-other';
const FORGED = '198.18.0.0/16';

describe.skipIf(!support.ok)(`${RULE}${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('without cookies strangers are dropped before any queue is full, and with them nobody is', async () => {
    await using pair = await LabPair.start();
    const { host, peer, hostAddress } = pair;
    await pair.route(FORGED, { answers: false });
    await host.sysctl('net.ipv4.tcp_syncookies', 0);
    await host.sysctl('net.ipv4.tcp_max_syn_backlog', 64);
    const listening = { address: hostAddress, backlog: 4096, burst: 4096, everyMs: 10, seconds: 900 };
    await using listener = startWorkload('burstyAccept', listening, host.namespace);
    const { port } = await listener.ready;
    const target = { address: hostAddress, port };
    await using few = startWorkload('connectFlood', { ...target, perSecond: 20, total: 100, hold: false }, peer);
    expect(await few.done).toMatchObject({ connected: 100 });
    await host.staysSilent(RULE, 3);

    const forged = { ...target, kind: 'syn', sources: FORGED, perSecond: 50, total: 10_000, seconds: 900 } as const;
    await using flood = startWorkload('forgedPackets', forged, peer);
    const advice = await host.opened(RULE);
    expect(advice.where).toMatch(new RegExp(`${hostAddress}:${port}: [0-9]+ by its own count`));
    expect(advice.why).toContain('the last quarter of net.ipv4.tcp_max_syn_backlog (64)');
    expect(advice.changes).toMatchObject([
      { tunable: 'net.ipv4.tcp_syncookies', namespace: 'host', current: '0', proposed: '1' },
    ]);
    expect(evidenceOf(advice, 'socket.tcpExt.listenOverflows')).toBe(0);
    expect(evidenceOf(advice, 'socket.tcpExt.tcpReqQFullDrop')).toBe(0);

    await host.apply(advice);
    await host.standsStill('TcpExt.ListenDrops', 4);
    await host.closed(RULE);
    await flood.stop();
  });
});
