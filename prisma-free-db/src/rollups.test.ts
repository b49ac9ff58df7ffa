import type { Tick } from '@netstrata/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openStore } from './openStore.ts';
import { batch, compactAll, HOST, helloOf, IN_SEGS, RX_BYTES, START, tickAt } from './testing/fixture.ts';
import { naivePoints, samplesOf } from './testing/naive.ts';
import type { Store } from './types.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STEPS = [1000, 60_000, 90_000, 600_000, HOUR, 7 * HOUR, DAY];

/** Halves and whole numbers, whose sums are exact in whatever order they are added. */
const value = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 2 ** 40 }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
  { weight: 1, arbitrary: fc.integer({ min: -1000, max: 1000 }).map((half) => half / 2) },
  { weight: 1, arbitrary: fc.constant(0) },
);
/** An agent that runs for a while: its ticks at an even pace, with holes where it was held up, and the clock put back once. */
const session = fc.record({
  startMs: fc.integer({ min: 0, max: 50 * 3600 }).map((seconds) => seconds * 1000),
  paceMs: fc.constantFrom(1000, 61_000, 17 * 60_000),
  rows: fc.array(fc.tuple(value, value, fc.constantFrom(0, 0, 0, 5, -4)), { minLength: 1, maxLength: 40 }),
});
type Session = typeof session extends fc.Arbitrary<infer T> ? T : never;

/** No two ticks of a scenario have the same time: which of them is last would be anybody's choice. */
const ticksOf = ({ startMs, paceMs, rows }: Session, at: number): readonly Tick[] => {
  let jumpMs = 0;
  return rows.map(([first, second, jump], n) => {
    jumpMs += jump * paceMs + (jump === 0 ? 0 : 1);
    return tickAt(n + 1, START + startMs + n * paceMs + jumpMs + at * 100, first, second);
  });
};

const scenario = fc
  .array(fc.tuple(session, fc.boolean()), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.map(([part, compactAfter], at) => ({ ticks: ticksOf(part, at), compactAfter })));
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

const uniqueTimes = (parts: Scenario): boolean => {
  const times = parts.flatMap(({ ticks }) => ticks.map(({ timeMs }) => timeMs));
  return new Set(times).size === times.length;
};

const play = (store: Store, parts: Scenario): void => {
  store.saveHost(helloOf(), START);
  parts.forEach(({ ticks, compactAfter }, at) => {
    const newestMs = ticks.at(-1)?.timeMs ?? 0;
    store.appendTicks([batch(ticks, { session: `session-${at}` })], newestMs);
    if (compactAfter) compactAll(store, START + 60 * HOUR);
  });
};

const check = (store: Store, parts: Scenario, steps: readonly number[]): void => {
  const ticks = parts.flatMap((part) => part.ticks);
  const fromMs = Math.min(...ticks.map(({ timeMs }) => timeMs)) - HOUR;
  for (const [number, metric] of [IN_SEGS, RX_BYTES].entries())
    for (const stepMs of steps) {
      const samples = samplesOf(ticks, number);
      const toMs = Math.min(fromMs + 80 * HOUR, fromMs + 11_000 * stepMs);
      const answer = store.query({ hostId: HOST, metrics: [metric], fromMs, toMs, stepMs })[0]?.points ?? [];
      const expected = naivePoints(samples, [fromMs, toMs], stepMs);
      const known = ({ last }: { last: number | null }) => last !== null;
      expect(answer.filter(known)).toEqual(expected.filter(known));
      if (answer.length > 0) expect(answer.map(({ timeMs }) => timeMs)).toEqual(expected.map(({ timeMs }) => timeMs));
    }
};

it('every tier answers what the ticks say, before, between and after packing', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(scenario.filter(uniqueTimes), (parts) => {
      const store = openStore(':memory:', { rawMs: 100 * DAY });
      play(store, parts);
      check(store, parts, STEPS);
      compactAll(store, START + 10 * DAY);
      check(store, parts, STEPS);
      store.close();
    }),
    { numRuns: 25 },
  );
});

it('rollups outlive the raw blocks, whenever ticks come', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(scenario.filter(uniqueTimes), (parts) => {
      const store = openStore(':memory:', { rawMs: HOUR, minuteMs: 100 * DAY });
      play(store, parts);
      compactAll(store, START + 10 * DAY);
      // "Last" of a minute that got a late tick after its raw blocks went is what it was: not compared.
      const all = parts.flatMap((part) => part.ticks);
      const range = [START - DAY, START + 9 * DAY] as const;
      for (const [number, metric] of [IN_SEGS, RX_BYTES].entries())
        for (const stepMs of [HOUR, DAY]) {
          const query = { hostId: HOST, metrics: [metric], fromMs: range[0], toMs: range[1], stepMs };
          const bare = (points: ReturnType<typeof naivePoints>) =>
            points.filter(({ min }) => min !== null).map(({ timeMs, min, max, mean }) => ({ timeMs, min, max, mean }));
          const points = store.query(query)[0]?.points ?? [];
          expect(bare(points)).toEqual(bare(naivePoints(samplesOf(all, number), range, stepMs)));
        }
      store.close();
    }),
    { numRuns: 25 },
  );
});
