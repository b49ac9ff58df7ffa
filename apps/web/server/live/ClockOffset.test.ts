import { expect, it } from 'vitest';
import { ClockOffset } from './ClockOffset.ts';

const after = (...differences: readonly number[]): number | null => {
  const offset = new ClockOffset();
  for (const difference of differences) offset.look(difference);
  return offset.ms;
};

it('is unknown before the first sample, and nothing to speak of within seconds', () => {
  expect(after()).toBeNull();
  expect(after(20, 4999)).toBeNull();
  expect(after(-5000)).toBeNull();
});

it('is what the first sample says, before or after our clock', () => {
  expect(after(3_600_000.4)).toBe(3_600_000);
  expect(after(-3_600_000)).toBe(-3_600_000);
});

it('is no matter of samples that come late on a busy machine', () => {
  expect(after(30, 6000, 7000, 8000)).toBeNull();
  expect(after(-60_030, -54_000, -52_000)).toBe(-60_030);
});

it('follows a clock that is set back, once all samples say so', () => {
  const late = Array.from({ length: 7 }, () => 60_000);
  expect(after(10, ...late)).toBeNull();
  expect(after(10, ...late, 60_000)).toBe(60_000);
});

it('follows a clock that is set forward at once', () => {
  expect(after(10, 10, -60_000)).toBe(-60_000);
});
