import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseBootId, readBootId } from './bootId.ts';

test('gives the id of this boot', () => {
  expect(readBootId()).toBe(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  expect(readBootId()).toMatch(/^[0-9a-f-]{36}$/);
});

test.each([
  '',
  'fc67ff5d',
  'FC67FF5D-399C-4055-968B-2A33E8B7AF97\n',
  'fc67ff5d-399c-4055-968b-2a33e8b7af9\n',
  'fc67ff5d-399c-4055-968b-2a33e8b7af97x',
])('refuses %j', (text) => {
  expect(() => parseBootId(text)).toThrow(expect.objectContaining({ code: 'malformed' }));
});

test('says so where there is no /proc', () => {
  expect(() => readBootId('/nonexistent')).toThrow(expect.objectContaining({ code: 'not-found' }));
});
