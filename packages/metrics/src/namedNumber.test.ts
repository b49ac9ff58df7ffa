import { expect, test } from 'vitest';
import { namedNumber } from './namedNumber.ts';

test('a number stands behind its name, and alone where it has none', () => {
  expect(namedNumber(33, 'www-data')).toBe('www-data (33)');
  expect(namedNumber('4711', undefined)).toBe('4711');
});
