import type { ProcessFds } from '@netstrata/kernel';
import type { ProcessDetails } from '@netstrata/kernel/types';
import { expect, test } from 'vitest';
import type { ProcessSockets } from './SocketsByProcess.ts';
import { toProcessRow } from './toProcessRow.ts';

const details: ProcessDetails = {
  pid: 7,
  name: 'web',
  parentPid: 1,
  effectiveUid: 0,
  threads: 1,
  openFilesLimit: 1024,
  place: {},
  waits: { counts: {}, looked: 1 },
};
const fds: ProcessFds = { pid: 7, openFiles: 4, sockets: 1, epolls: 0, ioUrings: 0, refused: false };
const NONE: ProcessSockets = { tcp: {}, udp: 0, txBytes: 0, rxBytes: 0, listeners: [], listenerCount: 0 };
const parts = { details, place: {}, fds, intervalMs: 2000, user: undefined };
const bytesOf = (sockets: Partial<ProcessSockets> | undefined) => {
  const row = toProcessRow({ ...parts, sockets: sockets && { ...NONE, ...sockets } });
  return [row.txBytesPerSecond, row.rxBytesPerSecond];
};
const UNKNOWN = [undefined, undefined];

test('bytes of a process are known where it has TCP connections, or had some that moved any', () => {
  expect(bytesOf({ tcp: { established: 1 }, txBytes: 3000 })).toEqual([1500, 0]);
  expect(bytesOf({ tcp: { established: 1 }, udp: 2 })).toEqual([0, 0]);
  expect(bytesOf({ rxBytes: 500 })).toEqual([0, 250]);
});

test('nothing is counted of UDP, of another network namespace, and before the second look', () => {
  expect(bytesOf({ udp: 1 })).toEqual(UNKNOWN);
  expect(bytesOf(undefined)).toEqual(UNKNOWN);
  const sockets: ProcessSockets = { ...NONE, tcp: { established: 1 }, txBytes: 9 };
  expect(toProcessRow({ ...parts, sockets, intervalMs: undefined }).txBytesPerSecond).toBe(undefined);
});

test('a process that only listens has moved nothing, which of one with UDP beside is not known', () => {
  const listens = { tcp: { listen: 1 }, listenerCount: 1 } as const;
  expect(bytesOf(listens)).toEqual([0, 0]);
  expect(bytesOf({ ...listens, udp: 1 })).toEqual(UNKNOWN);
});
