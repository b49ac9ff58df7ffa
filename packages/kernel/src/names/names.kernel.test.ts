import { mkdirSync, readdirSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { CgroupPaths } from './CgroupPaths.ts';
import { InterfaceNames } from './InterfaceNames.ts';

test('devices have the names that /sys shows', () => {
  const names = new InterfaceNames();
  for (const device of readdirSync('/sys/class/net')) {
    const index = Number(readFileSync(`/sys/class/net/${device}/ifindex`, 'utf8'));
    expect(names.nameOf(index)).toBe(device);
  }
  expect(names.nameOf(0)).toBe(undefined);
  expect(names.nameOf(2_000_000_000)).toBe(undefined);
});

test('a control group is found by its number, by handle and by a walk alike, and is gone when it is removed', (context) => {
  const line = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .find((candidate) => candidate.includes(' - cgroup2 '));
  const mountPoint = line?.split(' ')[4];
  if (mountPoint === undefined) return context.skip('cgroup v2 is not mounted');
  const folder = `${mountPoint}/netstrata-test-${process.pid}`;
  try {
    mkdirSync(folder);
  } catch {
    return context.skip('no control group can be made');
  }
  let isThere = true;
  const remove = () => {
    if (isThere) rmdirSync(folder);
    isThere = false;
  };
  onTestFinished(remove);
  const id = String(statSync(folder, { bigint: true }).ino);
  const before = readdirSync('/proc/self/fd').length;
  const paths = new CgroupPaths();
  expect(paths.pathOf(id)).toBe(`/netstrata-test-${process.pid}`);
  expect(new CgroupPaths({ byHandle: false }).pathOf(id)).toBe(`/netstrata-test-${process.pid}`);
  expect(paths.pathOf(String(statSync(mountPoint, { bigint: true }).ino))).toBe('/');
  remove();
  const later = new CgroupPaths();
  expect(later.pathOf(id)).toBe(undefined);
  paths.close();
  later.close();
  expect(readdirSync('/proc/self/fd')).toHaveLength(before);
});
