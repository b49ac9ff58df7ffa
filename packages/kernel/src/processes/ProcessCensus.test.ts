import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { vanishedCounts } from '../vanished.ts';
import { type OpenFilesRow, OpenFilesScan } from './OpenFilesScan.ts';
import { ProcessCensus } from './ProcessCensus.ts';

function machine() {
  const procRoot = mkdtempSync(join(tmpdir(), 'netstrata-census-'));
  onTestFinished(() => rmSync(procRoot, { recursive: true }));
  const run = (pid: number, links: readonly string[]) => {
    const folder = join(procRoot, String(pid));
    mkdirSync(join(folder, 'fd'), { recursive: true });
    for (const [fd, link] of links.entries()) symlinkSync(link, join(folder, 'fd', String(fd)));
  };
  const end = (pid: number) => rmSync(join(procRoot, String(pid)), { recursive: true });
  return { procRoot, run, end };
}
const socket = (inode: number) => `socket:[${inode}]`;
const never = () => false;

test('tells who holds which socket, and what else a process has open', () => {
  const { procRoot, run } = machine();
  run(10, [socket(1), socket(1), '/dev/null', 'anon_inode:[eventpoll]', socket(2)]);
  run(20, [socket(2), socket(1), 'anon_inode:[io_uring]', 'anon_inode:[eventfd]']);
  run(30, []);
  const census = new ProcessCensus(procRoot, [20, 10, 30, 40]);
  expect(census.advance(never)).toBe(true);
  expect([...census.processes.values()]).toEqual([
    { pid: 20, openFiles: 4, sockets: 2, epolls: 0, ioUrings: 1, refused: false },
    { pid: 10, openFiles: 5, sockets: 2, epolls: 1, ioUrings: 0, refused: false },
  ]);
  expect(census.holdersOf(1)).toEqual([20, 10]);
  expect(census.ownerOf(1)).toBe(10);
  expect(census.ownerOf(3)).toBe(undefined);
  expect(census).toMatchObject({ sockets: 2, unreadable: 0, dropped: 0 });
});

test('can be paused at every step, while processes end', () => {
  const { procRoot, run, end } = machine();
  for (const pid of [10, 20, 30]) run(pid, [socket(pid), 'pipe:[1]', socket(pid + 1)]);
  const census = new ProcessCensus(procRoot, [10, 20, 30, 40]);
  const { processes: before } = vanishedCounts();
  let asked = 0;
  let steps = 0;
  // Lets one descriptor pass, then pauses.
  while (!census.advance(() => asked++ % 2 === 1)) if (++steps === 6) end(20);
  expect(steps).toBeGreaterThan(6);
  expect(census.holdersOf(10)).toEqual([10]);
  expect(census.holdersOf(31)).toEqual([30]);
  expect(census.holdersOf(21)).toEqual([]);
  // Number 40 was gone before its descriptors were listed.
  expect(vanishedCounts().processes).toBe(before + 1);
});

test('ten thousand processes are looked at in slices, each of their sockets has its holder', () => {
  const { procRoot, run } = machine();
  const pids = Array.from({ length: 10_000 }, (_, n) => n + 1);
  for (const pid of pids) run(pid, [socket(pid + 100_000)]);
  const census = new ProcessCensus(procRoot, pids);
  let asked = 0;
  let slices = 1;
  while (!census.advance(() => ++asked % 500 === 0)) slices++;
  // Asked once a process and once a descriptor.
  expect(slices).toBe(41);
  expect(census).toMatchObject({ sockets: 10_000, unreadable: 0, dropped: 0 });
  expect(census.processes.size).toBe(10_000);
  expect(census.holdersOf(107_777)).toEqual([7777]);
});

/** A /proc in memory, of a kernel that gives the size of a folder or of one that does not. */
function memory(hasSizes: boolean) {
  const processes = new Map<number, { fds: number | 'refused'; limit: number | undefined; inode: number }>();
  let reads = 0;
  const scan = new OpenFilesScan({
    folderOf: (pid) => {
      if (pid === 'self') return { size: hasSizes ? 20 : 0, inode: 1 };
      const { fds, inode = 0 } = processes.get(pid) ?? {};
      if (fds === undefined) return undefined;
      return { size: hasSizes && fds !== 'refused' ? fds : 0, inode };
    },
    listFds: (pid) => {
      const { fds } = processes.get(pid) ?? {};
      return typeof fds === 'number' ? Array.from({ length: fds }, (_, fd) => String(fd)) : fds;
    },
    limitOf: (pid) => {
      reads++;
      return processes.get(pid)?.limit;
    },
  });
  const pass = (pause = never) => {
    const rows: OpenFilesRow[] = [];
    scan.begin([...processes.keys()]);
    let slices = 1;
    while (!scan.advance((row) => rows.push(row), pause)) slices++;
    return { rows, slices };
  };
  return { processes, pass, reads: () => reads };
}

test('counts open files against limits, of ten thousand processes in slices, one of which ends meanwhile', () => {
  const { processes, pass, reads } = memory(true);
  for (let pid = 1; pid <= 10_000; pid++) processes.set(pid, { fds: pid % 10, limit: 1024, inode: pid });
  let asked = 0;
  const { processes: before } = vanishedCounts();
  const { rows, slices } = pass(() => {
    if (asked === 0) processes.delete(9999);
    return ++asked % 500 === 0;
  });
  expect(slices).toBe(21);
  expect(vanishedCounts().processes).toBe(before + 1);
  expect(rows).toHaveLength(8999);
  expect(rows.at(-1)).toEqual({ pid: 9998, openFiles: 8, limit: 1024 });
  expect(reads()).toBe(8999);
  // Kernel threads and others without descriptors are not worth a look, and limits are remembered: a tenth is read again.
  pass();
  expect(reads()).toBeLessThan(8999 + 1001);
});

test('an older kernel has to list them, which it may refuse', () => {
  const { processes, pass } = memory(false);
  processes.set(10, { fds: 3, limit: 4, inode: 1 });
  processes.set(20, { fds: 'refused', limit: 1024, inode: 2 });
  processes.set(2, { fds: 0, limit: 1024, inode: 3 });
  expect(pass().rows).toEqual([
    { pid: 10, openFiles: 3, limit: 4 },
    { pid: 20, openFiles: undefined, limit: 1024 },
  ]);
});

test('a limit is believed while the process is the same, and read again after some passes', () => {
  const { processes, pass } = memory(true);
  const limit = () => pass().rows[0]?.limit;
  processes.set(7, { fds: 1, limit: 100, inode: 1 });
  expect(limit()).toBe(100);
  processes.set(7, { fds: 1, limit: 200, inode: 1 });
  expect(limit()).toBe(100);
  expect(Array.from({ length: 10 }, limit).at(-1)).toBe(200);
  processes.set(7, { fds: 1, limit: 300, inode: 2 });
  expect(limit()).toBe(300);
});
