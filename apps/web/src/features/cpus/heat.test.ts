import { expect, it } from 'vitest';
import { fillHeat, gridOf, levelOf, peakOf, summaryOf } from './heat.ts';

const cpu = (number: string, ...points: (readonly [number, number | null])[]) => ({ labels: { cpu: number }, points });
const GRID = { fromMs: 10_000, stepMs: 2000, columns: 3 };

it('has only steps that are over, as wide as leaves them to be seen', () => {
  expect(gridOf({ fromMs: 11_999, toMs: 17_999 })).toEqual({ fromMs: 10_000, stepMs: 2000, columns: 3 });
  expect(gridOf({ fromMs: 0, toMs: 300_000 })).toMatchObject({ stepMs: 2000, columns: 150 });
  expect(gridOf({ fromMs: 0, toMs: 86_400_000 })).toMatchObject({ stepMs: 600_000, columns: 144 });
});

it('puts CPUs in the order of their numbers, and knows nothing where nothing was stored', () => {
  const heat = fillHeat(undefined, GRID, [cpu('10', [10_000, 1], [14_000, 3]), cpu('2', [12_000, 0], [14_000, null])]);
  expect(heat.rows).toEqual([
    { cpu: '2', values: [null, 0, null] },
    { cpu: '10', values: [1, null, 3] },
  ]);
  expect(peakOf(heat)).toBe(3);
});

it('moves on with time: what was known shifts, what comes is put over it', () => {
  const before = fillHeat(undefined, GRID, [cpu('0', [10_000, 1], [12_000, 2], [14_000, 3])]);
  const next = fillHeat(before, { ...GRID, fromMs: 12_000 }, [cpu('0', [14_000, 4], [16_000, 5])]);
  expect(next.rows).toEqual([{ cpu: '0', values: [2, 4, 5] }]);
  // After a pause longer than the map nothing of before is left.
  expect(fillHeat(next, { ...GRID, fromMs: 60_000 }, [cpu('0', [60_000, 7])]).rows).toEqual([
    { cpu: '0', values: [7, null, null] },
  ]);
  // Columns of another width are not mixed.
  expect(fillHeat(next, { fromMs: 12_000, stepMs: 3000, columns: 2 }, []).rows).toEqual([]);
});

it('a little is told from nothing, and more than the scale is its end', () => {
  expect([0, 0.001, 0.5, 1, 2].map((value) => levelOf(value, 1, 8))).toEqual([0, 0.3, 4, 8, 8]);
  expect(levelOf(5, 0, 8)).toBe(0);
});

it('mean and peak are of what is known', () => {
  expect(summaryOf({ cpu: '0', values: [null, 2, 4] }, GRID)).toEqual({
    cpu: '0',
    mean: 3,
    highest: 4,
    highestMs: 14_000,
  });
  expect(summaryOf({ cpu: '1', values: [null, null, null] }, GRID)).toEqual({
    cpu: '1',
    mean: undefined,
    highest: undefined,
    highestMs: undefined,
  });
});
