import { expect, test } from 'vitest';
import { EthtoolFamily } from '../ethtool/EthtoolFamily.ts';
import { GET } from '../ethtool/numbers.ts';
import { genericMessage, scriptedKernel, type Tree } from '../testing/genericKernel.ts';
import { openEthtoolPauseStats } from './ethtoolPauseStats.ts';

const ROOTS = { procRoot: '/proc', sysRoot: '/sys' };
const counter = (value: number) => new Uint8Array(new BigUint64Array([BigInt(value)]).buffer);
const pause = (device: string, stats: Tree) =>
  genericMessage(22, [
    [
      1,
      [
        [1, 4],
        [2, device],
      ],
    ],
    [3, Uint8Array.of(1)],
    [5, stats],
  ]);

test('pause frames of the devices that count them; what is not counted is unknown', async () => {
  const kernel = scriptedKernel((command) =>
    command !== GET.pause
      ? undefined
      : [
          pause('eth0', [
            [2, counter(5)],
            [3, counter(2 ** 40)],
          ]),
          pause('eth1', [[3, counter(0)]]),
          pause('eth2', []),
          genericMessage(22, [
            [
              1,
              [
                [1, 7],
                [2, 'eth3'],
              ],
            ],
            [3, Uint8Array.of(1)],
          ]),
        ],
  );
  const source = openEthtoolPauseStats(ROOTS, new EthtoolFamily(kernel.connect));
  expect(await source.read(1000)).toEqual([
    { device: 'eth0', txFrames: 5, rxFrames: 2 ** 40 },
    { device: 'eth1', txFrames: undefined, rxFrames: 0 },
  ]);
});
