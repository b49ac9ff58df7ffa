import { ID, localised } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { contextOf, grew } from './contextFixture.ts';
import { memoryIsShort, pow2ceil, raise, seenLongEnough } from './guards.ts';

describe('pow2ceil', () => {
  it.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [3, 4],
    [4096, 4096],
    [4097, 8192],
    [1_048_576.5, 2_097_152],
  ])('%s becomes %s', (value, expected) => {
    expect(pow2ceil(value)).toBe(expected);
  });
});

describe('raise', () => {
  it.each([
    ['to what is wanted', 1000, 2000, 10_000, 2000, ''],
    ['to four times at most', 1000, 4001, 10_000, 4000, '; at most 4 times the current value in one step: 4000'],
    ['to the most allowed', 1000, 3000, 2500, 2500, '; at most 2500 for safety'],
    ['not when less is wanted', 1000, 900, 10_000, undefined, ''],
    ['not when it is there already', 1000, 1000, 10_000, undefined, ''],
    ['not above the most allowed', 1000, 3000, 1000, undefined, ''],
    ['never down to the most allowed', 1000, 3000, 500, undefined, ''],
    ['not from zero', 0, 100, 100, undefined, ''],
  ])('%s', (_, current, wanted, most, proposed, limitedBy) => {
    expect(localised(raise(current, wanted, most), 'en')).toEqual({ proposed, limitedBy });
  });
});

describe('memoryIsShort', () => {
  const memory = (availableBytes: number, totalBytes = 1000) =>
    contextOf({ [ID.memory.availableBytes]: availableBytes, [ID.memory.totalBytes]: totalBytes });

  it.each([
    [99, true],
    [100, false],
    [500, false],
  ])('%s of 1000 bytes available: %s', (available, short) => {
    expect(memoryIsShort(memory(available))).toBe(short);
  });

  it('takes the total from the host’s facts when it is not sampled', () => {
    expect(memoryIsShort(memory(2_499_000_000, Number.NaN))).toBe(true);
    expect(memoryIsShort(memory(2_501_000_000, Number.NaN))).toBe(false);
  });

  it('does not hold back when it is not known', () => {
    expect(memoryIsShort(memory(Number.NaN))).toBe(false);
  });
});

describe('seenLongEnough', () => {
  it('asks for ten seconds', () => {
    const from = (start: number) => grew(1).map((value, n) => (n < start ? Number.NaN : value));
    expect(seenLongEnough(contextOf({ c: from(110) }), 'c')).toBe(true);
    expect(seenLongEnough(contextOf({ c: from(111) }), 'c')).toBe(false);
    expect(seenLongEnough(contextOf({}), 'c')).toBe(false);
  });
});
