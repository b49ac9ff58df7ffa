import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributesOf, type Tree, treeBytes } from '../testing/genericKernel.ts';
import {
  parseChannels,
  parseCoalesce,
  parseFeatures,
  parseLinkInfo,
  parseLinkModes,
  parseLinkState,
  parsePause,
  parseRings,
} from './sections.ts';

const of = (tree: Tree) => attributesOf(treeBytes(tree));
const byte = (value: number) => Uint8Array.of(value);

describe('the link', () => {
  test('with everything a driver can tell', () => {
    const modes = of([
      [2, byte(1)],
      [5, 25_000],
      [6, byte(1)],
      [9, 1],
    ]);
    expect(parseLinkModes(modes)).toEqual({ speedMbit: 25_000, duplex: 'full', autoneg: true, lanes: 1 });
    expect(
      parseLinkInfo(
        of([
          [2, byte(3)],
          [6, byte(1)],
        ]),
      ),
    ).toEqual({ port: 'FIBRE', transceiver: 'external' });
    expect(
      parseLinkState(
        of([
          [2, byte(0)],
          [5, byte(4)],
        ]),
      ),
    ).toEqual({ detected: false, downReason: 'No cable' });
  });

  test.each([0, 0xffff, 0xffff_ffff])('a speed of %i is unknown', (speed) => {
    expect(
      parseLinkModes(
        of([
          [5, speed],
          [6, byte(0xff)],
          [2, byte(2)],
        ]),
      ),
    ).toEqual({
      speedMbit: undefined,
      duplex: undefined,
      autoneg: undefined,
      lanes: undefined,
    });
  });

  test('a port and a reason that this product does not know are unknown', () => {
    expect(
      parseLinkInfo(
        of([
          [2, byte(0xef)],
          [6, byte(2)],
        ]),
      ),
    ).toEqual({ port: undefined, transceiver: undefined });
    expect(
      parseLinkState(
        of([
          [2, byte(1)],
          [5, byte(77)],
        ]),
      ),
    ).toEqual({ detected: true, downReason: undefined });
  });
});

test('rings and channels: what is absent is not supported, what is 0 is 0', () => {
  const rings = of([
    [2, 4096],
    [5, 4096],
    [6, 512],
    [9, 0],
    [10, 2048],
    [11, byte(2)],
    [13, byte(1)],
  ]);
  const none = { current: undefined, max: undefined };
  expect(parseRings(rings)).toEqual({
    rx: { current: 512, max: 4096 },
    rxMini: none,
    rxJumbo: none,
    tx: { current: 0, max: 4096 },
    rxBufLenBytes: 2048,
    cqeSizeBytes: undefined,
    txPush: true,
    tcpDataSplit: true,
  });
  expect(
    parseChannels(
      of([
        [4, 1],
        [5, 63],
        [8, 1],
        [9, 8],
      ]),
    ),
  ).toEqual({
    rx: none,
    tx: none,
    other: { current: 1, max: 1 },
    combined: { current: 8, max: 63 },
  });
});

test('coalescing lists what the driver has, switches as such', () => {
  expect(
    parseCoalesce(
      of([
        [2, 50],
        [3, 0],
        [11, byte(1)],
        [12, byte(0)],
        [23, 5],
        [25, byte(1)],
        [28, 9],
        [99, 1],
      ]),
    ),
  ).toEqual([
    { name: 'rx-usecs', value: 50 },
    { name: 'rx-frames', value: 0 },
    { name: 'adaptive-rx', value: true },
    { name: 'adaptive-tx', value: false },
    { name: 'sample-interval', value: 5 },
    { name: 'cqe-mode-rx', value: true },
    { name: 'tx-aggr-time-usecs', value: 9 },
  ]);
});

test('pause is on, off, or not said', () => {
  expect(
    parsePause(
      of([
        [2, byte(1)],
        [3, byte(0)],
      ]),
    ),
  ).toEqual({ autoneg: true, rx: false, tx: undefined });
});

describe('features', () => {
  const names = new Map([
    [0, 'tx-scatter-gather'],
    [1, ''],
    [2, 'rx-lro'],
    [40, 'rx-checksum'],
  ]);
  const bits = (...set: readonly number[]): Tree => {
    const value = new Uint8Array(8);
    for (const bit of set) value[bit >> 3] = (value[bit >> 3] ?? 0) | (1 << (bit & 7));
    return [
      [2, 64],
      [4, value],
    ];
  };

  test('are on, wanted, fixed', () => {
    const features = of([
      [2, bits(0, 40)],
      [3, bits(0, 40)],
      [4, bits(0, 1)],
      [5, bits(0)],
    ]);
    expect(parseFeatures(features, names)).toEqual([
      { name: 'tx-scatter-gather', on: true, wanted: true, fixed: true },
      { name: 'rx-lro', on: false, wanted: false, fixed: true },
      { name: 'rx-checksum', on: false, wanted: true, fixed: false },
    ]);
  });

  test('are unknown where a bitset is missing or in another form', () => {
    expect(
      parseFeatures(
        of([
          [2, bits(0)],
          [3, bits()],
          [4, bits()],
        ]),
        names,
      ),
    ).toBeUndefined();
    expect(
      parseFeatures(
        of([
          [2, bits(0)],
          [3, bits()],
          [4, bits()],
          [
            5,
            [
              [2, 64],
              [3, []],
            ],
          ],
        ]),
        names,
      ),
    ).toBeUndefined();
  });

  test('a size that the bits do not fill claims none', () => {
    const short: Tree = [
      [2, 0xffff_ffff],
      [4, byte(0xff)],
    ];
    const features = of([
      [2, short],
      [3, short],
      [4, short],
      [5, short],
    ]);
    expect(parseFeatures(features, names)?.map(({ on }) => on)).toEqual([true, true, false]);
  });
});

test('random and cut attributes never fail, and give numbers of their bytes only', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
      const attributes = attributesOf(bytes);
      for (const parse of [
        parseLinkState,
        parseLinkModes,
        parseLinkInfo,
        parseRings,
        parseChannels,
        parseCoalesce,
        parsePause,
      ])
        parse(attributes);
      parseFeatures(attributes, new Map([[0, 'a']]));
    }),
  );
});
