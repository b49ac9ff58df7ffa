import type { SparkPoint } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { halfMinutesOf, peaksOf, spanOf, sparkOf, sparkShape } from './spark.ts';

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

  it('says the same in half minutes that are over', () => {
    const rows = halfMinutesOf(sparkOf([point(570_000, 7, 1), point(599_000, 2, 9), point(600_000, 50, 50)], 1));
    expect(rows).toHaveLength(10);
    expect(rows.at(-1)).toEqual({ timeMs: 570_000, down: 7, up: 9 });
    expect(rows[0]).toEqual({ timeMs: 300_000, down: null, up: null });
    const later = halfMinutesOf(sparkOf([point(570_000, 7, 1), point(604_000, 2, 9), point(630_000, 1, 1)], 1));
    expect(later.at(-2)).toEqual({ timeMs: 570_000, down: 7, up: 1 });
    expect(later.at(-1)).toEqual({ timeMs: 600_000, down: 2, up: 9 });
  });
});

describe('sparkShape', () => {
  const bars = [
    { timeMs: 0, down: 10, up: 30 },
    { timeMs: 2000, down: null, up: 0 },
    { timeMs: 4000, down: null, up: null },
    { timeMs: 6000, down: 5, up: null },
  ];

  it('shares the height by the peaks, receiving above and sending below, with a gap where nothing is known', () => {
    expect(sparkShape(bars, { down: 10, up: 30 }, { height: 100, floor: 0 })).toEqual({
      up: { line: 'M0 4L1 73', area: 'M0 73L0 4L1 73L1 73Z' },
      down: { line: 'M0 96h0M3 84.5h0', area: 'M0 73L0 96L0 73ZM3 73L3 84.5L3 73Z' },
      known: 'M0 73H1M3 73H3',
      zero: 73,
    });
  });

  it('draws a line in the middle when nothing moved', () => {
    const still = [
      { timeMs: 0, down: 0, up: 0 },
      { timeMs: 2000, down: 0, up: 0 },
    ];
    expect(sparkShape(still, { down: 0, up: 0 }, { height: 100, floor: 0 })).toMatchObject({
      up: { line: 'M0 50L1 50' },
      down: { line: 'M0 50L1 50' },
      zero: 50,
    });
  });

  it('keeps what is small small, around the middle', () => {
    const few = [
      { timeMs: 0, down: 2, up: 2 },
      { timeMs: 2000, down: 0, up: 0 },
    ];
    expect(sparkShape(few, { down: 2, up: 2 }, { height: 100, floor: 40 })).toMatchObject({
      up: { line: 'M0 45.4L1 50' },
      down: { line: 'M0 54.6L1 50' },
      zero: 50,
    });
  });

  it('draws nothing of what nobody knows', () => {
    const unknown = [{ timeMs: 0, down: null, up: null }];
    expect(sparkShape(unknown, { down: null, up: null }, { height: 100, floor: 20 })).toEqual({
      up: { line: '', area: '' },
      down: { line: '', area: '' },
      known: '',
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
