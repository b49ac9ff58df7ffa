import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { ContainerNames, processCpuMs, SockDestroy, SockDiag } from '@netstrata/kernel';
import { unevenness } from '@netstrata/metrics';
import type { ListenerGroup, ProcessesReport, ProcessRow } from '@netstrata/metrics/details';
import { detailMessage, validate } from '@netstrata/protocol/schemas';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createNamespace, labSupport } from '../../../../packages/lab/src/index.ts';
import { ChurnWatch } from '../churn/ChurnWatch.ts';
import { DumpedSockets } from '../churn/DumpedSockets.ts';
import { systemClock } from '../clock/Clock.ts';
import { ProcessSampler } from '../processes/ProcessSampler.ts';
import { PreviousSockets } from '../sockets/PreviousSockets.ts';
import { lookWith } from '../testing/lookWith.ts';
import { Processes } from './Processes.ts';

const PATIENT = { timeout: 60_000 };

const health = {
  succeeded: () => {},
  failed: (_source: string, _ms: number, cause: unknown) => {
    throw cause;
  },
};

let diag: SockDiag;
let destroyed: SockDestroy;
let closed: ChurnWatch;
let processes: Processes;
beforeEach(() => {
  diag = SockDiag.open();
  destroyed = SockDestroy.open();
  const dumped = new DumpedSockets(new PreviousSockets());
  closed = new ChurnWatch({ sockets: destroyed, dumped, clock: systemClock, health, tickMs: 1000 });
  const containers = new ContainerNames();
  const parts = { containers, cpuMs: processCpuMs, cpuBudgetPercent: 1, fullest: () => [process.pid] };
  processes = new Processes({ ...parts, sockets: lookWith(diag), closed, clock: systemClock });
});
afterEach(() => {
  processes.stop();
  closed.stop();
  destroyed.close();
  diag.close();
});

/** As the server takes it. */
async function report(): Promise<ProcessesReport> {
  const made = await processes.read();
  validate(detailMessage, { kind: 'processes', answer: { ok: true, report: made } }, 'details:report');
  return made;
}

interface Program {
  readonly pid: number;
  readonly child: ChildProcess;
  readonly ask: (message: unknown) => Promise<unknown>;
}

/** A program of Node that answers each message with one; the first it sends by itself. */
async function started(code: string): Promise<Program & { readonly first: unknown }> {
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [first] = await once(child, 'message');
  const ask = async (message: unknown) => {
    const answer = once(child, 'message');
    child.send(message as object);
    return (await answer)[0];
  };
  return { pid: child.pid ?? 0, child, ask, first };
}

/** Counts what arrives, and says so when it is asked for a number of bytes that has arrived. */
const SINK = `let got = 0, wanted = Infinity;
const tell = () => { if (got >= wanted) { wanted = Infinity; process.send(got); } };
process.on('message', (bytes) => { wanted = bytes; tell(); });
const server = require('node:net').createServer((socket) => socket.on('error', () => {}).on('data', (data) => { got += data.length; tell(); }));
server.listen(0, '127.0.0.1', () => process.send(server.address().port));`;
const SOURCE = (
  port: unknown,
) => `const socket = require('node:net').connect(${Number(port)}, '127.0.0.1', () => process.send('connected'));
process.on('message', (bytes) => socket.write(Buffer.alloc(bytes), () => process.send('written')));`;
const LISTENER = (port: number) => `const held = [];
const server = require('node:net').createServer((socket) => held.push(socket.on('error', () => {})));
server.listen({ port: ${port}, host: '127.0.0.1', backlog: 64, reusePort: true }, () => process.send(server.address().port));
process.on('message', () => process.send(held.length));`;

const rowOf = ({ rows }: ProcessesReport, pid: number): ProcessRow | undefined => rows.find((row) => row.pid === pid);

