import { expect, it } from 'vitest';
import { chartRows, extremesOf, tableRows } from './chartRows.ts';

const at = (timeMs: number, value: number | null, spread = 0) => ({
  timeMs,
  value,
  low: value === null ? null : value - spread,
  high: value === null ? null : value + spread,
});
const A = { id: 'a', name: 'eth0', points: [at(0, 5, 2), at(1, 6), at(2, 7, 9)] };
const B = { id: 'b', name: 'lo', points: [at(1, 1), at(2, null), at(3, 3)] };

it('lays series of different times on one line', () => {
  expect(chartRows([A, B])).toEqual([
    { timeMs: 0, values: { a: 5 }, bands: { a: [3, 7] } },
    { timeMs: 1, values: { a: 6, b: 1 }, bands: { a: [6, 6], b: [1, 1] } },
    { timeMs: 2, values: { a: 7 }, bands: { a: [-2, 16] } },
    { timeMs: 3, values: { b: 3 }, bands: { b: [3, 3] } },
  ]);
});

it('draws what is sent below what is received', () => {
  const sides = [
    { ...A, side: 'up' as const },
    { ...B, side: 'down' as const },
  ];
  expect(chartRows(sides)[1]).toEqual({ timeMs: 1, values: { a: 6, b: -1 }, bands: { a: [6, 6], b: [-1, -1] } });
  expect(extremesOf(sides)).toEqual([-3, 16]);
});

it('finds the lowest and highest with the envelope', () => {
  expect(extremesOf([A, B])).toEqual([-2, 16]);
  expect(extremesOf([])).toEqual([0, 0]);
});

it('makes a table of few rows', () => {
  expect(tableRows([at(0, 2, 1), at(1, 4), at(2, null), at(3, 9)], 2)).toEqual([
    { timeMs: 0, value: 3, low: 1, high: 4 },
    { timeMs: 2, value: 9, low: 9, high: 9 },
  ]);
  expect(tableRows([], 5)).toEqual([]);
});
