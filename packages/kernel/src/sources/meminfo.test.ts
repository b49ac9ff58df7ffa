import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseMeminfo } from './meminfo.ts';

const good = fixture('meminfo');

test('gives bytes', () => {
  expect(parseMeminfo(good)).toEqual({ memTotalBytes: 25_276_026_880, memAvailableBytes: 24_473_260_032 });
});

test('leaves MemAvailable undefined before Linux 3.14', () => {
  expect(parseMeminfo('MemTotal:        8 kB\nMemFree:         4 kB\n')).toEqual({
    memTotalBytes: 8192,
    memAvailableBytes: undefined,
  });
});

test.each([
  ['MemFree: 1 kB\n', 'MemTotal is missing'],
  ['MemTotal: 1 MB\n', '"MemTotal: 1 MB" is not a size in kB'],
  ['MemTotal: 1\n', '"MemTotal: 1" is not a size in kB'],
  ['MemTotal: one kB\n', '"one" is not a counter'],
])('refuses %j', (text, detail) => {
  expect(() => parseMeminfo(text)).toThrow(expect.objectContaining({ code: 'malformed', detail }));
});

test('never invents a number', () => {
  expectNoInvention({ parse: parseMeminfo, good, digitsOf: (bytes) => String(bytes / 1024) });
});
