import { expect, it } from 'vitest';
import { bandJson } from './bandJson.ts';

const point = (timeMs: number, last: number | null, spread = 0) => ({
  timeMs,
  last,
  min: last === null ? null : last - spread,
  max: last === null ? null : last + spread,
  mean: last,
});
const metrics = { c: { unit: 'segments', counter: true }, g: { unit: 'bytes', counter: false } };
const made = (metric: string, points: readonly ReturnType<typeof point>[]) =>
  JSON.parse(
    new TextDecoder().decode(bandJson([{ metric, labels: {}, points }], { metrics, stepMs: 4000, fromMs: 4000 })),
  );

it('gives mean, lowest and highest growth a second of the finer steps, also where the counter began again', () => {
  const points = [0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000].map((timeMs, n) =>
    point(timeMs, [10, 20, 30, 40, 50, 90, null, 110, 0, 7][n] ?? null),
  );
  expect(made('c', points)).toEqual({
    series: [
      {
        id: 'c',
        labels: {},
        unit: 'segments/s',
        points: [
          [4000, 20, 10, 40],
          [8000, 7, 7, 7],
        ],
      },
    ],
  });
});

it('leaves out what a counter grew by in a step that is not over', () => {
  const points = [0, 4000, 8000, 12_000].map((timeMs, n) => point(timeMs, [10, 50, 90, 91][n] ?? null));
  const format = { metrics, stepMs: 4000, fromMs: 4000, openFromMs: 12_000 };
  const told = (metric: string) =>
    JSON.parse(new TextDecoder().decode(bandJson([{ metric, labels: {}, points }], format))).series[0].points;
  expect(told('c')).toEqual([
    [4000, 10, 10, 10],
    [8000, 10, 10, 10],
  ]);
  expect(told('g')).toHaveLength(3);
});

it('gives mean, lowest and highest of a gauge, and null where nothing is known', () => {
  const points = [point(4000, 10, 3), point(6000, 20), point(8000, null), point(10_000, null), point(12_000, 5)];
  expect(made('g', points)).toEqual({
    series: [
      {
        id: 'g',
        labels: {},
        unit: 'bytes',
        points: [
          [4000, 15, 7, 20],
          [8000, null, null, null],
          [12_000, 5, 5, 5],
        ],
      },
    ],
  });
});
