import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { createNamespace, labSupport, type Namespace, startWorkload } from '../../../../packages/lab/src/index.ts';
import type { SocketDump } from './SocketDumper.ts';

const support = labSupport();
if (!support.ok) console.warn(`sums of sockets are not compared with ss: ${support.reason}`);

const module = (path: string): string => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));
const DUMP = `
import { SockDiag } from ${module('../../../../packages/kernel/src/index.ts')};
import { SocketDumper } from ${module('./SocketDumper.ts')};
const dumper = new SocketDumper(SockDiag.open(), { ownerOf: () => undefined, isSought: () => false, search: () => undefined });
const dump = dumper.dump({ timeMs: 0, monoMs: 0, watched: true });
process.stdout.write(JSON.stringify(dump), () => process.exit(0));`;

/** All sockets of the namespace, summed by a process inside it. NaN arrives as null. */
const dumpInside = async (namespace: Namespace): Promise<SocketDump> => {
  const { stdout } = await namespace.exec(process.execPath, ['--input-type=module', '-e', DUMP]);
  return JSON.parse(stdout) as SocketDump;
};

interface SsRow {
  readonly state: string;
  readonly recvQ: number;
  readonly sendQ: number;
  /** By the letters of ss: r, rb, tb, w, t, d. */
  readonly skmem: Readonly<Record<string, number>>;
}

const ssInside = async (namespace: Namespace, flags: string): Promise<SsRow[]> => {
  const { stdout } = await namespace.exec('ss', [flags]);
  const rows = stdout.split('\n').filter((line) => line.trim() !== '');
  return rows.map((line) => {
    const [state = '', recvQ, sendQ] = line.trim().split(/\s+/);
    const words = /skmem:\(([^)]*)\)/.exec(line)?.[1]?.split(',') ?? [];
    const pairs = words.map((word) => [word.replace(/\d+$/, ''), Number(/\d+$/.exec(word)?.[0])] as const);
    return { state, recvQ: Number(recvQ), sendQ: Number(sendQ), skmem: Object.fromEntries(pairs) };
  });
};

const SS_STATES: Readonly<Record<string, string>> = {
  ESTAB: 'established',
  LISTEN: 'listen',
  'TIME-WAIT': 'time-wait',
  'CLOSE-WAIT': 'close-wait',
  'FIN-WAIT-2': 'fin-wait-2',
  UNCONN: 'close',
};

const sum = (rows: readonly SsRow[], of: (row: SsRow) => number | undefined): number =>
  rows.reduce((total, row) => total + (of(row) ?? 0), 0);