test('bytes of a process are what it sent and received, whenever the connection began', async () => {
  const sink = await started(SINK);
  await report();
  const source = await started(SOURCE(sink.first));
  let sent = 0;
  let received = 0;
  const look = async () => {
    const made = await report();
    const seconds = (made.intervalMs ?? 0) / 1000;
    sent += (rowOf(made, source.pid)?.txBytesPerSecond ?? 0) * seconds;
    received += (rowOf(made, sink.pid)?.rxBytesPerSecond ?? 0) * seconds;
    return [Math.round(sent), Math.round(received)];
  };
  let all = 0;
  for (const bytes of [1_000_000, 2_345_678]) {
    all += bytes;
    const arrived = sink.ask(all);
    await source.ask(bytes);
    await arrived;
    // The last acknowledgement may come after the last byte was read.
    await expect.poll(look, PATIENT).toEqual([all, all]);
  }
  expect(await look()).toEqual([all, all]);
  const made = await report();
  expect(rowOf(made, sink.pid)).toMatchObject({
    name: 'node',
    tcp: { listen: 1, established: 1 },
    listenerCount: 1,
    listeners: [{ address: '127.0.0.1', port: sink.first, queue: 0, backlog: 511 }],
    openFiles: readdirSync(`/proc/${sink.pid}/fd`).length,
    threads: readdirSync(`/proc/${sink.pid}/task`).length,
  });
  expect(rowOf(made, sink.pid)?.epolls).toBeGreaterThanOrEqual(1);
  expect(rowOf(made, source.pid)?.tcp).toEqual({ established: 1 });
});

async function connections(port: number, count: number): Promise<readonly Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1').on('error', () => {}));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  return sockets;
}
const groupOf = ({ groups }: ProcessesReport, port: number): ListenerGroup | undefined =>
  groups.find((group) => group.port === port);

test('listeners of one port: who holds how many connections, and whose queue is full', async () => {
  const first = await started(LISTENER(0));
  const port = Number(first.first);
  const second = await started(LISTENER(port));
  await report();
  await connections(port, 40);
  const held = async () => Promise.all([first, second].map(({ ask }) => ask('held') as Promise<number>));
  await expect.poll(async () => (await held()).reduce((sum, count) => sum + count, 0), PATIENT).toBe(40);
  const counts = await held();
  const group = groupOf(await report(), port);
  expect(group).toMatchObject({ address: '127.0.0.1', socketCount: 2, serverCount: 2, queueGapShare: 0 });
  for (const [at, { pid }] of [first, second].entries())
    expect(group?.servers).toContainEqual({ pid, name: 'node', connections: counts[at], accepted: counts[at] });
  expect(group?.unevenShare).toBeCloseTo((Math.max(...counts) / 40 - 0.5) / 0.5, 9);

  second.child.kill('SIGSTOP');
  await connections(port, 16);
  await expect.poll(async () => (await first.ask('held')) as number, PATIENT).toBeGreaterThan(counts[0] ?? 0);
  // A connection that a program has not accepted yet is nobody's: only those at the one that stands still may wait. Asked first is
  // who holds some, so that none counts twice.
  const queues = async () => {
    const taken = Number(await first.ask('held')) - (counts[0] ?? 0);
    const waiting: number[] = [];
    diag.dumpListeners((cursor) => {
      if (cursor.localPort === port) waiting.push(cursor.recvQ);
    });
    return { taken, waiting: waiting.toSorted((a, b) => a - b) };
  };
  const arrived = async () => {
    const { taken, waiting } = await queues();
    return { first: waiting[0], all: taken + (waiting[1] ?? 0) };
  };
  await expect.poll(arrived, PATIENT).toEqual({ first: 0, all: 16 });
  const stalled = groupOf(await report(), port);
  const waiting = 16 - (await queues()).taken;
  const uneven = unevenness([56 - waiting - (counts[1] ?? 0), counts[1] ?? 0]) ?? Number.NaN;
  expect(stalled?.unevenShare).toBe(uneven);
  expect(stalled?.sockets.map(({ queue }) => queue).toSorted((a, b) => a - b)).toEqual([0, waiting]);
  expect(stalled?.queueGapShare).toBeCloseTo(waiting / 64, 9);

  const sampler = new ProcessSampler({
    diag,
    health: { succeeded: () => {}, failed: () => {} },
    cpuMs: processCpuMs,
    cpuBudgetPercent: 1,
  });
  while (sampler.summary.length === 0) sampler.step(0);
  expect(sampler.summary[0]?.reuseportGroups).toBeGreaterThanOrEqual(1);
  expect(sampler.summary[0]?.reuseportSockets).toBeGreaterThanOrEqual(2);
  expect(sampler.summary[0]?.worstQueueGapShare).toBeGreaterThanOrEqual(waiting / 64);
  expect(sampler.summary[0]?.worstUnevenShare).toBeGreaterThanOrEqual(uneven);
});

const module = (path: string): string => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));
const support = labSupport();
if (!support.ok) console.warn(`the bytes of closed connections are not counted against real ones: ${support.reason}`);

