import { expect, test } from 'vitest';
import { listFds, listPids, parsePid, parseSocketLink, readComm, socketOfFd } from './procPid.ts';

test.each([
  ['socket:[21093]', 21_093],
  ['socket:[4294967295]', 4_294_967_295],
  ['socket:[]', undefined],
  ['socket:[12', undefined],
  ['socket:[12] (deleted)', undefined],
  ['pipe:[21093]', undefined],
  ['/tmp/socket:[1]', undefined],
  ['', undefined],
])('the link %j is socket %j', (link, inode) => expect(parseSocketLink(link)).toBe(inode));

test.each([
  ['1', 1],
  ['4194304', 4_194_304],
  ['0', undefined],
  ['self', undefined],
  ['1a', undefined],
  ['-1', undefined],
])('the entry %j is process %j', (entry, pid) => expect(parsePid(entry)).toBe(pid));

test('sees this process', () => {
  expect(listPids('/proc')).toContain(process.pid);
  expect(listFds('/proc', process.pid)).toContain('0');
  expect(readComm('/proc', process.pid)).toMatch(/^\S.{0,14}$/);
});

test('a process that is gone is nothing to report', () => {
  expect(listFds('/proc', 0)).toBeUndefined();
  expect(socketOfFd('/proc', 0, '0')).toBeUndefined();
  expect(readComm('/proc', 0)).toBeUndefined();
});
