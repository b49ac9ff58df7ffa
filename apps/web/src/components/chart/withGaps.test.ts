import { expect, it } from 'vitest';
import { withGaps } from './withGaps.ts';

const at = (timeMs: number, value: number | null) => ({ timeMs, value, low: value, high: value });

it('leaves out what is not known of a series that is measured seldom, and breaks the line where it is known for long', () => {
  const points = [at(0, 1), at(1, null), at(2, 2), at(3, null), at(4, 3), at(5, null), at(20, 4), at(22, 5)];
  expect(withGaps(points)).toEqual([at(0, 1), at(2, 2), at(4, 3), at(6, null), at(20, 4), at(22, 5)]);
});

it('has nothing of nothing, and one point of one', () => {
  expect(withGaps([])).toEqual([]);
  expect(withGaps([at(0, null), at(1, 7)])).toEqual([at(1, 7)]);
});
