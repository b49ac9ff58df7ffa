import type { SparkPoint } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { halfMinutesOf, knownRuns, peaksOf, spanOf, sparkOf, sparkPoints } from './spark.ts';

const point = (timeMs: number, down: number | null, up: number | null): SparkPoint => ({
  timeMs,
  values: [
    [0, 0],
    [down, up],
  ],
});

describe('sparkOf', () => {
  it('is empty without history', () => {
    expect(sparkOf([], 1)).toEqual([]);
  });

  it('keeps the highest of each two seconds and leaves gaps unknown', () => {
    const bars = sparkOf([point(600_000, 1, 5), point(601_000, 3, 2), point(604_000, 4, null)], 1);
    expect(bars).toHaveLength(150);
    expect(bars.slice(-3)).toEqual([
      { timeMs: 600_000, down: 3, up: 5 },
      { timeMs: 602_000, down: null, up: null },
      { timeMs: 604_000, down: 4, up: null },
    ]);
    expect(bars[0]).toEqual({ timeMs: 306_000, down: null, up: null });
  });

  it('leaves out what is older than five minutes and layers that are not there', () => {
    expect(peaksOf(sparkOf([point(1000, 99, 99), point(600_000, 1, 2)], 1))).toEqual({ down: 1, up: 2 });
    expect(peaksOf(sparkOf([point(600_000, 1, 2)], 4))).toEqual({ down: null, up: null });
  });

  it('says the same in half minutes', () => {
    const rows = halfMinutesOf(sparkOf([point(570_000, 7, 1), point(599_000, 2, 9)], 1));
    expect(rows).toHaveLength(10);
    expect(rows.at(-1)).toEqual({ timeMs: 570_000, down: 7, up: 9 });
    expect(rows[0]).toEqual({ timeMs: 300_000, down: null, up: null });
  });
});

describe('sparkPoints', () => {
  const bars = [
    { timeMs: 0, down: 10, up: 30 },
    { timeMs: 2000, down: null, up: 0 },
  ];

  it('shares the height by the peaks, receiving above and sending below', () => {
    expect(sparkPoints(bars, { down: 10, up: 30 }, { height: 100, floor: 0 })).toEqual({
      up: [
        { x: 0, y: 4 },
        { x: 1, y: 73 },
      ],
      down: [
        { x: 0, y: 96 },
        { x: 1, y: null },
      ],
      zero: 73,
    });
  });

  it('draws a line in the middle when nothing moved', () => {
    const still = [{ timeMs: 0, down: 0, up: 0 }];
    expect(sparkPoints(still, { down: 0, up: 0 }, { height: 100, floor: 0 })).toEqual({
      up: [{ x: 0, y: 50 }],
      down: [{ x: 0, y: 50 }],
      zero: 50,
    });
  });

  it('keeps what is small small, around the middle', () => {
    const few = [{ timeMs: 0, down: 2, up: 2 }];
    expect(sparkPoints(few, { down: 2, up: 2 }, { height: 100, floor: 40 })).toEqual({
      up: [{ x: 0, y: 45.4 }],
      down: [{ x: 0, y: 54.6 }],
      zero: 50,
    });
  });
});

describe('spanOf', () => {
  it.each([
    [0, 60_000],
    [59_000, 60_000],
    [60_000, 120_000],
    [119_000, 120_000],
    [120_000, 300_000],
    [299_000, 300_000],
  ])('of %s ms held shows %s ms', (heldMs, spanMs) => {
    expect(spanOf([point(1_000_000, 0, 0), point(1_000_000 + heldMs, 0, 0)])).toBe(spanMs);
  });

  it('is the number of bars', () => {
    expect(spanOf([])).toBe(60_000);
    expect(sparkOf([point(600_000, 1, 5)], 1, 60_000)).toHaveLength(30);
  });
});

describe('knownRuns', () => {
  it('finds the stretches without a gap', () => {
    const bar = (down: number | null, up: number | null) => ({ timeMs: 0, down, up });
    expect(knownRuns([bar(null, null), bar(0, null), bar(1, 1), bar(null, null), bar(null, 0)])).toEqual([
      [1, 2],
      [4, 4],
    ]);
    expect(knownRuns([])).toEqual([]);
  });
});
