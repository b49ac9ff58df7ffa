import { describe, expect, it } from 'vitest';
import { LiveWindow, type WindowSeries } from './window.ts';

const NONE = {};
const ETH0 = { device: 'eth0' };
const ETH1 = { device: 'eth1' };
const NAN = Number.NaN;

/** Pushes one row a second, from monoMs 1000 and timeMs 1,000,000 on. */
function filled(series: readonly WindowSeries[], rows: readonly (readonly number[])[], window = new LiveWindow()) {
  rows.forEach((row, n) => {
    window.push(series, { timeMs: 1_000_000 + n * 1000, monoMs: 1000 + n * 1000, values: Float64Array.from(row) });
  });
  return window;
}
const one = (metric: string) => [{ metric, labels: NONE }];
const counter = (values: readonly number[]) =>
  filled(
    one('c'),
    values.map((value) => [value]),
  );

describe('before any tick', () => {
  it('knows nothing', () => {
    const window = new LiveWindow();
    expect(window.nowMs).toBe(0);
    expect(window.length).toBe(0);
    expect(window.last('c')).toBeUndefined();
    expect(window.rate('c', 5)).toBeUndefined();
    expect(window.max('c', 5)).toBeUndefined();
    expect(window.coveredSeconds('c')).toBe(0);
    expect(window.points('c', 60)).toEqual([]);
    expect(window.ratePoints('c', 60)).toEqual([]);
    expect(window.labelsOf('c')).toEqual([]);
  });
});

describe('last, min, max', () => {
  it('reads the newest tick', () => {
    const window = counter([3, 9, 4]);
    expect(window.last('c')).toBe(4);
    expect(window.nowMs).toBe(1_002_000);
    expect(window.length).toBe(3);
  });

  it('takes as many samples as seconds are asked', () => {
    const window = counter([9, 1, 5, 7, 6]);
    expect(window.max('c', 1)).toBe(6);
    expect(window.max('c', 3)).toBe(7);
    expect(window.max('c', 4)).toBe(7);
    expect(window.max('c', 5)).toBe(9);
    expect(window.min('c', 3)).toBe(5);
    expect(window.min('c', 600)).toBe(1);
  });

  it('keeps zero apart from unknown', () => {
    expect(counter([0]).last('c')).toBe(0);
    expect(counter([0]).max('c', 5)).toBe(0);
    expect(counter([NAN]).last('c')).toBeUndefined();
    expect(counter([4, NAN, 2]).min('c', 3)).toBe(2);
  });
});

describe('rate and delta', () => {
  it('needs two samples', () => {
    expect(counter([5]).delta('c', 5)).toBeUndefined();
    expect(counter([5]).rate('c', 5)).toBeUndefined();
    expect(counter([5, 5]).rate('c', 5)).toBe(0);
  });

  it('covers the seconds asked, or what is held of them', () => {
    const window = counter([0, 100, 110, 130, 160, 200, 250]);
    expect(window.delta('c', 1)).toBe(50);
    expect(window.delta('c', 5)).toBe(150);
    expect(window.rate('c', 5)).toBe(30);
    expect(window.delta('c', 6)).toBe(250);
    expect(window.delta('c', 600)).toBe(250);
    expect(window.rate('c', 600)).toBeCloseTo(250 / 6, 10);
  });

  it('divides by monotonic time when the wall clock steps', () => {
    const window = new LiveWindow();
    window.push(one('c'), { timeMs: 5_000_000, monoMs: 1000, values: Float64Array.of(10) });
    window.push(one('c'), { timeMs: 1_000_000, monoMs: 3000, values: Float64Array.of(30) });
    expect(window.rate('c', 5)).toBe(10);
    expect(window.nowMs).toBe(1_000_000);
  });

  it('takes the last interval when ticks are slower than the seconds asked', () => {
    const window = new LiveWindow({ intervalMs: 5000 });
    for (const n of [0, 1, 2]) {
      window.push(one('c'), { timeMs: n * 5000, monoMs: n * 5000, values: Float64Array.of(n * n * 10) });
    }
    expect(window.rate('c', 1)).toBe(6);
    expect(window.rate('c', 10)).toBe(4);
  });

  it('is undefined for every window that spans a counter going backwards', () => {
    const window = counter([100, 200, 3, 5, 9]);
    expect(window.delta('c', 1)).toBe(4);
    expect(window.delta('c', 2)).toBe(6);
    expect(window.delta('c', 3)).toBeUndefined();
    expect(window.rate('c', 60)).toBeUndefined();
  });

  it('skips unknown samples between known ones', () => {
    const window = counter([10, NAN, 30]);
    expect(window.delta('c', 1)).toBe(20);
    expect(window.rate('c', 5)).toBe(10);
  });

  it('sees a reset across unknown samples', () => {
    expect(counter([50, NAN, 30]).delta('c', 5)).toBeUndefined();
  });

  it('stays exact for counters far above 32 bits', () => {
    expect(counter([9_007_199_254_740_000, 9_007_199_254_740_990]).delta('c', 5)).toBe(990);
  });
});

