import { describe, expect, it } from 'vitest';
import { TickRing } from './TickRing.ts';

const roomy = { maxTicks: 900, maxBytes: 1_000_000 };
const all = { maxTicks: 60, maxValues: 100_000 };
const append = (ring: TickRing, ...values: number[]): number => {
  const next = ring.lastSeq + 1;
  return ring.append({ timeMs: 1_000_000 + next * 1000, monoMs: next * 1000 }, Float64Array.from(values));
};

describe('TickRing', () => {
  it('gives back what was appended, numbered from 1, unknown values and grown series included', () => {
    const ring = new TickRing(roomy);
    append(ring, 1, Number.NaN);
    append(ring, 1, 5, 7);
    append(ring, 2, Number.NaN, 7);
    expect(ring.read(0, all)).toEqual([
      { seq: 1, timeMs: 1_001_000, monoMs: 1000, values: Float64Array.of(1, Number.NaN) },
      { seq: 2, timeMs: 1_002_000, monoMs: 2000, values: Float64Array.of(1, 5, 7) },
      { seq: 3, timeMs: 1_003_000, monoMs: 3000, values: Float64Array.of(2, Number.NaN, 7) },
    ]);
  });

  it('does not look at its caller’s array again', () => {
    const ring = new TickRing(roomy);
    const values = Float64Array.of(4);
    ring.append({ timeMs: 1, monoMs: 1 }, values);
    values[0] = 5;
    expect(ring.read(0, all)[0]?.values).toEqual(Float64Array.of(4));
  });

  it('goes on behind what the server has, with the values that later ticks did not repeat', () => {
    const ring = new TickRing(roomy);
    append(ring, 10, 20);
    append(ring, 11, 20);
    append(ring, 12, 20);
    ring.ackThrough(2);
    expect(ring.length).toBe(1);
    expect(ring.dropped).toBe(0);
    expect(ring.read(2, all).map(({ seq, values }) => [seq, ...values])).toEqual([[3, 12, 20]]);
    ring.ackThrough(3);
    expect(ring.read(3, all)).toEqual([]);
    append(ring, 12, 21);
    expect(ring.read(3, all).map(({ seq, values }) => [seq, ...values])).toEqual([[4, 12, 21]]);
  });

  it('takes batches in order', () => {
    const ring = new TickRing(roomy);
    for (let n = 1; n <= 7; n++) append(ring, n, n);
    expect(ring.read(0, { maxTicks: 3, maxValues: 100 }).map((tick) => tick.seq)).toEqual([1, 2, 3]);
    expect(ring.read(3, { maxTicks: 60, maxValues: 5 }).map((tick) => tick.seq)).toEqual([4, 5]);
    expect(ring.read(5, { maxTicks: 60, maxValues: 1 }).map((tick) => tick.seq)).toEqual([6]);
  });

  it('pushes out the oldest beyond its number of ticks and counts them', () => {
    const ring = new TickRing({ maxTicks: 3, maxBytes: 1_000_000 });
    for (let n = 1; n <= 5; n++) append(ring, n, 100);
    expect(ring.dropped).toBe(2);
    expect(ring.read(0, all).map(({ seq, values }) => [seq, ...values])).toEqual([
      [3, 3, 100],
      [4, 4, 100],
      [5, 5, 100],
    ]);
  });

  it('pushes out the oldest beyond its bytes, but never the newest', () => {
    const ring = new TickRing({ maxTicks: 900, maxBytes: 1000 });
    const series = Array.from({ length: 40 }, () => 0);
    for (let n = 1; n <= 4; n++) append(ring, ...series.map(() => n));
    expect(ring.length).toBe(1);
    expect(ring.dropped).toBe(3);
    expect(ring.read(0, all)[0]?.values[39]).toBe(4);
  });

  it('costs what changes, not what is', () => {
    const ring = new TickRing(roomy);
    const still = new Float64Array(20_000).fill(7);
    for (let n = 1; n <= 900; n++) {
      still[0] = n;
      ring.append({ timeMs: n, monoMs: n }, still);
    }
    expect(ring.length).toBe(900);
    expect(ring.bytes).toBeLessThan(600_000);
    expect(ring.read(899, all)[0]?.values[19_999]).toBe(7);
  });

  it('counts what it is told to give up', () => {
    const ring = new TickRing(roomy);
    for (let n = 1; n <= 4; n++) append(ring, n);
    ring.giveUpThrough(3);
    expect([ring.dropped, ring.length]).toEqual([3, 1]);
  });
});
