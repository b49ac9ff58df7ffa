import { expect, test, vi } from 'vitest';
import { EthtoolFamily } from '../ethtool/EthtoolFamily.ts';
import { GET } from '../ethtool/numbers.ts';
import { genericMessage, scriptedKernel, type Tree } from '../testing/genericKernel.ts';
import { openEthtoolStandardStats } from './ethtoolStandardStats.ts';

const ROOTS = { procRoot: '/proc', sysRoot: '/sys' };
const counter = (value: number) => new Uint8Array(new BigUint64Array([BigInt(value)]).buffer);
const stat = (type: number, value: number): Tree[number] => [4, [[type, counter(value)]]];
const bucket = (low: number, high: number, value: number): Tree => [
  [7, low],
  [8, high],
  [9, counter(value)],
];
const message = (...groups: readonly Tree[]) =>
  genericMessage(33, [
    [
      2,
      [
        [1, 4],
        [2, 'eth0'],
      ],
    ],
    ...groups.map((group): Tree[number] => [4, group]),
  ]);

test('drivers that keep none have no rows, and such a host is left alone for a minute', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const kernel = scriptedKernel();
  const source = openEthtoolStandardStats(ROOTS, new EthtoolFamily(kernel.connect));
  expect(await source.read(1000)).toEqual([]);
  expect(await source.read(1000)).toEqual([]);
  expect(kernel.seen).toMatchObject({ opened: 1, closed: 1 });
  vi.advanceTimersByTime(60_001);
  await source.read(1000);
  vi.useRealTimers();
  expect(kernel.seen).toMatchObject({ opened: 2, closed: 2 });
});

test('counters carry the names that ethtool prints, each time anew', async () => {
  const answer = message(
    [[2, 1], [3, 18], stat(0, 7), stat(4, 2 ** 33), stat(99, 1), stat(1, 0)],
    [[2, 0], stat(0, 3)],
    [
      [2, 3],
      [3, 20],
      stat(3, 5),
      [5, bucket(0, 64, 8)],
      [5, bucket(65, 127, 9)],
      [6, bucket(1519, 0, 10)],
      [6, [[7, 1]]],
    ],
    [[2, 77], stat(0, 1)],
  );
  const kernel = scriptedKernel((command) => (command === GET.stats ? [answer] : undefined));
  const source = openEthtoolStandardStats(ROOTS, new EthtoolFamily(kernel.connect));
  await source.read(1000);
  expect((await source.read(1000)).map(({ device, statistic, value }) => [device, statistic, value])).toEqual([
    ['eth0', 'eth-mac-FramesTransmittedOK', 7],
    ['eth0', 'eth-mac-FrameCheckSequenceErrors', 2 ** 33],
    ['eth0', 'eth-mac-SingleCollisionFrames', 0],
    ['eth0', 'eth-phy-SymbolErrorDuringCarrier', 3],
    ['eth0', 'rmon-etherStatsJabbers', 5],
    ['eth0', 'rx-rmon-etherStatsPkts64Octets', 8],
    ['eth0', 'rx-rmon-etherStatsPkts65to127Octets', 9],
    ['eth0', 'tx-rmon-etherStatsPkts1519toMaxOctets', 10],
  ]);
  expect(kernel.seen.requests.filter(({ command }) => command === GET.strset)).toHaveLength(1);
});

test('a kernel that has no such statistics is one that cannot', async () => {
  const kernel = scriptedKernel((command) => (command === GET.stats ? { errno: 95 } : undefined));
  const source = openEthtoolStandardStats(ROOTS, new EthtoolFamily(kernel.connect));
  await expect(source.read(1000)).rejects.toMatchObject({
    code: 'unsupported',
    path: 'NETLINK_GENERIC ethtool statistics',
  });
  expect(kernel.seen).toMatchObject({ opened: 1, closed: 1 });
});
