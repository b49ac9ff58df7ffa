import { expect, it } from 'vitest';
import { Tally } from './Tally.ts';

const tallyOf = (most: number) => new Tally<{ name: string }>({ most, keyOf: ({ name }) => name });
const report = (tally: Tally<{ name: string }>, seconds = 2) =>
  tally.report(seconds, { most: 10, toRow: ({ name }) => ({ name }) });
const add = (tally: Tally<{ name: string }>, names: string) => {
  for (const name of names) tally.add({ name });
};

it('counts by kind, with rates since the last report', () => {
  const tally = tallyOf(5);
  add(tally, 'abb');
  tally.endCpu(3, 0);
  expect(report(tally)).toEqual({
    all: { perSecond: 1.5, total: 3, estimated: 0 },
    rows: [
      { name: 'b', perSecond: 1, total: 2, estimated: 0 },
      { name: 'a', perSecond: 0.5, total: 1, estimated: 0 },
    ],
  });
  add(tally, 'aa');
  tally.endCpu(2, 0);
  expect(report(tally, 1).rows).toEqual([
    { name: 'a', perSecond: 2, total: 3, estimated: 0 },
    { name: 'b', perSecond: 0, total: 2, estimated: 0 },
  ]);
});

it('what was lost on a CPU is taken to be as what was read on it', () => {
  const tally = tallyOf(5);
  add(tally, 'aab');
  // One of four records was of another event, which has a share of its own.
  tally.endCpu(4, 400);
  add(tally, 'b');
  tally.endCpu(1, 0);
  const { all, rows } = report(tally);
  expect(rows.map(({ name, total, estimated }) => [name, total, estimated])).toEqual([
    ['a', 202, 200],
    ['b', 102, 100],
  ]);
  expect(all).toEqual({ perSecond: 152, total: 304, estimated: 300 });
  tally.endCpu(0, 50);
  expect(report(tally).all.total).toBe(304);
});

it('the kind that has been quiet for longest makes room, and still counts in the sum', () => {
  const tally = tallyOf(2);
  add(tally, 'ab');
  tally.endCpu(2, 2);
  report(tally);
  add(tally, 'ac');
  tally.endCpu(2, 0);
  const { all, rows } = report(tally);
  expect(rows.map(({ name, total }) => [name, total])).toEqual([
    ['a', 3],
    ['c', 1],
  ]);
  expect(all).toEqual({ perSecond: 1, total: 6, estimated: 2 });
  add(tally, 'defghij');
  tally.endCpu(7, 7);
  expect(report(tally)).toMatchObject({ all: { total: 20, estimated: 9, perSecond: 7 } });
});
