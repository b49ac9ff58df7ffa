import { describe, expect, it } from 'vitest';
import { datagramSize, truesizeOf } from './datagramSize.ts';

describe('truesizeOf', () => {
  it.each([
    [0, 832],
    [100, 832],
    [197, 832],
    [198, 1280],
    [512, 1280],
    [645, 1280],
    [646, 2304],
    [1472, 2304],
    [2000, 4352],
    [5000, 8448],
    [9000, 16_640],
    [60_000, 60_832],
    [65_507, 66_339],
    [70_000, 66_339],
  ])('%s bytes are charged as %s', (payload, truesize) => {
    expect(truesizeOf(payload)).toBe(truesize);
  });
});

describe('datagramSize', () => {
  const rates = (
    udpPerSecond: number | undefined,
    ipPacketsPerSecond: number | undefined,
    ipBytesPerSecond: number | undefined,
  ) => datagramSize({ udpPerSecond, ipPacketsPerSecond, ipBytesPerSecond }).truesize;

  it('comes from the average packet where four of five are UDP', () => {
    expect(rates(800, 1000, 128_000)).toBe(832);
    expect(rates(799, 1000, 128_000)).toBe(2304);
  });

  it('is that of a full frame where nothing is known', () => {
    expect(rates(undefined, 1000, 128_000)).toBe(2304);
    expect(rates(800, undefined, 128_000)).toBe(2304);
    expect(rates(800, 1000, undefined)).toBe(2304);
    expect(rates(0, 0, 0)).toBe(2304);
  });
});
