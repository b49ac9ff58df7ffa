import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attributesOf, type Tree, treeBytes } from '../testing/genericKernel.ts';
import { parseEee, parseFec, parseModes, parsePrivateFlags } from './linkModes.ts';

const of = (tree: Tree) => attributesOf(treeBytes(tree));
const byte = (value: number) => Uint8Array.of(value);
/** Names as the kernel has them by their numbers. */
const NAMES = new Map([
  [0, '10baseT/Half'],
  [5, '1000baseT/Full'],
  [6, 'Autoneg'],
  [13, 'Pause'],
  [31, '25000baseCR/Full'],
  [49, 'None'],
  [50, 'RS'],
  [51, 'BASER'],
]);
/** A compact bitset of 92 bits; without a mask it is a list. */
function bitset(values: readonly number[], mask?: readonly number[]): Tree {
  const words = (bits: readonly number[]) => {
    const bytes = new Uint8Array(12);
    for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
    return bytes;
  };
  const form: Tree = mask === undefined ? [[1, new Uint8Array()]] : [[5, words(mask)]];
  return [[2, 92], [4, words(values)], ...form];
}

test('what a device can do, what it offers, and what the other end offers', () => {
  const modes = of([
    [3, bitset([5, 6, 31], [0, 5, 6, 13, 31, 50])],
    [4, bitset([5, 13])],
  ]);
  expect(parseModes(modes, NAMES)).toEqual({
    supportedModes: ['10baseT/Half', '1000baseT/Full', 'Autoneg', 'Pause', '25000baseCR/Full', 'RS'],
    advertisedModes: ['1000baseT/Full', 'Autoneg', '25000baseCR/Full'],
    peerModes: ['1000baseT/Full', 'Pause'],
  });
});

test('no modes, modes without a name, and another form of bitset are none', () => {
  const none = { supportedModes: undefined, advertisedModes: undefined, peerModes: undefined };
  expect(parseModes(of([]), NAMES)).toEqual(none);
  expect(parseModes(of([[3, bitset([], [])]]), NAMES)).toEqual(none);
  expect(parseModes(of([[3, bitset([90], [90])]]), NAMES)).toEqual(none);
  expect(parseModes(of([[3, [[3, [[1, [[1, 5]]]]]]]]), NAMES)).toEqual(none);
  expect(parseModes(of([[3, bitset([5], [5])]]), new Map())).toEqual(none);
});

test('error correction: what may be used, and what is', () => {
  const fec = of([
    [2, bitset([50, 51])],
    [3, byte(1)],
    [4, 50],
  ]);
  expect(parseFec(fec, NAMES)).toEqual({ configured: ['RS', 'BASER'], auto: true, active: 'RS' });
  // Of the whole link first, then of two lanes.
  const counts = (...values: bigint[]) => new Uint8Array(new BigUint64Array(values).buffer);
  const counted = of([
    [
      5,
      [
        [2, counts(300n, 100n, 200n)],
        [3, counts(2n)],
      ],
    ],
  ]);
  expect(parseFec(counted, NAMES)).toMatchObject({
    correctedBlocks: 300,
    uncorrectableBlocks: 2,
    correctedBits: undefined,
  });
  // Off while there is no link.
  expect(parseFec(of([[3, byte(0)]]), NAMES)).toEqual({ configured: [], auto: false, active: undefined });
  expect(parseFec(of([[4, 77]]), NAMES)).toEqual({ configured: [], auto: undefined, active: undefined });
});

test('energy-efficient Ethernet, agreed on and not', () => {
  const eee = of([
    [2, bitset([5], [0, 5])],
    [3, bitset([5])],
    [4, byte(1)],
    [5, byte(1)],
    [6, byte(0)],
    [7, 30],
  ]);
  expect(parseEee(eee, NAMES)).toEqual({
    enabled: true,
    active: true,
    supportedModes: ['10baseT/Half', '1000baseT/Full'],
    advertisedModes: ['1000baseT/Full'],
    peerModes: ['1000baseT/Full'],
    txLpi: false,
    txLpiTimerUs: 30,
  });
  expect(parseEee(of([[5, byte(0)]]), NAMES)).toMatchObject({
    enabled: false,
    active: undefined,
    txLpiTimerUs: undefined,
  });
});

test('private flags with the names that came with them; one without a name is none', () => {
  const on: Tree[number] = [3, new Uint8Array()];
  const bit = (index: number, name: string, ...more: Tree): Tree[number] => [1, [[1, index], [2, name], ...more]];
  const flags = of([
    [
      2,
      [
        [2, 3],
        [3, [bit(0, 'legacy-rx'), bit(1, 'link-down-on-close', on), bit(2, '', on), [1, [[1, 3]]]]],
      ],
    ],
  ]);
  expect(parsePrivateFlags(flags)).toEqual([
    { name: 'legacy-rx', on: false },
    { name: 'link-down-on-close', on: true },
  ]);
  expect(parsePrivateFlags(of([]))).toEqual([]);
  const many: Tree = Array.from({ length: 100 }, (_, n) => bit(n, `flag-${n}`));
  expect(parsePrivateFlags(of([[2, [[3, many]]]]))).toHaveLength(64);
});

test('whatever comes, something comes out', () => {
  const tree = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.array(
      fc.tuple(fc.integer({ min: 0, max: 9 }), fc.oneof(fc.uint8Array({ maxLength: 24 }), fc.nat(100), tie('tree'))),
      { maxLength: 6, depthIdentifier: 'tree' },
    ) as fc.Arbitrary<Tree>,
  })).tree;
  fc.assert(
    fc.property(tree, (attributes) => {
      expect(parseFec(of(attributes), NAMES).configured).toBeInstanceOf(Array);
      expect(parsePrivateFlags(of(attributes))).toBeInstanceOf(Array);
      expect(Object.keys(parseEee(of(attributes), NAMES))).toHaveLength(7);
      expect(Object.keys(parseModes(of(attributes), NAMES))).toHaveLength(3);
    }),
  );
});
