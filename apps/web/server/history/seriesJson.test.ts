import { expect, it } from 'vitest';
import { toColumns } from './columns.ts';
import { seriesJson } from './seriesJson.ts';

const point = (timeMs: number, last: number | null) => ({ timeMs, last, min: last, max: last, mean: last });

it('divides growth by the time since the last known value', () => {
  const points = [point(0, 100), point(1000, null), point(2000, 140), point(3000, 150)];
  const format = { as: 'rate', dropFirst: false, metrics: { m: { unit: 'segments', counter: true } } } as const;
  const text = new TextDecoder().decode(seriesJson([{ metric: 'm', labels: { cpu: '0' }, points }], format));
  expect(text).toBe(
    '{"series":[{"id":"m","labels":{"cpu":"0"},"unit":"segments/s","points":[[0,null],[1000,null],[2000,20],[3000,10]]}]}\n',
  );
});

it('tells no growth of a step that is not over', () => {
  const points = [point(0, 100), point(5000, 150), point(10_000, 160)];
  const format = { dropFirst: true, openFromMs: 10_000, metrics: { m: { unit: 'segments', counter: true } } } as const;
  const told = (as: 'rate' | 'last') =>
    JSON.parse(new TextDecoder().decode(seriesJson([{ metric: 'm', labels: {}, points }], { ...format, as }))).series[0]
      .points;
  expect(told('rate')).toEqual([[5000, 10]]);
  expect(told('last')).toEqual([
    [5000, 150],
    [10_000, 160],
  ]);
});

it('lays series of different times into one table', () => {
  const { series, times, values } = toColumns([
    { metric: 'a', labels: {}, points: [point(2000, 2), point(3000, null), point(4000, 4)] },
    { metric: 'b', labels: { device: 'lo' }, points: [point(1000, 10), point(2000, 20)] },
  ]);
  expect(series).toEqual([
    { metric: 'a', labels: {} },
    { metric: 'b', labels: { device: 'lo' } },
  ]);
  expect([...times]).toEqual([1000, 2000, 4000]);
  expect([...values]).toEqual([Number.NaN, 10, 2, 20, 4, Number.NaN]);
});
