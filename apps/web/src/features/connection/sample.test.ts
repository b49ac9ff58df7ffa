import { describe, expect, it } from 'vitest';
import { type SampleSeen, sampleAge, seeSample } from './sample.ts';

/** Samples taken at `times`, each arriving `delay` later, as the browser sees them. */
const seen = (times: readonly number[], arrivals: readonly number[]): SampleSeen => {
  let sample: SampleSeen | undefined;
  times.forEach((time, index) => {
    sample = seeSample(sample, time, arrivals[index] ?? time);
  });
  if (sample === undefined) throw new Error('no times');
  return sample;
};

describe('seeSample', () => {
  it('changes nothing when the same sample comes again', () => {
    const first = seeSample(undefined, 1000, 1010);
    expect(seeSample(first, 1000, 4000)).toBe(first);
  });

  it('learns the interval when two gaps agree, and keeps it over an outage', () => {
    expect(seen([0, 5000], [0, 5000]).intervalMs).toBe(1000);
    expect(seen([0, 5000, 10_000], [0, 5000, 10_000]).intervalMs).toBe(5000);
    expect(seen([0, 1000, 2000, 600_000], [0, 1000, 2000, 600_000]).intervalMs).toBe(1000);
  });
});

describe('sampleAge', () => {
  it('counts on from the arrival, by the server’s clock', () => {
    const sample = seen([10_000, 11_000], [10_100, 11_100]);
    expect(sampleAge(sample, 13_100, 0)).toBe(2100);
    expect(sampleAge(sample, 13_100, 400)).toBe(2500);
  });

  it('believes an old first sample: a host may be silent for long when the page opens', () => {
    expect(sampleAge(seen([10_000], [610_000]), 612_000, 0)).toBe(602_000);
  });

  it('does not take a wrong clock for age while samples keep coming', () => {
    expect(sampleAge(seen([0, 1000], [600_000, 601_000]), 601_500, 0)).toBe(500);
    expect(sampleAge(seen([900_000, 901_000], [600_000, 601_000]), 601_500, 0)).toBe(500);
  });

  it('does not take minutes sent at once after an outage for a wrong clock', () => {
    expect(sampleAge(seen([0, 10_000], [600_000, 600_100]), 600_100, 0)).toBe(590_100);
  });

  it('is never below zero', () => {
    expect(sampleAge(seen([1000], [500]), 500, 0)).toBe(0);
  });
});
