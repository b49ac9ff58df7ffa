import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { link } from '../link/link.ts';
import type { Link } from '../link/types.ts';
import { createNamespace, type Namespace } from '../namespace/namespace.ts';
import { run } from '../namespace/run.ts';
import { labSupport } from '../namespace/support.ts';
import { startWorkload } from './start.ts';

const support = labSupport();
const PATIENCE = { timeout: 60_000 };

describe.skipIf(!support.ok)(`troubles by workloads${support.reason && ` (skipped: ${support.reason})`}`, () => {
  let here: Namespace;
  let there: Namespace;
  let between: Link;
  beforeAll(async () => {
    [here, there] = await Promise.all([createNamespace(), createNamespace()]);
    between = await link(here, there);
    // A way back to senders that do not exist: nobody answers there.
    await run('ip', ['-n', here.name, 'route', 'add', '198.18.0.0/16', 'via', between.b.address]);
  });
  afterAll(async () => {
    await here?.[Symbol.asyncDispose]();
    await there?.[Symbol.asyncDispose]();
  });
  const snmp = async (name: string) => (await here.counters('/proc/net/snmp')).get(name) ?? Number.NaN;
  const netstat = async (name: string) => (await here.counters('/proc/net/netstat')).get(name) ?? Number.NaN;
  const statesOf = async (namespace: Namespace, state: string) =>
    (await namespace.exec('ss', ['-HtnO', 'state', state])).stdout.split('\n').filter(Boolean).length;

  test('requests are answered, over kept and over short connections', async () => {
    await using responder = startWorkload('responder', {}, here);
    const { port } = await responder.ready;
    await using kept = startWorkload('requester', { port, perSecond: 200, connections: 3 }, here);
    await using short = startWorkload('requester', { port, perSecond: 100, keepAlive: false }, here);
    await expect.poll(() => netstat('TcpExt.TCPOrigDataSent'), PATIENCE).toBeGreaterThan(400);
    const [keptDone, shortDone] = [await kept.stop(), await short.stop()];
    expect(keptDone).toMatchObject({ connections: 3, failed: 0 });
    expect(keptDone.requests).toBeGreaterThan(20);
    expect(shortDone.failed).toBe(0);
    expect(shortDone.connections).toBeGreaterThanOrEqual(shortDone.requests);
    expect(shortDone.requests).toBeGreaterThan(20);
    const { answers, connections } = await responder.stop();
    expect(answers).toBeGreaterThanOrEqual(keptDone.requests + shortDone.requests);
    // The last of them may not have been taken yet.
    expect(connections).toBeGreaterThanOrEqual(3 + shortDone.requests);
    expect(connections).toBeLessThanOrEqual(3 + shortDone.connections);
  });

  test('an answer in two writes waits for the delayed acknowledgement, unless Nagle is off', async () => {
    const medianOf = async (noDelay: boolean) => {
      await using responder = startWorkload('responder', { responseBytes: 200, writes: 2, noDelay }, here);
      const { port } = await responder.ready;
      const asking = { port, responseBytes: 200, connections: 1, perSecond: 100 };
      await using requester = startWorkload('requester', asking, here);
      await new Promise((resolve) => setTimeout(resolve, 4000));
      return (await requester.stop()).medianMs ?? Number.NaN;
    };
    expect(await medianOf(false)).toBeGreaterThan(30);
    // A busy machine may be as slow by itself for a while.
    await expect.poll(() => medianOf(true)).toBeLessThan(20);
  });

  test('small writes become small segments, unless the socket is corked', async () => {
    await using receiver = startWorkload('tcpBulkReceiver', {}, here);
    const { port } = await receiver.ready;
    const segmentBytesOf = async (more: object) => {
      const before = await netstat('TcpExt.TCPOrigDataSent');
      await using writer = startWorkload('smallWrites', { port, size: 20, perSecond: 2000, ...more }, here);
      await writer.ready;
      await expect.poll(() => netstat('TcpExt.TCPOrigDataSent'), PATIENCE).toBeGreaterThan(before + 5);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const { writes } = await writer.stop();
      return (writes * 20) / ((await netstat('TcpExt.TCPOrigDataSent')) - before);
    };
    expect(await segmentBytesOf({ noDelay: true })).toBeLessThan(25);
    expect(await segmentBytesOf({ cork: true })).toBeGreaterThan(1000);
  });

  test('forged SYNs stay half open, since nobody completes them', async () => {
    await using listener = startWorkload('stalledListener', { address: between.a.address, backlog: 64 }, here);
    const { port } = await listener.ready;
    const syns = { kind: 'syn', address: between.a.address, port, perSecond: 500, total: 30 } as const;
    await using forger = startWorkload('forgedPackets', syns, there);
    expect((await forger.done).sent).toBe(30);
    await expect.poll(() => statesOf(here, 'syn-recv'), PATIENCE).toBe(30);
    expect(await snmp('Tcp.InErrs')).toBe(0);
    expect(await netstat('TcpExt.TCPReqQFullDoCookies')).toBe(0);
    await here.sysctl('net.ipv4.tcp_syncookies', 0);
    await using more = startWorkload('forgedPackets', { ...syns, total: 200 }, there);
    await more.done;
    await expect.poll(() => netstat('TcpExt.TCPReqQFullDrop'), PATIENCE).toBeGreaterThan(50);
  });

  test('forged datagrams come from as many senders, and fragments wait for the rest in vain', async () => {
    const target = { address: between.a.address, port: 9, perSecond: 2000 };
    await using datagrams = startWorkload('forgedPackets', { ...target, kind: 'udp', total: 100 }, there);
    await datagrams.done;
    await expect.poll(() => snmp('Udp.NoPorts'), PATIENCE).toBe(100);
    await using fragments = startWorkload('forgedPackets', { ...target, kind: 'fragment', total: 50 }, there);
    await fragments.done;
    await expect.poll(() => snmp('Ip.ReasmReqds'), PATIENCE).toBe(50);
    expect(await here.readFile('/proc/net/sockstat')).toMatch(/^FRAG: inuse 50 memory [1-9]/m);
    expect(await snmp('Ip.ReasmFails')).toBe(0);
  });

  test('datagrams without a route are told apart from those to neighbours that do not answer', async () => {
    const before = await snmp('Ip.OutNoRoutes');
    await using lost = startWorkload('udpScatter', { network: '203.0.113.0/24', total: 40, perSecond: 1000 }, here);
    expect(await lost.done).toMatchObject({ sent: 0, unreachable: 40, refused: 0 });
    expect(await snmp('Ip.OutNoRoutes')).toBe(before + 40);
    await run('ip', ['-n', here.name, 'addr', 'add', '10.99.0.1/24', 'dev', between.a.device]);
    const near = { network: '10.99.0.0/24', total: 20, perSecond: 1000 };
    await using asking = startWorkload('udpScatter', near, here);
    await asking.done;
    const neighbours = (await here.exec('ip', ['neigh', 'show'])).stdout;
    expect(neighbours.match(/^10\.99\.0\.\d+ .*(INCOMPLETE|FAILED)/gm)?.length).toBeGreaterThanOrEqual(19);
  });

  test('no connection is made when no local port is left for a destination', async () => {
    await using receiver = startWorkload('tcpBulkReceiver', {}, here);
    const { port } = await receiver.ready;
    await here.sysctl('net.ipv4.ip_local_port_range', '20000 20019');
    await using flood = startWorkload('connectFlood', { port, total: 30, perSecond: 300 }, here);
    expect(await flood.done).toMatchObject({ attempted: 30, connected: 20, noPort: 10 });
  });

  test('what is left unread keeps closed connections alive as orphans', async () => {
    await using reader = startWorkload(
      'slowReader',
      { bytesPerSecond: 0, rcvbuf: 4000, address: between.b.address },
      there,
    );
    const { port } = await reader.ready;
    const target = { address: between.b.address, port };
    await here.sysctl('net.ipv4.ip_local_port_range', '32768 60999');
    await using maker = startWorkload('orphanMaker', { ...target, total: 10, perSecond: 200 }, here);
    await expect.poll(() => statesOf(here, 'fin-wait-1'), PATIENCE).toBe(10);
    expect(await maker.stop()).toMatchObject({ made: 10, failed: 0 });
    await using closing = startWorkload('connectFlood', { ...target, total: 10, perSecond: 200, hold: false }, here);
    await closing.done;
    await expect.poll(() => statesOf(here, 'fin-wait-2'), PATIENCE).toBe(10);
    expect(await statesOf(there, 'close-wait')).toBeGreaterThanOrEqual(10);
    reader.tell('read');
    await expect.poll(() => statesOf(here, 'fin-wait-1'), PATIENCE).toBe(0);
  });

  test('a process fills its own limit of open files, and can let go', async () => {
    await using files = startWorkload('openFiles', { limit: 200, share: 0.9 }, here);
    expect(await files.ready).toMatchObject({ open: 180, limit: 200 });
    expect(await here.readFile(`/proc/${files.pid}/limits`)).toMatch(/^Max open files +200 +200/m);
    const closed = files.next('closed');
    files.tell('close');
    expect(Number((await closed)['open'])).toBeLessThan(60);
  });

  test('Unix queues fill by count or by bytes, and empty once they are read', async () => {
    await using dgram = startWorkload('unixQueue', { perSecond: 200 }, here);
    await using stream = startWorkload('unixQueue', { kind: 'stream', size: 4096, perSecond: 500 }, here);
    await using quick = startWorkload('unixQueue', { perSecond: 200, reads: true }, here);
    await Promise.all([dgram.ready, stream.ready, quick.ready]);
    const length = Number(await here.sysctl('net.unix.max_dgram_qlen'));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const { written, full } = await dgram.stop();
    expect(written).toBe(length + 1);
    expect(full).toBeGreaterThan(50);
    const streamed = await stream.stop();
    expect(streamed.written).toBeLessThan(100);
    expect(streamed.full).toBeGreaterThan(100);
    const { written: all, full: none } = await quick.stop();
    expect(none).toBe(0);
    expect(all).toBeGreaterThan(100);
  });

  test('one listener of a shared port can stall while the other goes on', async () => {
    await using good = startWorkload('stalledListener', { reusePort: true, acceptAfterMs: 0 }, here);
    const { port } = await good.ready;
    await using bad = startWorkload('stalledListener', { reusePort: true, port, backlog: 4 }, here);
    await bad.ready;
    await using flood = startWorkload('connectFlood', { port, total: 40, perSecond: 200, giveUpMs: 500 }, here);
    const { connected, unanswered } = await flood.done;
    expect(connected + unanswered).toBe(40);
    expect(unanswered).toBeGreaterThan(0);
    expect((await good.stop()).accepted).toBeGreaterThan(5);
    expect((await bad.stop()).accepted).toBe(0);
  });
});
