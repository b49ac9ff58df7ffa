import { expect, test } from 'vitest';
import { localTime } from './localTime.ts';

test('an input shows the moment by the clock of the browser, and gives it back', () => {
  const at = new Date(2026, 0, 2, 3, 4, 5);
  expect(localTime(at.getTime())).toBe('2026-01-02T03:04:05');
  expect(new Date(localTime(at.getTime())).getTime()).toBe(at.getTime());
});
