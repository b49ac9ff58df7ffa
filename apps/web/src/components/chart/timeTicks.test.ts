import { expect, it, test } from 'vitest';
import { tickStyle, timeTicks } from './timeTicks.ts';

const NOON = Date.UTC(2026, 10, 29, 12);
const MINUTE = 60_000;

it('marks whole steps', () => {
  const ticks = timeTicks(NOON - 5 * MINUTE + 7, NOON + 7, { most: 6, zoneMs: 0 });
  expect(ticks).toEqual([NOON - 4 * MINUTE, NOON - 3 * MINUTE, NOON - 2 * MINUTE, NOON - MINUTE, NOON]);
});

it('marks days where they begin for the reader', () => {
  const zoneMs = 8 * 60 * MINUTE;
  const day = 24 * 60 * MINUTE;
  const ticks = timeTicks(NOON, NOON + 3 * day, { most: 4, zoneMs });
  expect(ticks).toEqual([NOON + 4 * 60 * MINUTE, NOON + 28 * 60 * MINUTE, NOON + 52 * 60 * MINUTE]);
});

test.each([
  [60_000, 'second'],
  [300_000, 'minute'],
  [86_400_000, 'moment'],
  [30 * 86_400_000, 'day'],
] as const)('%i ms are marked by the %s', (spanMs, style) => {
  expect(tickStyle(spanMs)).toBe(style);
});
