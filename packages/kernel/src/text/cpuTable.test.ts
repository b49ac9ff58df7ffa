import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseCpuTable, sumOf } from './cpuTable.ts';

const PATH = '/proc/net/stat/any';
const parse = (text: string) => parseCpuTable(PATH, text);

test('finds columns by name, whatever their order and the space between them', () => {
  const { rows } = parse('entries  drop found\n0000000a   00000001 00000002\n0000000a 00000003  00000004 \n');
  expect(rows.map((row) => [row('entries'), row('found'), row('drop')])).toEqual([
    [10, 2, 1],
    [10, 4, 3],
  ]);
});

test('a column that is not there is unknown, and so is its sum', () => {
  const table = parse('entries drop\n00000001 00000002\n00000001 00000003\n');
  expect(table.rows[0]?.('early_drop')).toBeUndefined();
  expect(sumOf(table, 'early_drop')).toBeUndefined();
  expect(sumOf(table, 'drop')).toBe(5);
});

test('words grow beyond eight digits when a 64-bit kernel counts past 2^32', () => {
  expect(parse('entries lookups\n00000001 100000000\n').rows[0]?.('lookups')).toBe(2 ** 32);
  expect(sumOf(parse('entries lookups\n00000001 ffffffffffffffff\n'), 'lookups')).toBe(2 ** 64);
});

test.each([
  ['', 'it is empty'],
  ['entries drop', 'it ends inside the line "entries drop"'],
  ['entries drop\n', 'it has no CPU'],
  ['\n00000001\n', '"" does not name the columns'],
  ['drop entries\n00000001 00000001\n', '"drop entries" does not name the columns'],
  ['00000001 00000001\n00000001 00000001\n', '"00000001 00000001" does not name the columns'],
  ['entries entries\n00000001 00000001\n', '"entries entries" names a column twice'],
  ['entries drop\n00000001\n', 'row 0 has 1 columns under 2 names'],
  ['entries drop\n00000001 00000001 00000001\n', 'row 0 has 3 columns under 2 names'],
  ['entries drop\n00000001 00000001\n\n', 'row 1 has 0 columns under 2 names'],
  ['entries drop\n00000001 0000001\n', 'row 0 is not words of 8 to 16 hex digits: "00000001 0000001"'],
  ['entries drop\n00000001 0000000A\n', 'row 0 is not words of 8 to 16 hex digits: "00000001 0000000A"'],
  ['entries drop\n00000001 -0000001\n', 'row 0 is not words of 8 to 16 hex digits: "00000001 -0000001"'],
  ['entries drop\n00000001\t00000001\n', 'row 0 is not words of 8 to 16 hex digits: "00000001\\t00000001"'],
  [
    `entries drop\n00000001 1${'0'.repeat(16)}\n`,
    'row 0 is not words of 8 to 16 hex digits: "00000001 10000000000000000"',
  ],
])('refuses %j', (text, detail) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'malformed', path: PATH, detail }));
});

test('never invents a number', () => {
  const names = ['entries', 'allocs', 'lookups', 'drop', 'invalid', 'search_restart', 'table_fulls'];
  for (const good of [fixture('arp_cache'), fixture('nf_conntrack')]) {
    expectNoInvention({
      parse: (text) => parse(text).rows.map((row) => names.map(row)),
      good,
      digitsOf: (value) => value.toString(16).padStart(8, '0'),
    });
  }
});
