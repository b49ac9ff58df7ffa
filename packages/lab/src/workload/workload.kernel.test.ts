import { describe, expect, test } from 'vitest';
import { createNamespace } from '../namespace/namespace.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from './start.ts';

const support = labSupport();
const PATIENCE = { timeout: 60_000 };

describe.skipIf(!support.ok)(`workloads${support.reason && ` (skipped: ${support.reason})`}`, () => {
  test('a listener that accepts nothing overflows, and is empty again once it accepts', async () => {
    await using namespace = await createNamespace();
    await using listener = startWorkload('stalledListener', { backlog: 4 }, namespace);
    const { port } = await listener.ready;
    await using flood = startWorkload('connectFlood', { port, total: 20, perSecond: 100, giveUpMs: 300 }, namespace);
    // The accept queue holds one connection more than the backlog; the others get no answer to their SYN, but for one that knocked
    // before the fifth was in the queue: its own end takes it for connected.
    const { connected, ...rest } = await flood.done;
    expect(rest).toMatchObject({ attempted: 20, refused: 0, unanswered: 20 - connected });
    expect(connected).toBeGreaterThanOrEqual(5);
    const counters = await namespace.counters('/proc/net/netstat');
    expect(counters.get('TcpExt.ListenOverflows')).toBeGreaterThanOrEqual(15);
    expect(counters.get('TcpExt.ListenDrops')).toBe(counters.get('TcpExt.ListenOverflows'));
    const accepting = listener.next('accepting');
    listener.tell('accept');
    expect(await accepting).toEqual({ event: 'accepting', accepted: 5 });

    const calm = { port, total: 20, perSecond: 100, hold: false, giveUpMs: 60_000 };
    await using second = startWorkload('connectFlood', calm, namespace);
    expect(await second.done).toMatchObject({ connected: 20 });
    await expect
      .poll(async () => (await namespace.exec('ss', ['-HltnO'])).stdout)
      .toMatch(new RegExp(`LISTEN 0 +4 +127.0.0.1:${port} `));
    expect(await listener.stop()).toEqual({ event: 'done', accepted: 25 });
  });

  test('connections to a closed port are refused', async () => {
    await using namespace = await createNamespace();
    await using flood = startWorkload('connectFlood', { port: 9, total: 10, perSecond: 100 }, namespace);
    expect(await flood.done).toMatchObject({ attempted: 10, connected: 0, refused: 10, unanswered: 0 });
  });

  test('a listener that accepts in bursts takes all in the end', async () => {
    await using namespace = await createNamespace();
    await using listener = startWorkload('burstyAccept', { backlog: 64, burst: 3, everyMs: 20 }, namespace);
    const { port } = await listener.ready;
    await using flood = startWorkload('connectFlood', { port, total: 30, perSecond: 300 }, namespace);
    expect((await flood.done).connected).toBe(30);
    await expect
      .poll(async () => (await namespace.exec('ss', ['-HltnO'])).stdout, PATIENCE)
      .toMatch(new RegExp(`LISTEN 0 +64 +127.0.0.1:${port} `));
    expect((await listener.stop()).accepted).toBe(30);
  });

  test('damaged datagrams are counted by their checksum, and not as drops', async () => {
    await using namespace = await createNamespace();
    await using sink = startWorkload('udpSink', { mode: 'fast' }, namespace);
    const { port } = await sink.ready;
    await using burst = startWorkload('udpBurst', { port, total: 20, damaged: true }, namespace);
    expect((await burst.done).sent).toBe(20);
    await expect
      .poll(async () => (await namespace.counters('/proc/net/snmp')).get('Udp.InCsumErrors'), PATIENCE)
      .toBe(20);
    expect((await namespace.counters('/proc/net/snmp')).get('Udp.RcvbufErrors')).toBe(0);
    expect((await sink.stop()).datagrams).toBe(0);
  });

  test('a sender sends no more than it has', async () => {
    await using namespace = await createNamespace();
    await using receiver = startWorkload('tcpBulkReceiver', {}, namespace);
    const { port } = await receiver.ready;
    const options = { port, bytes: 300_000, bytesPerSecond: 400_000 };
    await using sender = startWorkload('tcpBulkSender', options, namespace);
    const sent = await sender.done;
    expect(sent.bytes).toBe(300_000);
    expect(sent.elapsedMs).toBeGreaterThanOrEqual(750);
    expect((await receiver.stop()).bytes).toBe(300_000);
  });

  test('datagrams nobody reads are dropped, each counted once', async () => {
    await using namespace = await createNamespace();
    await using sink = startWorkload('udpSink', { rcvbuf: 20_000 }, namespace);
    const { port, rcvbuf } = await sink.ready;
    expect(rcvbuf).toBe(40_000);
    await using burst = startWorkload('udpBurst', { port, size: 200, total: 1000, perSecond: 20_000 }, namespace);
    expect(await burst.done).toEqual({ event: 'done', sent: 1000, bytes: 200_000, refused: 0 });
    const drained = sink.next('drained');
    sink.tell('read');
    const datagrams = Number((await drained)['datagrams']);
    expect(datagrams).toBeGreaterThan(10);
    expect(datagrams).toBeLessThan(200);
    const counters = await namespace.counters('/proc/net/snmp');
    expect(counters.get('Udp.RcvbufErrors')).toBe(1000 - datagrams);
    expect(counters.get('Udp.InErrors')).toBe(1000 - datagrams);
    expect(await sink.stop()).toEqual({ event: 'done', datagrams, bytes: datagrams * 200 });
  });

  test('a reader that stalls loses nothing that its buffer holds', async () => {
    await using namespace = await createNamespace();
    await using sink = startWorkload('udpSink', { mode: 'stall', stallMs: 700 }, namespace);
    const drained = sink.next('drained');
    const { port } = await sink.ready;
    await using burst = startWorkload('udpBurst', { port, total: 50, perSecond: 5000 }, namespace);
    await burst.done;
    await drained;
    await expect
      .poll(async () => (await namespace.counters('/proc/net/snmp')).get('Udp.InDatagrams'), PATIENCE)
      .toBe(50);
    expect((await sink.stop()).datagrams).toBe(50);
  });

  test('a slow reader closes the window of its sender', async () => {
    await using namespace = await createNamespace();
    await using reader = startWorkload('slowReader', { bytesPerSecond: 1000, rcvbuf: 20_000 }, namespace);
    const { port } = await reader.ready;
    await using sender = startWorkload('tcpBulkSender', { port, sndbuf: 100_000 }, namespace);
    expect((await sender.ready).sndbuf).toBe(200_000);
    const stuck = async () =>
      /rwnd_limited:\d/.test((await namespace.exec('ss', ['-HtinO', 'dport', `= ${port}`])).stdout);
    await expect.poll(stuck, PATIENCE).toBe(true);
    const zeroWindows = async () => (await namespace.counters('/proc/net/netstat')).get('TcpExt.TCPToZeroWindowAdv');
    await expect.poll(zeroWindows, PATIENCE).toBeGreaterThan(0);
    const { bytes, connections } = await reader.stop();
    expect(connections).toBe(1);
    expect(bytes).toBeGreaterThan(0);
  });

  test('idle sockets are as many as asked for, and some of them talk', async () => {
    await using namespace = await createNamespace();
    const options = { pairs: 2000, activeShare: 0.05, messagesPerSecond: 10 };
    await using idle = startWorkload('idleSockets', options, namespace);
    expect(await idle.ready).toEqual({ event: 'ready', pairs: 2000, sockets: 4001 });
    expect(await namespace.readFile('/proc/net/sockstat')).toMatch(/^TCP: inuse 4001 /m);
    await expect
      .poll(async () => (await namespace.counters('/proc/net/netstat')).get('TcpExt.TCPOrigDataSent'), PATIENCE)
      .toBeGreaterThan(100);
    expect((await idle.stop()).messages).toBeGreaterThan(100);
  });

  test('ordinary traffic troubles nobody', async () => {
    await using namespace = await createNamespace();
    await using load = startWorkload('mixedLoad', { requestsPerSecond: 200, shortPerSecond: 50 }, namespace);
    await load.ready;
    await expect
      .poll(async () => (await namespace.counters('/proc/net/snmp')).get('Udp.InDatagrams'), PATIENCE)
      .toBeGreaterThanOrEqual(20);
    const netstat = await namespace.counters('/proc/net/netstat');
    const snmp = await namespace.counters('/proc/net/snmp');
    expect(netstat.get('TcpExt.ListenOverflows')).toBe(0);
    expect(snmp.get('Udp.InErrors')).toBe(0);
    // A busy machine may answer later than a loss probe waits: one segment sent again is no loss.
    expect(snmp.get('Tcp.RetransSegs')).toBeLessThan((snmp.get('Tcp.OutSegs') ?? 0) / 100);
    const done = await load.stop();
    expect(done.requests).toBeGreaterThan(100);
    expect(done.shortConnections).toBeGreaterThan(20);
    expect(done.datagrams).toBeGreaterThanOrEqual(10);
  });
});
