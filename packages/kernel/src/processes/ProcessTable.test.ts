import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ProcessTable } from './ProcessTable.ts';

/** A /proc of its own, and a clock that moves one millisecond each time it is read. */
function machine() {
  const procRoot = mkdtempSync(join(tmpdir(), 'netstrata-processes-'));
  onTestFinished(() => rmSync(procRoot, { recursive: true }));
  let now = 0;
  const table = new ProcessTable({ procRoot, now: () => now++ });
  const run = (pid: number, name: string, links: readonly string[]) => {
    const folder = join(procRoot, String(pid));
    mkdirSync(join(folder, 'fd'), { recursive: true });
    writeFileSync(join(folder, 'comm'), `${name}\n`);
    for (const [fd, link] of links.entries()) symlinkSync(link, join(folder, 'fd', String(fd)));
  };
  const end = (pid: number) => rmSync(join(procRoot, String(pid)), { recursive: true });
  const wait = (ms: number) => {
    now += ms;
  };
  return { table, run, end, wait, procRoot };
}
const PLENTY = 100_000;
const socketLink = (inode: number) => `socket:[${inode}]`;

test('names the process of each wanted socket', () => {
  const { table, run } = machine();
  run(10, 'nginx', ['/dev/null', socketLink(501), 'pipe:[7]', socketLink(502)]);
  run(20, 'postgres', [socketLink(601)]);
  expect(table.search(new Set([502, 601]), PLENTY)).toMatchObject({ complete: true, unresolved: 0 });
  expect(table.ownerOf(502)).toMatchObject({ pid: 10, name: 'nginx' });
  expect(table.ownerOf(601)).toMatchObject({ pid: 20, name: 'postgres' });
  expect(table.ownerOf(999)).toBeUndefined();
});

test('a socket is looked for until every process was seen without it', () => {
  const { table, run } = machine();
  run(10, 'nginx', [socketLink(501)]);
  expect(table.isSought(501)).toBe(true);
  expect(table.isSought(0)).toBe(false);
  table.search(new Set([501]), PLENTY);
  expect(table.isSought(501)).toBe(false);
  table.search(new Set([501, 999]), 2);
  expect(table.isSought(999)).toBe(true);
  table.search(new Set([501, 999]), PLENTY);
  expect(table.isSought(999)).toBe(false);
});

test('the first look at every process may take longer than those after it', () => {
  const { run, procRoot } = machine();
  let now = 0;
  const table = new ProcessTable({ procRoot, now: () => now++, firstBudgetMs: PLENTY });
  for (const pid of [10, 20, 30]) run(pid, `worker${pid}`, [socketLink(500 + pid)]);
  expect(table.search(new Set([510, 520, 999]), 1)).toMatchObject({ complete: true, unresolved: 1 });
  expect(table.ownerOf(510)).toMatchObject({ pid: 10 });
  expect(table.search(new Set([510, 998]), 1)).toMatchObject({ complete: false });
});

test('of several processes that share a socket, the one with the lowest number', () => {
  const { table, run } = machine();
  for (const pid of [30, 10, 20]) run(pid, `worker${pid}`, [socketLink(501)]);
  table.search(new Set([501, 777]), PLENTY);
  expect(table.ownerOf(501)).toMatchObject({ pid: 10, name: 'worker10' });
});

test('goes on where the budget ended, within a process too', () => {
  const { table, run } = machine();
  run(
    10,
    'many',
    Array.from({ length: 50 }, (_, at) => socketLink(1000 + at)),
  );
  const wanted = new Set([1003, 1044]);
  let calls = 0;
  while (!table.search(wanted, 10).complete) calls++;
  expect(calls).toBeGreaterThan(2);
  expect(calls).toBeLessThan(30);
  expect(table.ownerOf(1003)).toMatchObject({ pid: 10, name: 'many' });
  expect(table.ownerOf(1044)).toMatchObject({ pid: 10, name: 'many' });
});

test('finds a new socket of a new process while a walk over all others goes on', () => {
  const { table, run, procRoot } = machine();
  const busy = (first: number) => Array.from({ length: 200 }, (_, at) => socketLink(first + at));
  run(10, 'old', busy(1000));
  run(20, 'older', busy(2000));
  expect(table.search(new Set([999]), 20).complete).toBe(false);
  run(30, 'new', ['/dev/null', socketLink(501)]);
  expect(table.search(new Set([999, 501]), 20).complete).toBe(false);
  expect(table.ownerOf(501)).toMatchObject({ pid: 30, name: 'new' });
  symlinkSync(socketLink(502), join(procRoot, '30', 'fd', '7'));
  // On a machine so busy that the budget is gone before anything was read, it is found at the next call.
  table.search(new Set([999, 502]), 0);
  expect(table.ownerOf(502)).toBeUndefined();
  table.search(new Set([999, 502]), 20);
  expect(table.ownerOf(502)).toMatchObject({ pid: 30, name: 'new' });
});

