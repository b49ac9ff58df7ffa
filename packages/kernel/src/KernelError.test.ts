import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KernelError, toKernelError } from './KernelError.ts';

test('says operation, path, reason and detail in one line', () => {
  const error = new KernelError({ code: 'timed-out', operation: 'read', path: '/proc/net/dev', detail: '500 ms' });
  expect(String(error)).toBe('KernelError: read /proc/net/dev: the kernel did not answer in time (500 ms)');
  expect(error).toMatchObject({ code: 'timed-out', operation: 'read', path: '/proc/net/dev', detail: '500 ms' });
  expect(new KernelError({ code: 'closed', operation: 'read', path: 'x' }).message).toBe('read x: it was closed');
});

test('keeps the cause', () => {
  try {
    readFileSync('/proc/nonexistent');
  } catch (cause) {
    const error = toKernelError(cause, 'read', '/proc/nonexistent');
    expect(error).toMatchObject({ code: 'not-found', detail: 'ENOENT', cause });
    expect(toKernelError(error, 'other', 'elsewhere')).toBe(error);
  }
  expect.assertions(2);
});

test.each([
  ['EACCES', 'permission'],
  ['EPERM', 'permission'],
  ['ENODEV', 'vanished'],
  ['ESRCH', 'vanished'],
  ['EIO', 'unreadable'],
])('%s means %s', (errno, code) => {
  expect(toKernelError(Object.assign(new Error(errno), { code: errno }), 'read', 'x').code).toBe(code);
});

test('takes whatever is thrown', () => {
  expect(toKernelError('a word', 'read', 'x')).toMatchObject({ code: 'unreadable', detail: 'a word' });
});
