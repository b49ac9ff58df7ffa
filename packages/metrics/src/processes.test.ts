import { expect, test } from 'vitest';
import { unevenness } from './processes.ts';

test.each([
  [[10, 10, 10, 10], 0],
  [[40, 0, 0, 0], 1],
  [[20, 10, 5, 5], 1 / 3],
  [[30, 10], 0.5],
  [[10], undefined],
  [[], undefined],
  [[31, 0, 0, 0], undefined],
  [[0, 0], undefined],
])('%j is uneven by %s', (counts, share) => {
  if (share === undefined) expect(unevenness(counts)).toBe(undefined);
  else expect(unevenness(counts)).toBeCloseTo(share, 12);
});
