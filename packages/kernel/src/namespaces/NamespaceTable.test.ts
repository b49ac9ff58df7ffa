import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NamespaceTable } from './NamespaceTable.ts';

const OWN = 1;
const PLENTY = 100_000;
const DOCKER_ID = '4f5b17f2c0de'.padEnd(64, '0');

/** A /proc and a folder of mounts of its own, and a clock that moves one millisecond each time it is read. */
function machine() {
  const root = mkdtempSync(join(tmpdir(), 'netstrata-namespaces-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const procRoot = join(root, 'proc');
  const folder = join(root, 'netns');
  mkdirSync(join(procRoot, 'self/ns'), { recursive: true });
  mkdirSync(folder);
  writeFileSync(join(procRoot, `self/ns/net:[${OWN}]`), '');
  symlinkSync(`net:[${OWN}]`, join(procRoot, 'self/ns/net'));
  let now = 0;
  const table = new NamespaceTable({ procRoot, folders: [folder, folder, join(root, 'none')], now: () => now++ });
  const run = (pid: number, inode: number, { comm = 'sleep', cgroup = '/', flags = 0x40_0100 } = {}) => {
    const process = join(procRoot, String(pid));
    mkdirSync(join(process, 'ns'), { recursive: true });
    symlinkSync(`net:[${inode}]`, join(process, 'ns/net'));
    writeFileSync(join(process, 'stat'), `${pid} (${comm}) S 0 0 0 0 -1 ${flags} 0 0\n`);
    writeFileSync(join(process, 'comm'), `${comm}\n`);
    writeFileSync(join(process, 'cgroup'), `0::${cgroup}\n`);
  };
  /** The inode number that the file got. */
  const mount = (name: string): number => {
    writeFileSync(join(folder, name), '');
    return statSync(join(folder, name)).ino;
  };
  return {
    table,
    run,
    mount,
    end: (pid: number) => rmSync(join(procRoot, String(pid)), { recursive: true }),
    unmount: (name: string) => rmSync(join(folder, name)),
    namesNow: () => {
      table.search(PLENTY, 0);
      return table.namespaces.map(({ name }) => name);
    },
  };
}

test('finds where processes live, and what files keep alive', () => {
  const { table, run, mount, namesNow } = machine();
  run(1, OWN);
  run(90, 501, { comm: 'redis' });
  run(20, 501, { comm: 'nginx', cgroup: `/docker/${DOCKER_ID}` });
  for (const pid of [30, 31, 32, 33, 34]) run(pid, 502);
  const blue = mount('blue');
  run(40, blue);
  expect(table.namespaces).toEqual([]);
  expect(namesNow().toSorted()).toEqual(['blue', 'docker 4f5b17f2c0de', 'sleep (502)']);
  expect([table.own, table.complete, table.unreadableProcesses]).toEqual([OWN, true, 0]);
  expect(table.namespaces.find(({ inode }) => inode === 501)).toEqual({
    inode: 501,
    name: 'docker 4f5b17f2c0de',
    naming: 'container',
    mounts: [],
    processes: 2,
    pids: [20, 90],
    program: 'nginx',
  });
  expect(table.namespaces.find(({ inode }) => inode === 502)).toMatchObject({ processes: 5, pids: [30, 31, 32, 33] });
  expect(table.namespaces.find(({ inode }) => inode === blue)).toMatchObject({ processes: 1, naming: 'named' });
});

test('a namespace goes with its last process and file, and its number may be used again', () => {
  const { run, end, mount, unmount, namesNow } = machine();
  run(20, 501, { comm: 'nginx' });
  run(21, 501, { comm: 'worker' });
  mount('blue');
  expect(namesNow().toSorted()).toEqual(['blue', 'nginx (501)']);
  end(20);
  unmount('blue');
  expect(namesNow()).toEqual(['nginx (501)']);
  end(21);
  run(22, 501, { comm: 'redis' });
  expect(namesNow()).toEqual(['redis (501)']);
  end(22);
  expect(namesNow()).toEqual([]);
});

test('a process that goes elsewhere takes its namespace along', () => {
  const { run, end, namesNow } = machine();
  run(20, OWN);
  expect(namesNow()).toEqual([]);
  end(20);
  run(20, 501);
  expect(namesNow()).toEqual(['sleep (501)']);
});

test('two of one name are told apart, and keep their names', () => {
  const { run, end, namesNow } = machine();
  const cgroup = '/system.slice/web.service';
  run(20, 502, { cgroup });
  expect(namesNow()).toEqual(['web.service']);
  run(21, 501, { cgroup });
  expect(namesNow()).toEqual(['web.service (501)', 'web.service']);
  end(20);
  expect(namesNow()).toEqual(['web.service (501)']);
});

test('walks many processes over many calls, the new ones first', () => {
  const { table, run } = machine();
  for (let pid = 100; pid < 500; pid++) run(pid, OWN);
  let calls = 0;
  for (; !table.complete; calls++) table.search(50, 10_000);
  expect(calls).toBeGreaterThanOrEqual(8);
  expect(calls).toBeLessThan(12);
  run(50, 501);
  table.search(50, 1_000_000);
  expect(table.namespaces).toEqual([]);
  table.search(50, 0);
  expect(table.namespaces.map(({ inode }) => inode)).toEqual([501]);
});

test('where process 1 may not be looked at the threads of the kernel tell which namespace is that of the machine', () => {
  const { run, namesNow } = machine();
  run(2, 500, { comm: 'kthreadd', flags: 0x20_8040 });
  run(90, 501, { comm: 'kthreadd' });
  expect(namesNow()).toEqual(['host', 'kthreadd (501)']);
});

test('names that there was no time for come later', () => {
  const { table, run } = machine();
  for (let pid = 11; pid <= 40; pid++) run(pid, 500 + pid);
  table.search(40, 1_000_000);
  expect(table.namespaces).toHaveLength(30);
  const namedBy = () => table.namespaces.filter(({ naming }) => naming === 'process').length;
  expect(namedBy()).toBeGreaterThan(0);
  expect(namedBy()).toBeLessThan(30);
  for (let call = 0; call < 30 && namedBy() < 30; call++) table.search(40, 1_000_000);
  expect(namedBy()).toBe(30);
});

test('fails where /proc is not there', () => {
  expect(() => new NamespaceTable({ procRoot: '/nowhere' }).search(1, 0)).toThrow(
    expect.objectContaining({ code: 'not-found' }),
  );
});
