import { describe, expect, it } from 'vitest';
import { livelinessOf, playbackRateOf } from './flow.ts';

describe('livelinessOf', () => {
  it('tells nothing from unknown', () => {
    expect(livelinessOf(0, 'bytes/s')).toBe(0);
    expect(livelinessOf(undefined, 'bytes/s')).toBeUndefined();
    expect(livelinessOf(Number.NaN, 'bytes/s')).toBeUndefined();
  });

  it('shows any traffic, and never more than a full pipe', () => {
    expect(livelinessOf(1, 'bytes/s')).toBe(1 / 40);
    expect(livelinessOf(1e15, 'bytes/s')).toBe(1);
  });

  it('grows by the same step for every tenfold rate', () => {
    const steps = [1e3, 1e4, 1e5, 1e6, 1e7].map((rate) => livelinessOf(rate, 'packets/s') ?? 0);
    expect(steps).toEqual([0.45, 0.6, 0.725, 0.875, 1]);
  });

  it('measures each unit by its own range', () => {
    expect(livelinessOf(1e5, 'connections/s')).toBe(1);
    expect(livelinessOf(1e5, 'bytes/s')).toBe(0.375);
  });
});

describe('playbackRateOf', () => {
  it('goes from a crawl to twelve times', () => {
    expect(playbackRateOf(0)).toBe(0.4);
    expect(playbackRateOf(1)).toBe(12);
    expect(playbackRateOf(0.5)).toBeCloseTo(4.23, 2);
  });
});
