import { expect, test } from 'vitest';
import { partsOf } from './parts.ts';

test('a message is cut into parts that make it whole, none of them empty', () => {
  expect(partsOf(10, 3).map(({ length }) => length)).toEqual([3, 4, 3]);
  expect(partsOf(2048, 1).map(({ length }) => length)).toEqual([2048]);
  expect(partsOf(2, 5).map(({ length }) => length)).toEqual([1, 1]);
});
