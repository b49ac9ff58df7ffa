import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bootTimeMs } from './clock.ts';

/** The kernel prints CLOCK_BOOTTIME here, cut to hundredths of a second. */
const uptimeMs = () => Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;

test('is the clock that /proc/uptime shows', () => {
  const before = uptimeMs();
  const now = bootTimeMs();
  const after = uptimeMs();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThan(after + 10);
});

test('never steps back, and is finer than a millisecond', () => {
  const readings = Array.from({ length: 1000 }, bootTimeMs);
  expect(readings.toSorted((a, b) => a - b)).toEqual(readings);
  expect(readings.some((reading) => reading % 1 !== 0)).toBe(true);
});