/** A server that answers each request with twice its bytes, a client that opens a connection for each, and reports meanwhile. */
const SHORT_ONES = `
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { ContainerNames, processCpuMs, SockDestroy, SockDiag } from ${module('../../../../packages/kernel/src/index.ts')};
import { ChurnWatch } from ${module('../churn/ChurnWatch.ts')};
import { DumpedSockets } from ${module('../churn/DumpedSockets.ts')};
import { systemClock } from ${module('../clock/Clock.ts')};
import { PreviousSockets } from ${module('../sockets/PreviousSockets.ts')};
import { lookWith } from ${module('../testing/lookWith.ts')};
import { Processes } from ${module('./Processes.ts')};

const SERVER = \`let sent = 0, got = 0;
const server = require('node:net').createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => {}).on('data', (data) => { got += data.length; sent += 2 * data.length; socket.write(Buffer.alloc(2 * data.length)); });
  socket.on('end', () => socket.end());
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => process.send({ sent, got }));\`;
const CLIENT = \`let sent = 0, got = 0;
const { connect } = require('node:net');
const { once } = require('node:events');
const ask = async (port, bytes) => {
  const socket = connect(port, '127.0.0.1');
  socket.end(Buffer.alloc(bytes));
  sent += bytes;
  for await (const data of socket) got += data.length;
};
process.on('message', async ({ port, rounds, done }) => {
  for (let n = 0; n < rounds; n++) await Promise.all([300, 1000, 40_000, 7].map((bytes) => ask(port, bytes)));
  require('node:fs').writeFileSync(done, '');
  process.send({ sent, got });
});
process.send({});\`;
const start = async (code) => {
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  process.on('exit', () => child.kill('SIGKILL'));
  const ask = async (message) => { child.send(message); return (await once(child, 'message'))[0]; };
  return { pid: child.pid, ask, first: (await once(child, 'message'))[0] };
};
const health = { succeeded: () => {}, failed: (_, __, cause) => { throw cause; } };
const small = process.argv[1] === 'small';
const closed = new ChurnWatch({
  sockets: SockDestroy.open(small ? 16_384 : undefined),
  dumped: new DumpedSockets(new PreviousSockets()), clock: systemClock, health, tickMs: 1000,
});
const parts = { sockets: lookWith(SockDiag.open()), closed, containers: new ContainerNames(), clock: systemClock, cpuMs: processCpuMs, cpuBudgetPercent: 100, fullest: () => [] };
const processes = new Processes(parts);
const server = await start(SERVER);
const client = await start(CLIENT);
const { port } = server.first;
await processes.read();
const sums = { server: { tx: 0, rx: 0 }, client: { tx: 0, rx: 0 }, unowned: 0, bounds: [] };
const look = async () => {
  const { bytesAreLowerBound, intervalMs, rows, unownedBytesPerSecond } = await processes.read();
  const seconds = intervalMs / 1000;
  for (const [name, { pid }] of [['server', server], ['client', client]]) {
    const row = rows.find((one) => one.pid === pid);
    sums[name].tx += (row.txBytesPerSecond ?? 0) * seconds;
    sums[name].rx += (row.rxBytesPerSecond ?? 0) * seconds;
  }
  sums.unowned += unownedBytesPerSecond * seconds;
  sums.bounds.push(bytesAreLowerBound === true);
};
let ended = false;
const folder = mkdtempSync(join(tmpdir(), 'netstrata-short-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const done = join(folder, 'done');
const told = client.ask({ port, rounds: 150, done }).then((answer) => { ended = true; return answer; });
await setImmediate();
// A queue overflows for certain only while nobody can take anything out of it.
const cell = new Int32Array(new SharedArrayBuffer(4));
if (small) for (let n = 0; n < 12_000 && !existsSync(done); n++) Atomics.wait(cell, 0, 0, 5);
else while (!ended) await look();
const truth = { client: await told, server: await server.ask({}) };
// The kernel closes the last connections a moment after their last byte was read, and tells of it behind that.
const isOver = () => small ? sums.bounds.at(-1) === false : sums.server.tx > truth.server.sent - 1;
let looks = 0;
do await look(); while (!isOver() && ++looks < 50);
if (!small) await look();
process.stdout.write(JSON.stringify({ sums, truth }), () => process.exit(0));`;

interface ShortOnes {
  readonly sums: {
    readonly server: { readonly tx: number; readonly rx: number };
    readonly client: { readonly tx: number; readonly rx: number };
    readonly unowned: number;
    readonly bounds: readonly boolean[];
  };
  readonly truth: Readonly<Record<'server' | 'client', { readonly sent: number; readonly got: number }>>;
}
const SHORT_COUNT = 600;