describe('series that come and go', () => {
  const both = [
    { metric: 'c', labels: ETH0 },
    { metric: 'c', labels: ETH1 },
  ];

  it('starts a late series where it starts', () => {
    const series = [...both.slice(0, 1)];
    const window = filled(series, [[1], [2]]);
    series.push({ metric: 'c', labels: ETH1 });
    window.push(series, { timeMs: 1_002_000, monoMs: 3000, values: Float64Array.of(3, 70) });
    window.push(series, { timeMs: 1_003_000, monoMs: 4000, values: Float64Array.of(4, 75) });
    expect(window.delta('c', 60, ETH0)).toBe(3);
    expect(window.delta('c', 60, ETH1)).toBe(5);
    expect(window.points('c', 60, ETH1)).toEqual([
      [1_000_000, undefined],
      [1_001_000, undefined],
      [1_002_000, 70],
      [1_003_000, 75],
    ]);
  });

  it('takes a missing tail of values as unknown', () => {
    const window = filled(both, [[1, 5], [2]]);
    expect(window.points('c', 60, ETH1)).toEqual([
      [1_000_000, 5],
      [1_001_000, undefined],
    ]);
  });

  it('holds a silent series for seven intervals, then does not know it', () => {
    const window = filled(both, [[1, 5], [1, 6], ...Array.from({ length: 7 }, () => [1])]);
    expect(window.last('c', ETH1)).toBe(6);
    window.push(both, { timeMs: 1_009_000, monoMs: 10_000, values: Float64Array.of(1) });
    expect(window.last('c', ETH1)).toBeUndefined();
    expect(window.rate('c', 60, ETH1)).toBeUndefined();
    expect(window.max('c', 60, ETH1)).toBeUndefined();
    expect(window.coveredSeconds('c', ETH1)).toBe(0);
    expect(window.last('c', ETH0)).toBe(1);
  });

  it('forgets a series that was silent for the whole ring', () => {
    const window = filled(both, [[1, 5]], new LiveWindow({ capacity: 4 }));
    expect(window.labelsOf('c')).toEqual([ETH0, ETH1]);
    for (let n = 1; n < 8; n += 1) {
      window.push(both, { timeMs: n, monoMs: 1000 + n * 1000, values: Float64Array.of(1, NAN) });
    }
    expect(window.labelsOf('c')).toEqual([ETH0]);
    window.push(both, { timeMs: 9, monoMs: 9000, values: Float64Array.of(1, 8) });
    expect(window.last('c', ETH1)).toBe(8);
  });
});

describe('labels', () => {
  it('may be left out when there is one label set', () => {
    const window = filled([{ metric: 'c', labels: ETH0 }], [[1], [4]]);
    expect(window.last('c')).toBe(4);
    expect(window.delta('c', 5)).toBe(3);
  });

  it('may not be left out when there are several', () => {
    const window = filled(
      [
        { metric: 'c', labels: ETH0 },
        { metric: 'c', labels: ETH1 },
      ],
      [[1, 2]],
    );
    expect(window.last('c')).toBeUndefined();
    expect(window.last('c', { device: 'eth1' })).toBe(2);
    expect(window.last('c', { device: 'eth2' })).toBeUndefined();
  });

  it('match in any order', () => {
    const window = filled([{ metric: 'c', labels: { a: '1', b: '2' } }], [[7]]);
    expect(window.last('c', { b: '2', a: '1' })).toBe(7);
    expect(window.last('c', { a: '1' })).toBeUndefined();
  });
});

describe('gaps', () => {
  it('are not crossed by rates', () => {
    const window = new LiveWindow();
    for (const [monoMs, value] of [
      [0, 0],
      [1000, 10],
      [60_000, 5000],
      [61_000, 5007],
    ] as const) {
      window.push(one('c'), { timeMs: monoMs, monoMs, values: Float64Array.of(value) });
    }
    expect(window.delta('c', 300)).toBe(7);
    expect(window.coveredSeconds('c')).toBe(1);
    expect(window.ratePoints('c', 300)).toEqual([
      [0, undefined],
      [1000, 10],
      [60_000, undefined],
      [61_000, 7],
    ]);
  });

  it('end what is covered', () => {
    expect(counter([1, 2, 3, 4]).coveredSeconds('c')).toBe(3);
    expect(counter([1]).coveredSeconds('c')).toBe(0);
    expect(counter([1, NAN, NAN, 2]).coveredSeconds('c')).toBe(3);
  });
});

