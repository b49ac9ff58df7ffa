import { expect, test } from 'vitest';
import { minutesOf, ticksOf } from './chartScale.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

test.each([
  ['decimal', { up: 190, down: 191 }, 'segments/s', [-200, -100, 0, 100, 200]],
  ['only the side that needs it', { up: 40, down: 1100 }, 'packets/s', [-2000, -1000, 0, 1000]],
  ['memory in powers of 1024', { up: 300 * KIB, down: 3.9 * MIB }, 'bytes', [-4 * MIB, -2 * MIB, 0, 2 * MIB]],
  ['MiB after 512 KiB', { up: 900 * KIB, down: 0 }, 'bytes', [-512 * KIB, 0, 512 * KIB, MIB]],
  ['bytes a second as bit/s', { up: 2.4e6, down: 1e5 }, 'bytes/s', [-1.25e6, 0, 1.25e6, 2.5e6]],
  ['an idle machine', { up: 0, down: 0 }, 'packets/s', [-5, 0, 5]],
  ['nothing known', { up: null, down: null }, 'connections/s', [-0.5, 0, 0.5]],
] as const)('marks are round: %s', (_name, peaks, unit, ticks) => {
  expect(ticksOf(peaks, unit)).toEqual(ticks);
});

test('times are marked at whole minutes', () => {
  const at = (timeMs: number) => ({ timeMs, down: null, up: null });
  expect(minutesOf([at(59_000), at(61_000), at(180_000)])).toEqual([60_000, 120_000, 180_000]);
  expect(minutesOf([at(61_000), at(119_000)])).toEqual([]);
  expect(minutesOf([])).toEqual([]);
});
