import { expect, it } from 'vitest';
import { median } from './median.ts';

it('is the middle value, whatever the order', () => {
  expect(median([])).toBeUndefined();
  expect(median([7])).toBe(7);
  expect(median([30, 1, 20])).toBe(20);
  expect(median([4, 1, 3, 2])).toBe(3);
});
