import type { SocketOwner } from '@netstrata/kernel';
import { expect, it } from 'vitest';
import { NamedOwners } from './NamedOwners.ts';

const NODE: SocketOwner = { pid: 70, name: 'node', fd: '5' };
const SSHD: SocketOwner = { pid: 8, name: 'sshd', fd: '3' };

it('names what interpreters run, of those that were looked for lately', () => {
  const byInode = new Map([
    [1, NODE],
    [2, SSHD],
  ]);
  const learnt: (readonly number[])[] = [];
  let nowMs = 0;
  const owners = new NamedOwners({
    table: { ownerOf: (inode) => byInode.get(inode), isSought: (inode) => inode === 3, search: () => 'found' },
    scripts: {
      of: ({ pid }) => (pid === 70 ? '/srv/slowReader.ts' : undefined),
      learn: async (processes) => {
        learnt.push(processes.map(({ pid }) => pid));
      },
    },
    clock: { monoMs: () => nowMs },
  });
  expect(owners.search(new Set([1, 2, 3]), 4)).toBe('found');
  expect(owners.ownerOf(1)).toEqual({ ...NODE, script: '/srv/slowReader.ts' });
  expect(owners.ownerOf(1)).toBe(owners.ownerOf(1));
  expect(owners.ownerOf(2)).toBe(SSHD);
  expect([owners.ownerOf(3), owners.isSought(3), owners.isSought(1)]).toEqual([undefined, true, false]);
  nowMs = 61_000;
  owners.search(new Set([2]), 4);
  expect(learnt).toEqual([[70, 8], [8]]);
});
