import { expect, test } from 'vitest';
import { tabState } from './tabState.ts';

test('a tab tells of a saturated layer while it knows of it', () => {
  expect(tabState('live', true)).toBe('saturated');
  expect(tabState('live', false)).toBe('plain');
});

test('what was saturated when the data ended is not saturated now', () => {
  expect(tabState('lost', true)).toBe('away');
  expect(tabState('silent', true)).toBe('away');
});

test('a page that has only just come has nothing to tell', () => {
  expect(tabState('connecting', false)).toBe('plain');
  expect(tabState('waiting', true)).toBe('plain');
});
