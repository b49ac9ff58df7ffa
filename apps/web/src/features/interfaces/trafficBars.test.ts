import { expect, test } from 'vitest';
import type { StoredBand } from '../history/storedBands.ts';
import { trafficBars } from './trafficBars.ts';

const band = (id: string, device: string, points: StoredBand['points']): StoredBand => ({
  id,
  labels: { device },
  unit: 'bytes/s',
  points,
});
const received = band('link.dev.rxBytes', 'eth0', [
  [10_000, 5, 1, 9],
  [11_000, 6, 6, 6],
  [13_000, 7, null, null],
]);

test('bars are the highest of each step, with gaps where nothing is stored', () => {
  const series = [
    received,
    band('link.dev.txBytes', 'eth0', [[11_000, 2, 1, 3]]),
    band('link.dev.rxBytes', 'eth1', [[12_000, 99, 99, 99]]),
  ];
  expect(trafficBars(series, 'eth0', { fromMs: 9500, toMs: 13_400 })).toEqual([
    { timeMs: 10_000, up: 9, down: null },
    { timeMs: 11_000, up: 6, down: 3 },
    { timeMs: 12_000, up: null, down: null },
    { timeMs: 13_000, up: 7, down: null },
  ]);
});

test('a device of which nothing is stored is unknown all the time, not still', () => {
  expect(trafficBars([received], 'eth9', { fromMs: 10_000, toMs: 11_000 })).toEqual([
    { timeMs: 10_000, up: null, down: null },
    { timeMs: 11_000, up: null, down: null },
  ]);
});

test('there is nothing to draw before there are two steps', () => {
  expect(
    trafficBars([band('link.dev.rxBytes', 'eth0', [[10_000, 5, 1, 9]])], 'eth0', { fromMs: 0, toMs: 20_000 }),
  ).toEqual([]);
});
