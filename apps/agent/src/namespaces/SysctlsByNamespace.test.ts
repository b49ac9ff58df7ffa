import type { NetworkNamespace } from '@netstrata/kernel/types';
import { expect, test } from 'vitest';
import { SysctlsByNamespace } from './SysctlsByNamespace.ts';

const namespace = (inode: number, name: string, mounts: readonly string[] = []): NetworkNamespace => ({
  inode,
  name,
  naming: 'named',
  mounts,
  processes: 1,
  pids: [inode * 10],
  program: undefined,
});

test('each namespace is read in its turn, what there was no time for stays, and what is gone is left out', () => {
  let here = [namespace(1, 'one', ['/run/netns/one']), namespace(2, 'two'), namespace(3, 'three')];
  let nowMs = 0;
  const asked: string[] = [];
  const sysctls = new SysctlsByNamespace({
    namespaces: () => here,
    read: ({ name }, names) => {
      asked.push(name);
      nowMs += 3;
      if (name === 'two') throw new Error('CAP_SYS_ADMIN is missing');
      return { [names[0] ?? '']: String(asked.length) };
    },
    now: () => nowMs,
  });
  const names = ['net.core.somaxconn'];
  expect(sysctls.read(names)).toEqual([
    { inode: 1, name: 'one', way: '/run/netns/one', values: { 'net.core.somaxconn': '1' }, reason: undefined },
    { inode: 2, name: 'two', way: '/proc/20/ns/net', values: {}, reason: 'CAP_SYS_ADMIN is missing' },
  ]);
  expect(sysctls.read(names).map(({ values }) => values)).toEqual([
    { 'net.core.somaxconn': '4' },
    {},
    { 'net.core.somaxconn': '3' },
  ]);
  here = [namespace(1, 'another'), namespace(3, 'three')];
  expect(sysctls.read(names).map(({ name }) => name)).toEqual(['another', 'three']);
  expect(asked).toEqual(['one', 'two', 'three', 'one', 'another', 'three']);
});