const statesOf = (rows: readonly SsRow[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { state } of rows) {
    const name = SS_STATES[state] ?? state;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
};

test.skipIf(!support.ok)(
  'sums over all sockets are those of what ss prints, by state, memory, queues and drops',
  async () => {
    await using namespace = await createNamespace();
    await using idle = startWorkload('idleSockets', { pairs: 60 }, namespace);
    await using stalled = startWorkload('stalledListener', { backlog: 5 }, namespace);
    await using lazy = startWorkload('slowReader', { bytesPerSecond: 0, rcvbuf: 20_000 }, namespace);
    await using sink = startWorkload('udpSink', { rcvbuf: 5000 }, namespace);
    await idle.ready;
    const flood = { port: (await stalled.ready).port, total: 4, perSecond: 100 };
    await using queued = startWorkload('connectFlood', flood, namespace);
    const burst = { port: (await sink.ready).port, size: 1000, total: 40, perSecond: 400 };
    await using datagrams = startWorkload('udpBurst', burst, namespace);
    await using sender = startWorkload('tcpBulkSender', { port: (await lazy.ready).port, sndbuf: 30_000 }, namespace);
    await datagrams.done;
    await sender.next('progress');
    const waiting = async () => sum(await ssInside(namespace, '-tlnH'), (row) => row.recvQ);
    await expect.poll(waiting, { timeout: 60_000 }).toBe(4);

    // Until nothing moves between the three looks.
    const { dump, sums, streams } = await vi.waitFor(async () => {
      const [tcp, udp, dump] = await Promise.all([
        ssInside(namespace, '-tanmHO'),
        ssInside(namespace, '-uanmHO'),
        dumpInside(namespace),
      ]);
      const listeners = tcp.filter(({ state }) => state === 'LISTEN');
      const streams = tcp.filter(({ state }) => state !== 'LISTEN');
      const sums = {
        tcpSockets: tcp.length,
        udpSockets: udp.length,
        listeners: listeners.length,
        acceptQueueLen: sum(listeners, (row) => row.recvQ),
        acceptQueueBacklog: sum(listeners, (row) => row.sendQ),
        tcpRmemAllocBytes: sum(tcp, ({ skmem }) => skmem['r']),
        tcpRcvbufBytes: sum(tcp, ({ skmem }) => skmem['rb']),
        tcpWmemQueuedBytes: sum(tcp, ({ skmem }) => skmem['w']),
        tcpSndbufBytes: sum(tcp, ({ skmem }) => skmem['tb']),
        udpRmemAllocBytes: sum(udp, ({ skmem }) => skmem['r']),
        udpRcvbufBytes: sum(udp, ({ skmem }) => skmem['rb']),
        udpDrops: sum(udp, ({ skmem }) => skmem['d']),
        recvQBytes: sum([...streams, ...udp], (row) => row.recvQ),
        sendQBytes: sum([...streams, ...udp], (row) => row.sendQ),
      };
      expect(dump.summary).toMatchObject(sums);
      const counted = (protocol: string) =>
        Object.fromEntries(
          dump.states.flatMap((row) =>
            row.protocol === protocol && row.sockets > 0 ? [[row.state, row.sockets] as const] : [],
          ),
        );
      expect(counted('tcp')).toEqual(statesOf(tcp));
      expect(counted('udp')).toEqual(statesOf(udp));
      return { dump, sums, streams };
    }, 60_000);

    // The traffic was such that nothing of this is zero by accident.
    expect(dump.summary).toMatchObject({ listeners: 3, udpSockets: 1, acceptQueueMaxLen: 4, acceptQueueMaxBacklog: 5 });
    expect(dump.summary.acceptQueueMaxFill).toBeCloseTo(0.8, 10);
    expect(sums.udpDrops).toBeGreaterThan(0);
    expect(sums.tcpWmemQueuedBytes).toBeGreaterThan(0);
    expect(sums.tcpRmemAllocBytes).toBeGreaterThan(0);
    expect(dump.summary.udpRecvMaxFill).toBeGreaterThan(0.5);
    const filled = dump.fill.filter((row) => row.protocol === 'tcp' && row.side === 'receive');
    expect(filled.reduce((total, row) => total + row.sockets, 0)).toBe(
      streams.filter(({ skmem }) => (skmem['rb'] ?? 0) > 0).length,
    );
    expect(queued.events.length).toBeGreaterThan(0);
  },
);

const TWICE = `
import { setTimeout } from 'node:timers/promises';
import { SockDiag } from ${module('../../../../packages/kernel/src/index.ts')};
import { SocketDumper } from ${module('./SocketDumper.ts')};
const dumper = new SocketDumper(SockDiag.open(), { ownerOf: () => undefined, isSought: () => false, search: () => undefined });
const dump = () => dumper.dump({ timeMs: Date.now(), monoMs: performance.now(), watched: false });
dump();
await setTimeout(2000);
process.stdout.write(JSON.stringify(dump()), () => process.exit(0));`;

test.skipIf(!support.ok)('receivers are the connections that take half a megabyte a second and more', async () => {
  await using namespace = await createNamespace();
  await using fast = startWorkload('tcpBulkReceiver', {}, namespace);
  await using slow = startWorkload('tcpBulkReceiver', {}, namespace);
  const [fastPort, slowPort] = [(await fast.ready).port, (await slow.ready).port];
  await using much = startWorkload('tcpBulkSender', { port: fastPort, bytesPerSecond: 4_000_000 }, namespace);
  await using little = startWorkload('tcpBulkSender', { port: slowPort, bytesPerSecond: 300_000 }, namespace);
  await Promise.all([much.next('progress'), little.next('progress')]);
  const { stdout } = await namespace.exec(process.execPath, ['--input-type=module', '-e', TWICE]);
  const { report } = JSON.parse(stdout) as SocketDump;
  expect(report.receivers?.map(({ localPort }) => localPort)).toEqual([fastPort]);
  const [receiver] = report.receivers ?? [];
  // After a pause the sender makes up for a second.
  expect(receiver?.rxBytesPerSecond).toBeGreaterThan(1_000_000);
  expect(receiver?.rxBytesPerSecond).toBeLessThan(10_000_000);
  const sender = report.senders.find(({ remotePort }) => remotePort === fastPort);
  expect(receiver?.rcvWndBytes).toBeGreaterThan(16_384);
  expect(sender?.dataSegsOut).toBeGreaterThan(50);
});

test.skipIf(!support.ok)('a peer that never reads, and closes its window, limits who sends to it', async () => {
  await using namespace = await createNamespace();
  await using lazy = startWorkload('slowReader', { bytesPerSecond: 0, rcvbuf: 20_000 }, namespace);
  const { port } = await lazy.ready;
  await using _sender = startWorkload('tcpBulkSender', { port, sndbuf: 30_000 }, namespace);
  await vi.waitFor(async () => {
    const { stdout } = await namespace.exec(process.execPath, ['--input-type=module', '-e', TWICE]);
    const { fullest } = (JSON.parse(stdout) as SocketDump).report;
    const limits = (of: (row: (typeof fullest)[number]) => boolean) => fullest.filter(of).map(({ limit }) => limit);
    expect(limits(({ remotePort }) => remotePort === port)).toEqual(['receiver']);
    expect(limits(({ localPort, state }) => localPort === port && state !== 'listen')).toEqual(['reader']);
  }, 60_000);
});
