import { expect, it } from 'vitest';
import { pixelShift } from './pixelShift.ts';

it('moves every minute, never far, and comes round', () => {
  const minutes = Array.from({ length: 8 }, (_, minute) => pixelShift(minute * 60_000 + 30_000));
  expect(new Set(minutes.map(String)).size).toBe(8);
  for (const [x, y] of minutes) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(3);
  expect(pixelShift(0)).toEqual([0, 0]);
  expect(pixelShift(480_000)).toEqual([0, 0]);
  expect(pixelShift(59_999)).toEqual([0, 0]);
});