test.skipIf(!support.ok)(
  'bytes of connections that come and go between two looks are in those of their process',
  async () => {
    await using namespace = await createNamespace();
    const { stdout } = await namespace.exec(process.execPath, ['--input-type=module', '-e', SHORT_ONES]);
    const { sums, truth } = JSON.parse(stdout) as ShortOnes;
    expect(truth.server).toEqual({ got: 150 * 41_307, sent: 2 * 150 * 41_307 });
    expect(truth.client).toEqual({ sent: truth.server.got, got: truth.server.sent });
    expect(Math.round(sums.server.tx)).toBe(truth.server.sent);
    // The end of a closed connection may count as a byte, as the kernel counts it.
    const receivedMore = sums.server.rx - truth.server.got;
    expect(Math.round(receivedMore)).toBeGreaterThanOrEqual(0);
    expect(Math.round(receivedMore)).toBeLessThanOrEqual(SHORT_COUNT);
    // Nobody saw who opened those that no look has met.
    const client = sums.client.tx + sums.client.rx + sums.unowned - truth.client.sent - truth.client.got;
    expect(Math.round(client)).toBeGreaterThanOrEqual(0);
    expect(Math.round(client)).toBeLessThanOrEqual(SHORT_COUNT);
    expect(sums.unowned).toBeGreaterThan(0);
    expect(sums.bounds).not.toContain(true);
  },
);

test.skipIf(!support.ok)('after an overrun the bytes say that they are a lower bound, and only then', async () => {
  await using namespace = await createNamespace();
  const { stdout } = await namespace.exec(process.execPath, ['--input-type=module', '-e', SHORT_ONES, 'small']);
  const { sums, truth } = JSON.parse(stdout) as ShortOnes;
  expect([sums.bounds[0], sums.bounds.at(-1)]).toEqual([true, false]);
  expect(sums.server.tx).toBeGreaterThan(0);
  expect(sums.server.tx).toBeLessThan(truth.server.sent);
});

const PREFORK = `$| = 1; my $s = IO::Socket::INET->new(Listen => 9, LocalAddr => '127.0.0.1') or die;
my @c; for (1, 2) { my $p = fork // die; if (!$p) { while (1) { push @c, scalar $s->accept } } push @pids, $p }
print join(' ', $s->sockport, @pids), "\\n"; $SIG{TERM} = sub { kill 9, @pids; exit }; sleep;`;

test('one socket that several processes share is a group of those that serve, without the parent that watches', async (context) => {
  if (spawnSync('perl', ['-e', '1']).error !== undefined) context.skip('perl is not installed');
  const parent = spawn('perl', ['-MIO::Socket::INET', '-e', PREFORK], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    const gone = once(parent, 'exit');
    parent.kill('SIGTERM');
    await gone;
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const [port = 0, ...pids] = line.toString().trim().split(' ').map(Number);
  await connections(port, 4);
  const group = async () => groupOf(await report(), port);
  const total = async () => (await group())?.servers.reduce((sum, server) => sum + server.connections, 0);
  await expect.poll(total, PATIENT).toBe(4);
  const shared = await group();
  expect(shared).toMatchObject({ socketCount: 1, serverCount: 2 });
  expect(shared?.servers.map(({ pid }) => pid).toSorted()).toEqual(pids.toSorted());
  // Four connections are too few to call it uneven.
  expect(shared?.unevenShare).toBe(undefined);
});

test('a process near its limit of open files is counted and named', async (context) => {
  const program = await started(SINK);
  const used = readdirSync(`/proc/${program.pid}/fd`).length;
  const limit = used + 1;
  const args = [`--nofile=${limit}:`, '--pid', String(program.pid)];
  const set = spawnSync('prlimit', args, { encoding: 'utf8' });
  if (set.error !== undefined) context.skip('prlimit is not installed');
  if (set.status !== 0) context.skip(`the limit cannot be set: ${set.stderr}`);
  const sampler = new ProcessSampler({
    diag,
    health: { succeeded: () => {}, failed: () => {} },
    cpuMs: processCpuMs,
    cpuBudgetPercent: 1,
  });
  while (sampler.summary.length === 0) sampler.step(0);
  const [summary] = sampler.summary;
  expect(summary?.nearLimit).toBeGreaterThanOrEqual(1);
  expect(summary?.openFilesMaxShare).toBeGreaterThanOrEqual(used / limit);
  expect(sampler.fullest).toContain(program.pid);
  expect(sampler.near.length).toBeGreaterThanOrEqual(1);
  expect(rowOf(await report(), program.pid)).toMatchObject({ openFiles: used, openFilesLimit: limit });
});
