import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CountTable } from './CountTable.ts';

function add(table: CountTable, key: readonly number[], amount: number): boolean {
  table.key.set(key);
  const row = table.row();
  if (row >= 0) table.add(row, Float64Array.of(0, amount));
  return row >= 0;
}

test('sums by key as a Map does, for any keys', () => {
  const word = fc.oneof(fc.nat(3), fc.integer({ min: 0, max: 0xffff_ffff }));
  const events = fc.array(fc.tuple(word, word, fc.nat(100)), { maxLength: 200 });
  fc.assert(
    fc.property(events, (all) => {
      const table = new CountTable(200, 2, 2);
      const sums = new Map<string, number>();
      for (const [high, low, amount] of all) {
        expect(add(table, [high, low], amount)).toBe(true);
        const key = `${high},${low}`;
        sums.set(key, (sums.get(key) ?? 0) + amount);
      }
      const rows = Array.from(
        { length: table.size },
        (_, row) => [table.keyOf(row).join(), table.sum(row, 1)] as const,
      );
      expect(new Map(rows)).toEqual(sums);
    }),
  );
});

test('a full table goes on counting what it knows, and is empty after clearing', () => {
  const table = new CountTable(3, 2, 2);
  for (const low of [1, 2, 3]) add(table, [0, low], low);
  expect(add(table, [0, 4], 4)).toBe(false);
  expect(add(table, [0, 2], 10)).toBe(true);
  expect([0, 1, 2].map((row) => table.sum(row, 1))).toEqual([1, 12, 3]);
  table.clear();
  expect(table.size).toBe(0);
  expect(add(table, [0, 4], 4)).toBe(true);
  expect([table.keyOf(0).join(), table.sum(0, 0), table.sum(0, 1)]).toEqual(['0,4', 0, 4]);
});
