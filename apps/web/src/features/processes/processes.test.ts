import type { Advice } from '@netstrata/advisor/types';
import type { ProcessesReport, ProcessRow } from '@netstrata/metrics';
import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import { en } from '../../../messages/en.ts';
import {
  belongingOf,
  bytesText,
  concernedFirst,
  filesShareOf,
  matchesProcess,
  notesOf,
  statesOf,
  waitsOf,
  whichOf,
  whyNoBytes,
} from './processes.ts';

const t = createTranslator({ locale: 'en', messages: en, namespace: 'processes' });
const details = createTranslator({ locale: 'en', messages: en, namespace: 'details' });
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
  expect(belongingOf(t, row({ user: 'www', uid: 33, unit: 'nginx.service' }))).toBe('www (33) · nginx.service');
  expect(belongingOf(t, row({ uid: 999, container, pod: 'ab-1' }))).toBe('uid 999 · docker 4f5b17f2c0de · pod ab-1');
  const named = { container: { ...container, name: 'web' }, pod: 'ab-1', podName: 'default/web-0' };
  expect(belongingOf(t, row(named))).toBe('docker web (4f5b17f2c0de) · pod default/web-0');
  expect(belongingOf(t, row({}))).toBe('');
});

test('of many that are called node each says what it runs', () => {
  const api = row({ name: 'node', script: '/srv/api/server.js', unit: 'api.service' });
  expect(whichOf(t, api)).toBe('server.js · api.service');
  expect(whichOf(t, row({ script: 'http.server' }))).toBe('http.server');
  expect(whichOf(t, row({ unit: 'api.service' }))).toBe('api.service');
  expect([matchesProcess(api, 'srv/api'), matchesProcess(api, 'srv/web')]).toEqual([true, false]);
});

test('open files against the limit, where both are known', () => {
  expect(filesShareOf(row({ openFiles: 512, openFilesLimit: 1024 }))).toBe(0.5);
  expect(filesShareOf(row({ openFiles: 3, openFilesLimit: 0 }))).toBe(3);
  expect(filesShareOf(row({ openFiles: 512 }))).toBe(undefined);
  expect(filesShareOf(row({ openFilesLimit: 512 }))).toBe(undefined);
});

test('sockets by state, most first', () => {
  expect(statesOf(t, row({ tcp: { listen: 2, established: 1200 }, udp: 1 }))).toEqual([
    '1.20k established',
    '2 listen',
    '1 UDP',
  ]);
});

test('what threads wait in, the network first, and what an event loop that is busy has open', () => {
  const counts = { futex: 15, epoll: 1 };
  expect(waitsOf(t, row({ waits: { counts, looked: 16 }, threads: 16, epolls: 3 }))).toEqual(['1 epoll', '15 lock']);
  expect(
    waitsOf(t, row({ waits: { counts: { running: 1 }, looked: 1 }, threads: 200, epolls: 1, ioUrings: 2 })),
  ).toEqual(['1 running', 'has epoll', 'has io_uring', '1 of 200 looked at']);
});

test('every word of a search must be known of a process, and a port is found whole', () => {
  const nginx = row({
    name: 'nginx',
    user: 'www',
    unit: 'nginx.service',
    listeners: [{ address: '::', port: 8080, queue: 0, backlog: 511 }],
  });
  const found = (search: string) => matchesProcess(nginx, search);
  expect([found(''), found('NGIN www'), found(':8080'), found('7')]).toEqual([true, true, true, true]);
  expect([found(':80'), found('nginx redis')]).toEqual([false, false]);
});

test('bytes after an overrun are a lower bound, in the table and in what is said under it', () => {
  expect(bytesText(t, 1000, false)).toBe('8.00 kbit/s');
  expect(bytesText(t, 1000, true)).toBe('≥ 8.00 kbit/s');
  expect(bytesText(t, undefined, true)).toBe(bytesText(t, undefined, false));
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
  expect(notesOf(t, details, report)).toEqual([]);
  expect(notesOf(t, details, { ...report, unownedBytesPerSecond: 1000 })).toEqual([
    expect.stringMatching(/^8\.00 kbit\/s are of/),
  ]);
  expect(notesOf(t, details, { ...report, unownedBytesPerSecond: 1000, bytesAreLowerBound: true })).toEqual([
    expect.stringMatching(/^≥ 8\.00 kbit\/s are of/),
    expect.stringContaining('lower bound'),
  ]);
});

test('bytes that nobody counts are unknown and say why, unless what is hidden is said already', () => {
  expect(whyNoBytes(t, row({ sockets: 1, udp: 1 }))).toContain('TCP connections');
  expect(whyNoBytes(t, row({ sockets: 1, txBytesPerSecond: 0, rxBytesPerSecond: 0 }))).toBe(undefined);
  expect(whyNoBytes(t, row({}))).toBe(undefined);
});

test('a process that open advice names stands above those that move more', () => {
  const rows = [row({ pid: 2 }), row({ pid: 71 }), row({ pid: 7 })];
  const advice = (parts: Partial<Advice>) => [{ title: '', why: '', where: 'web (pid 7)', ...parts } as Advice];
  const order = (parts: Partial<Advice>) => concernedFirst(rows, advice(parts)).map(({ pid }) => pid);
  expect(order({})).toEqual([7, 2, 71]);
  expect(order({ mark: {} as NonNullable<Advice['mark']> })).toEqual([2, 71, 7]);
});
