import { expect, test } from 'vitest';
import { valueTicks } from './valueTicks.ts';

test.each([
  ['segments', 0, 380, 'segments/s', [0, 100, 200, 300, 400]],
  ['memory in powers of two', 0, 3_000_000, 'bytes', [0, 1_048_576, 2_097_152, 3_145_728]],
  ['bytes a second as bit/s', 0, 1.1e6, 'bytes/s', [0, 625_000, 1_250_000]],
  ['a share', 0.4, 0.9, 'share', [0, 0.5, 1]],
  ['below zero', -30, 50, 'count', [-40, -20, 0, 20, 40, 60]],
  ['nothing', 0, 0, 'events/s', [0, 0.5]],
] as const)('%s', (_name, low, high, unit, ticks) => {
  expect(valueTicks(low, high, unit)).toEqual(ticks);
});
