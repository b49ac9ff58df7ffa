import { expect, test } from 'vitest';
import { isKernelThread, parseIsKernelThread } from './isKernelThread.ts';

test.each([
  ['2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0', true],
  ['1 (systemd) S 0 1 1 0 -1 4194560 0 0 0', false],
  // Whoever names itself so is a program still.
  ['700 (a) S 0 0 0 0 -1 2129984) S 1 700 700 0 -1 4194304 0', false],
  ['700 (torn', false],
  ['', false],
])('%j is a thread of the kernel: %j', (stat, is) => expect(parseIsKernelThread(stat)).toBe(is));

test('this process is none, nor is one that is gone', () => {
  expect(isKernelThread('/proc', process.pid)).toBe(false);
  expect(isKernelThread('/nowhere', 1)).toBe(false);
});