test('finds a new process behind one that opens sockets all the time', () => {
  const { table, run } = machine();
  run(
    10,
    'old',
    Array.from({ length: 2000 }, (_, at) => socketLink(10_000 + at)),
  );
  table.search(new Set(), 20);
  run(20, 'listener', [socketLink(501)]);
  run(
    30,
    'flood',
    Array.from({ length: 60 }, (_, at) => socketLink(1000 + at)),
  );
  let calls = 0;
  for (; calls < 20 && table.ownerOf(501) === undefined; calls++) table.search(new Set([501, 9000 + calls]), 20);
  expect(table.ownerOf(501)).toMatchObject({ pid: 20, name: 'listener' });
  expect(calls).toBeLessThan(10);
});

test('answers from memory without looking', () => {
  const { table, run, procRoot } = machine();
  run(10, 'nginx', [socketLink(501), socketLink(502)]);
  table.search(new Set([501, 502]), PLENTY);
  rmSync(procRoot, { recursive: true });
  mkdirSync(procRoot);
  expect(table.search(new Set([501, 502]), 1)).toMatchObject({ complete: true, unresolved: 0 });
  expect(table.ownerOf(502)?.name).toBe('nginx');
});

test('notices a socket that moved to another process, and a process that took another name', () => {
  const { table, run, end, wait } = machine();
  run(10, 'parent', [socketLink(501)]);
  run(20, 'other', [socketLink(601)]);
  table.search(new Set([501, 601]), PLENTY);
  end(10);
  run(15, 'child', ['/dev/null', socketLink(501)]);
  end(20);
  run(20, 'renamed', [socketLink(601)]);
  wait(6000);
  table.search(new Set([501, 601]), PLENTY);
  expect(table.ownerOf(501)).toMatchObject({ pid: 15, name: 'child' });
  expect(table.ownerOf(601)).toMatchObject({ pid: 20, name: 'renamed' });
});

test('searches ever more rarely for what no process holds', () => {
  const { table, run, wait } = machine();
  run(10, 'nginx', [socketLink(501)]);
  const wanted = new Set([501, 999]);
  expect(table.search(wanted, PLENTY)).toEqual({ complete: true, unresolved: 1, unreadableProcesses: 0 });
  run(20, 'late', [socketLink(999)]);
  expect(table.search(wanted, PLENTY)).toMatchObject({ complete: true, unresolved: 1 });
  expect(table.ownerOf(999)).toBeUndefined();
  wait(2500);
  expect(table.search(wanted, PLENTY)).toMatchObject({ complete: true, unresolved: 0 });
  expect(table.ownerOf(999)?.name).toBe('late');
});

test('forgets sockets that are gone after a walk over everything', () => {
  const { table, run, end } = machine();
  run(10, 'short', [socketLink(501)]);
  table.search(new Set([501]), PLENTY);
  end(10);
  table.search(new Set([777]), PLENTY);
  expect(table.ownerOf(501)).toBeUndefined();
});

test('takes no notice of sockets without an inode', () => {
  const { table } = machine();
  expect(table.search(new Set([0]), PLENTY)).toMatchObject({ complete: true, unresolved: 0 });
});

test('says so where there is no /proc', () => {
  const table = new ProcessTable({ procRoot: '/nonexistent' });
  expect(() => table.search(new Set([1]), PLENTY)).toThrow(
    expect.objectContaining({ name: 'KernelError', code: 'not-found', path: '/nonexistent' }),
  );
});

test('an old process is found though new ones with many descriptors begin all the time', () => {
  const { table, run, wait } = machine();
  run(10, 'old', [socketLink(501)]);
  // The first look, at which all processes are old.
  table.search(new Set(), PLENTY);
  let pid = 100;
  for (let calls = 0; calls < 100 && table.ownerOf(501) === undefined; calls++) {
    const links = Array.from({ length: 20 }, (_, at) => socketLink(pid * 100 + at));
    run(pid++, 'new', links);
    wait(1000);
    // A socket that was not asked for before makes young processes be looked through.
    table.search(new Set([501, 9_000_000 + pid]), 12);
  }
  expect(table.ownerOf(501)).toMatchObject({ pid: 10, name: 'old' });
});