describe('ratePoints', () => {
  it('gives one rate a tick, undefined at the start and at a reset', () => {
    expect(counter([10, 14, 2, 5]).ratePoints('c', 60)).toEqual([
      [1_000_000, undefined],
      [1_001_000, 4],
      [1_002_000, undefined],
      [1_003_000, 3],
    ]);
  });

  it('looks back past the first point asked for', () => {
    expect(counter([10, 14, 20]).ratePoints('c', 1)).toEqual([
      [1_001_000, 4],
      [1_002_000, 6],
    ]);
  });
});

describe('the ring', () => {
  it('keeps the newest ticks when it is full', () => {
    const values = Array.from({ length: 1000 }, (_, n) => [n * 2]);
    const window = filled(one('c'), values, new LiveWindow({ capacity: 10 }));
    expect(window.length).toBe(10);
    expect(window.delta('c', 600)).toBe(18);
    expect(window.rate('c', 600)).toBe(2);
    expect(window.min('c', 600)).toBe(1980);
    expect(window.coveredSeconds('c')).toBe(9);
    expect(window.points('c', 600).length).toBe(10);
  });

  it('refuses a capacity or an interval that cannot work', () => {
    expect(() => new LiveWindow({ capacity: 1 })).toThrow('capacity must be at least 2, is 1');
    expect(() => new LiveWindow({ intervalMs: 0 })).toThrow('intervalMs must be above 0, is 0');
  });

  it('refuses a tick without a time', () => {
    const tick = { timeMs: 1, monoMs: NAN, values: Float64Array.of(1) };
    expect(() => new LiveWindow().push(one('c'), tick)).toThrow('finite times');
  });
});

describe('sessions and boots', () => {
  const tick = (monoMs: number, value: number, more: object = {}) => ({
    timeMs: 1_000_000 + monoMs,
    monoMs,
    values: Float64Array.of(value),
    ...more,
  });

  it('ignores a tick sent again', () => {
    const window = new LiveWindow();
    window.push(one('c'), tick(1000, 1, { bootId: 'a' }));
    window.push(one('c'), tick(2000, 3, { bootId: 'a' }));
    window.push(one('c'), tick(2000, 9, { bootId: 'a' }));
    window.push(one('c'), tick(1000, 1, { bootId: 'a' }));
    expect(window.length).toBe(2);
    expect(window.last('c')).toBe(3);
  });

  it('drops everything at a new boot', () => {
    const window = new LiveWindow();
    window.push(one('c'), tick(5000, 500, { bootId: 'a' }));
    window.push(one('c'), tick(9000, 700, { bootId: 'b' }));
    expect(window.length).toBe(1);
    expect(window.delta('c', 60)).toBeUndefined();
  });

  it('takes monotonic time going backwards while wall time goes on as a boot when none is named', () => {
    const window = new LiveWindow();
    window.push(one('c'), { timeMs: 1000, monoMs: 90_000, values: Float64Array.of(500) });
    window.push(one('c'), { timeMs: 2000, monoMs: 300, values: Float64Array.of(2) });
    expect(window.length).toBe(1);
    expect(window.last('c')).toBe(2);
  });

  it('goes on under new numbers when an agent starts again', () => {
    const window = new LiveWindow();
    const first = [
      { metric: 'c', labels: NONE },
      { metric: 'd', labels: NONE },
    ];
    window.push(first, { timeMs: 1, monoMs: 1000, values: Float64Array.of(10, 1) });
    const second = [{ metric: 'c', labels: {} }];
    window.push(second, { timeMs: 2, monoMs: 2000, values: Float64Array.of(16) });
    expect(window.delta('c', 60)).toBe(6);
    expect(window.points('d', 60)).toEqual([
      [1, 1],
      [2, undefined],
    ]);
  });

  it('takes another array of the same entries as the same session', () => {
    const entry = { metric: 'c', labels: NONE };
    const window = new LiveWindow();
    window.push([entry], tick(1000, 1));
    window.push([entry, { metric: 'd', labels: NONE }], { timeMs: 2, monoMs: 2000, values: Float64Array.of(3, 8) });
    expect(window.delta('c', 60)).toBe(2);
    expect(window.last('d')).toBe(8);
  });

  it('drops everything on reset', () => {
    const window = counter([1, 2, 3]);
    window.reset();
    expect(window.last('c')).toBeUndefined();
    window.push(one('c'), tick(500, 4));
    expect(window.last('c')).toBe(4);
    expect(window.length).toBe(1);
  });
});
