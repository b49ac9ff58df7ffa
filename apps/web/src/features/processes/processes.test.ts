import type { ProcessesReport, ProcessRow } from '@netstrata/metrics';
import { expect, test } from 'vitest';
import { belongingOf, bytesText, filesShareOf, notesOf, queuesOf, statesOf, waitsOf } from './processes.ts';

const row = (parts: Partial<ProcessRow>): ProcessRow => ({
  pid: 7,
  name: 'web',
  tcp: {},
  udp: 0,
  listeners: [],
  listenerCount: 0,
  waits: { counts: {}, looked: 0 },
  ...parts,
});

test('a process belongs to a user, a unit, a container and a pod, as far as they are known', () => {
  const container = { runtime: 'docker', id: '4f5b17f2c0de' };
  expect(belongingOf(row({ user: 'www', uid: 33, unit: 'nginx.service' }))).toBe('www (33) · nginx.service');
  expect(belongingOf(row({ uid: 999, container, pod: 'ab-1' }))).toBe('uid 999 · docker 4f5b17f2c0de · pod ab-1');
  const named = { container: { ...container, name: 'web' }, pod: 'ab-1', podName: 'default/web-0' };
  expect(belongingOf(row(named))).toBe('docker web (4f5b17f2c0de) · pod default/web-0');
  expect(belongingOf(row({}))).toBe('');
});

test('open files against the limit, where both are known', () => {
  expect(filesShareOf(row({ openFiles: 512, openFilesLimit: 1024 }))).toBe(0.5);
  expect(filesShareOf(row({ openFiles: 3, openFilesLimit: 0 }))).toBe(3);
  expect(filesShareOf(row({ openFiles: 512 }))).toBe(undefined);
  expect(filesShareOf(row({ openFilesLimit: 512 }))).toBe(undefined);
});

test('sockets by state, most first', () => {
  expect(statesOf(row({ tcp: { listen: 2, established: 1200 }, udp: 1 }))).toBe('1.20k established, 2 listen, 1 UDP');
});

test('what threads wait in, the network first, and what an event loop that is busy has open', () => {
  const counts = { futex: 15, epoll: 1 };
  expect(waitsOf(row({ waits: { counts, looked: 16 }, threads: 16, epolls: 3 }))).toBe('1 epoll, 15 lock');
  expect(waitsOf(row({ waits: { counts: { running: 1 }, looked: 1 }, threads: 200, epolls: 1, ioUrings: 2 }))).toBe(
    '1 running, has epoll, has io_uring, 1 of 200 looked at',
  );
});

test('accept queues of one port, fullest first', () => {
  const group = { address: '::', port: 80, socketCount: 3, servers: [], serverCount: 0 };
  const socketsOf = (...pairs: [number, number][]) => pairs.map(([queue, backlog]) => ({ queue, backlog }));
  expect(queuesOf({ ...group, sockets: socketsOf([0, 128], [129, 128], [3, 128]) })).toEqual({
    queues: '129 3 0',
    backlog: '128',
  });
  expect(queuesOf({ ...group, sockets: socketsOf([0, 5], [0, 128]) }).backlog).toBe('5–128');
});

test('bytes after an overrun are a lower bound, in the table and in what is said under it', () => {
  expect(bytesText(1000, false)).toBe('8.00 kbit/s');
  expect(bytesText(1000, true)).toBe('≥ 8.00 kbit/s');
  expect(bytesText(undefined, true)).toBe(bytesText(undefined, false));
  const report: ProcessesReport = {
    timeMs: 0,
    processes: 0,
    rows: [],
    groups: [],
    groupCount: 0,
    withoutProcess: 0,
    unowned: 0,
    unreadable: 0,
    costMs: 1,
  };
  expect(notesOf(report)).toEqual([]);
  expect(notesOf({ ...report, unownedBytesPerSecond: 1000 })).toEqual([expect.stringMatching(/^8\.00 kbit\/s are of/)]);
  expect(notesOf({ ...report, unownedBytesPerSecond: 1000, bytesAreLowerBound: true })).toEqual([
    expect.stringMatching(/^≥ 8\.00 kbit\/s are of/),
    expect.stringContaining('lower bound'),
  ]);
});
