import { expect, it } from 'vitest';
import { LogHistogram } from './LogHistogram.ts';

const of = (values: readonly number[]): LogHistogram => {
  const histogram = new LogHistogram();
  for (const value of values) histogram.add(value);
  return histogram;
};

it('small values are exact, and large ones are off by at most 1.6 %', () => {
  expect(of([0, 1, 2, 31]).quantile(0.5)).toBe(1);
  expect(of([0]).quantile(1)).toBe(0);
  for (const value of [32, 33, 1000, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 12_345, 2 ** 48 - 1]) {
    const found = of([value]).quantile(0.5) ?? Number.NaN;
    expect(Math.abs(found / value - 1)).toBeLessThan(0.016);
  }
});

it('quantiles are those of the sorted values', () => {
  const histogram = of(Array.from({ length: 1000 }, (_, n) => n * n));
  expect(histogram.total).toBe(1000);
  for (const q of [0.05, 0.5, 0.95, 1]) {
    const exact = (Math.ceil(q * 1000) - 1) ** 2;
    expect(Math.abs((histogram.quantile(q) ?? 0) / exact - 1)).toBeLessThan(0.016);
  }
  histogram.clear();
  expect([histogram.total, histogram.quantile(0.5), histogram.octaves()]).toEqual([0, undefined, []]);
});

it('octaves hold every value once, with the empty ones between', () => {
  expect(of([0, 1, 2, 3, 3, 15, 16]).octaves()).toEqual([
    { from: 0, to: 1, count: 1 },
    { from: 1, to: 2, count: 1 },
    { from: 2, to: 4, count: 3 },
    { from: 4, to: 8, count: 0 },
    { from: 8, to: 16, count: 1 },
    { from: 16, to: 32, count: 1 },
  ]);
  expect(of([2 ** 40]).octaves()).toEqual([{ from: 2 ** 40, to: 2 ** 41, count: 1 }]);
});
