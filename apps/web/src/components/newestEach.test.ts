import { expect, it } from 'vitest';
import { newestEach } from './newestEach.ts';

it('keeps the first of each key', () => {
  const [newer, other, older] = [
    { id: 'a', timeMs: 3 },
    { id: 'b', timeMs: 2 },
    { id: 'a', timeMs: 1 },
  ];
  expect(newestEach([newer, other, older], ({ id }) => id)).toEqual(new Set([newer, other]));
  expect(newestEach([], String)).toEqual(new Set());
});
