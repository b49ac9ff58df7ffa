import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('a program run by Node is called after its executable, not after its thread', () => {
  const proc = mkdtempSync(join(tmpdir(), 'netstrata-proc-'));
  for (const [pid, exe] of [
    ['1', '/opt/node/bin/node'],
    ['2', undefined],
  ] as const) {
    mkdirSync(join(proc, pid));
    writeFileSync(join(proc, pid, 'comm'), 'MainThread\n');
    if (exe) symlinkSync(exe, join(proc, pid, 'exe'));
  }
  expect(readComm(proc, 1)).toBe('node');
  expect(readComm(proc, 2)).toBe('MainThread');
  rmSync(proc, { recursive: true });
});
