import { expect, it } from 'vitest';
import { unknownStretches, withGaps } from './withGaps.ts';

const at = (timeMs: number, value: number | null) => ({ timeMs, value, low: value, high: value });

it('leaves out what is not known of a series that is measured seldom, and breaks the line where it is known for long', () => {
  const points = [at(0, 1), at(1, null), at(2, 2), at(3, null), at(4, 3), at(5, null), at(20, 4), at(22, 5)];
  expect(withGaps(points)).toEqual([at(0, 1), at(2, 2), at(4, 3), at(6, null), at(20, 4), at(22, 5)]);
});

it('has nothing of nothing, and one point of one', () => {
  expect(withGaps([])).toEqual([]);
  expect(withGaps([at(0, null), at(1, 7)])).toEqual([at(1, 7)]);
});

it('tells where nothing is known: before the first, in a hole, and since the last', () => {
  const series = (...times: readonly number[]) => ({ id: '', name: '', points: times.map((timeMs) => at(timeMs, 1)) });
  const time = { fromMs: 0, toMs: 100 };
  expect(unknownStretches([series(50, 51, 52, 70, 71, 72)], time)).toEqual([
    { fromMs: 0, toMs: 50 },
    { fromMs: 53, toMs: 70 },
    { fromMs: 73, toMs: 100 },
  ]);
  expect(unknownStretches([series(2, 30, 60), series(45, 75, 90)], time)).toEqual([]);
  expect(unknownStretches([series()], time)).toEqual([]);
});
