import { expect, test } from 'vitest';
import { tunable } from './catalog.ts';
import { defaultOn, type Machine } from './defaultOn.ts';

const GIB = 2 ** 30;
const on = (name: string, machine: Partial<Machine>) => {
  const entry = tunable(name);
  if (entry === undefined) throw new Error(`no ${name}`);
  return defaultOn(entry, { memTotalBytes: 16 * GIB, pageSizeBytes: 4096, kernelRelease: '6.18.44-lab', ...machine });
};

test('buffers that are derived from memory are at their most on a machine that has enough', () => {
  expect(on('net.ipv4.tcp_wmem', {})).toBe('4096 16384 4194304');
  expect(on('net.ipv4.tcp_wmem', { memTotalBytes: GIB, kernelRelease: '5.4.0' })).toBe('4096 16384 4194304');
  expect(on('net.ipv4.tcp_rmem', {})).toBe('4096 131072 33554432');
  expect(on('net.ipv4.tcp_rmem', { kernelRelease: '7.0.1' })).toBe('4096 131072 33554432');
});

test('what is not certain is not told', () => {
  expect(on('net.ipv4.tcp_wmem', { memTotalBytes: GIB - 1 })).toBe(undefined);
  expect(on('net.ipv4.tcp_wmem', { pageSizeBytes: 65_536 })).toBe(undefined);
  expect(on('net.ipv4.tcp_rmem', { memTotalBytes: 4 * GIB })).toBe(undefined);
  expect(on('net.ipv4.tcp_rmem', { kernelRelease: '6.12.9' })).toBe(undefined);
  expect(on('net.ipv4.tcp_rmem', { kernelRelease: 'unknown' })).toBe(undefined);
  expect(on('net.ipv4.tcp_mem', {})).toBe(undefined);
});

test('a default that is fixed is that on every machine', () => {
  expect(on('net.core.somaxconn', { memTotalBytes: 1 })).toBe('4096');
});
