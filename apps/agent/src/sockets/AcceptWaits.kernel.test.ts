import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { SockDiag } from '@netstrata/kernel';
import type { SocketRow } from '@netstrata/metrics';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { SocketDumper } from './SocketDumper.ts';

const LISTENER = `
const server = require('node:net').createServer().listen(0, '127.0.0.1', () => process.send(server.address().port));`;
const nobody = { ownerOf: () => undefined, isSought: () => false, search: () => undefined };

let diag: SockDiag;
let dumper: SocketDumper;
beforeEach(() => {
  diag = SockDiag.open();
  dumper = new SocketDumper(diag, nobody);
});
afterEach(() => diag.close());

function listenerRow(port: number): SocketRow | undefined {
  const dump = dumper.dump({ timeMs: Date.now(), monoMs: performance.now(), watched: true });
  return dump.report.listeners.find((row) => row.localPort === port);
}

async function started(): Promise<{ program: ChildProcess; port: number }> {
  const program = spawn(process.execPath, ['-e', LISTENER], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  onTestFinished(() => {
    program.kill('SIGKILL');
  });
  const [port] = (await once(program, 'message')) as [number];
  return { program, port };
}

async function connected(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
}

test('the oldest connection of an accept queue tells how long nothing was accepted', async () => {
  const { program, port } = await started();
  expect(listenerRow(port)).toMatchObject({ recvQ: 0 });
  expect(listenerRow(port)?.acceptWaitMs).toBeUndefined();

  program.kill('SIGSTOP');
  const beforeMs = performance.now();
  await connected(port);
  await expect.poll(() => listenerRow(port)?.acceptWaitMs, { timeout: 60_000 }).toBeGreaterThanOrEqual(300);
  const oldest = listenerRow(port)?.acceptOldest;
  expect(oldest).toMatch(/^[0-9a-f]+$/);
  await connected(port);
  const row = listenerRow(port);
  expect(row?.recvQ).toBe(2);
  expect(row?.acceptOldest).toBe(oldest);
  // A jiffy of the kernel may be ten milliseconds.
  expect(row?.acceptWaitMs).toBeGreaterThanOrEqual(300);
  expect(row?.acceptWaitMs).toBeLessThanOrEqual(performance.now() - beforeMs + 10);

  program.kill('SIGCONT');
  await expect.poll(() => listenerRow(port)?.recvQ, { timeout: 60_000 }).toBe(0);
  expect(listenerRow(port)?.acceptWaitMs).toBeUndefined();
});

test('of connections that came in one burst the same one stays the oldest, until it is taken', async () => {
  const { program, port } = await started();
  program.kill('SIGSTOP');
  const burst = Array.from({ length: 60 }, () => connected(port));
  await Promise.all(burst);
  const oldest = new Set(Array.from({ length: 60 }, () => listenerRow(port)?.acceptOldest));
  expect(oldest.size).toBe(1);
  expect([...oldest][0]).toMatch(/^[0-9a-f]+$/);

  program.kill('SIGCONT');
  await expect.poll(() => listenerRow(port)?.recvQ, { timeout: 60_000 }).toBe(0);
  program.kill('SIGSTOP');
  await connected(port);
  await expect.poll(() => listenerRow(port)?.acceptOldest).toBeDefined();
  expect(oldest).not.toContain(listenerRow(port)?.acceptOldest);
});
