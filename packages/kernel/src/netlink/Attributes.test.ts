import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attributesOf, treeBytes } from '../testing/genericKernel.ts';

const bytes = treeBytes([
  [1, Uint8Array.of(200)],
  [2, 70_000],
  [3, 'eth0'],
  [
    4,
    [
      [1, [[1, 10]]],
      [2, 0],
      [1, [[1, 20]]],
    ],
  ],
  [5, Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0)],
  [2, 80_000],
]);

test('are found by type, in nests too; the last of two counts', () => {
  const attributes = attributesOf(bytes);
  expect(attributes.damaged).toBe(false);
  expect([attributes.u8(1), attributes.u32(2), attributes.u16(2)]).toEqual([200, 80_000, 80_000 - 65_536]);
  expect([attributes.text(3), attributes.u64(5)]).toEqual(['eth0', 2 * 2 ** 32 + 1]);
  const nest = attributes.nested(4);
  expect([...(nest?.each(1) ?? [])].map((each) => each.u32(1))).toEqual([10, 20]);
  expect([...attributes.counters()].filter(([type]) => type === 5)).toEqual([[5, 2 * 2 ** 32 + 1]]);
});

test('that are missing or too short are unknown', () => {
  const attributes = attributesOf(bytes);
  expect([attributes.u8(9), attributes.text(9), attributes.nested(9), attributes.bytes(9)]).toEqual(
    Array(4).fill(undefined),
  );
  expect([attributes.u16(1), attributes.u32(1), attributes.u64(2)]).toEqual(Array(3).fill(undefined));
});

test('cut anywhere, what is whole counts and nothing behind the cut', () => {
  for (let length = 0; length < bytes.length; length++) {
    const attributes = attributesOf(bytes.subarray(0, length));
    expect([undefined, 70_000, 80_000]).toContain(attributes.u32(2));
    expect([undefined, 'eth0']).toContain(attributes.text(3));
    for (const each of attributes.nested(4)?.each(1) ?? []) expect([10, 20, undefined]).toContain(each.u32(1));
  }
});

test('random bytes end the walk at the latest with themselves', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (random) => {
      const attributes = attributesOf(random);
      for (let type = 0; type < 8; type++) {
        expect((attributes.bytes(type)?.length ?? 0) <= random.length).toBe(true);
        for (const inner of attributes.each(type)) inner.u64(1);
      }
    }),
  );
});
