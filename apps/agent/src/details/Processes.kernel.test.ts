import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { SockDiag } from '@netstrata/kernel';
import type { ListenerGroup, ProcessesReport, ProcessRow } from '@netstrata/metrics/details';
import { detailMessage, validate } from '@netstrata/protocol/schemas';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../clock/Clock.ts';
import { ProcessSampler } from '../processes/ProcessSampler.ts';
import { processCpuMs } from '../self/SelfUsage.ts';
import { Processes } from './Processes.ts';

const PATIENT = { timeout: 10_000 };

let diag: SockDiag;
let processes: Processes;
beforeEach(() => {
  diag = SockDiag.open();
  const parts = { diag, cpuMs: processCpuMs, cpuBudgetPercent: 1, fullest: () => [process.pid] };
  processes = new Processes({ ...parts, clock: systemClock });
});
afterEach(() => {
  processes.stop();
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
  const queues = async () => {
    let waiting = 0;
    diag.dumpListeners((cursor) => {
      if (cursor.localPort === port) waiting += cursor.recvQ;
    });
    return waiting + Number(await first.ask('held')) - (counts[0] ?? 0);
  };
  await expect.poll(queues, PATIENT).toBe(16);
  const stalled = groupOf(await report(), port);
  const waiting = 16 - (Number(await first.ask('held')) - (counts[0] ?? 0));
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
  expect(sampler.summary[0]?.worstUnevenShare).toBeGreaterThanOrEqual(0);
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
