import { expect, test } from 'vitest';
import { growthOf } from './growth.ts';

const looks = (rssMb: readonly number[]) =>
  rssMb.map((mb, index) => ({ minute: index + 1, rssMb: mb, watched: false }));

test('growth is that of the second half, an hour', () => {
  expect(growthOf(looks([90, 80, 75, 72, 70, 71, 72, 73]))).toBeCloseTo(60);
  expect(growthOf(looks([60, 65, 70, 71, 70, 70, 70, 70]))).toBeCloseTo(0);
});

test('too few looks tell nothing', () => {
  expect(growthOf([])).toBeUndefined();
  expect(growthOf(looks([70, 71, 72, 73, 74, 75]))).toBeUndefined();
});
