import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CgroupPaths } from './CgroupPaths.ts';

/** A tree of folders that stands for one of control groups: both number them by inode. */
function tree() {
  const mountPoint = mkdtempSync(join(tmpdir(), 'netstrata-cgroups-'));
  onTestFinished(() => rmSync(mountPoint, { recursive: true }));
  let nowMs = 0;
  const paths = new CgroupPaths({ mountPoint, byHandle: false, now: () => nowMs });
  const add = (path: string) => {
    mkdirSync(join(mountPoint, path), { recursive: true });
    return String(statSync(join(mountPoint, path), { bigint: true }).ino);
  };
  return { add, paths, mountPoint, wait: (ms: number) => (nowMs += ms) };
}

test('where handles may not be opened, the tree is walked, and again for a new group only after a while', () => {
  const { add, paths, wait } = tree();
  const nginx = add('system.slice/nginx.service');
  expect(paths.pathOf(nginx)).toBe('/system.slice/nginx.service');
  expect(paths.pathOf(add(''))).toBe('/');
  const late = add('system.slice/late.service');
  expect(paths.pathOf(late)).toBe(undefined);
  wait(20_000);
  expect(paths.pathOf(late)).toBe(undefined);
  wait(60_000);
  expect(paths.pathOf(late)).toBe('/system.slice/late.service');
});

test('a tree that is too large is known near its root', () => {
  const { add, paths } = tree();
  const near = add('z.slice');
  for (let n = 0; n < 70; n++) for (let m = 0; m < 70; m++) add(`a.slice/${n}/${m}`);
  const far = add('z.slice/deep/deeper');
  expect(paths.pathOf(near)).toBe('/z.slice');
  expect(paths.pathOf(far)).toBe(undefined);
});

test('without control groups there are no paths, and numbers that are none have none', () => {
  expect(new CgroupPaths({ mountPoint: '/nowhere' }).pathOf('1')).toBe(undefined);
  expect(tree().paths.pathOf('18446744073709551616')).toBe(undefined);
});
