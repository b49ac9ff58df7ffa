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

/** Compares the points in which anything is known, and how many there are in all. */
const check = (store: Store, parts: Scenario, steps: readonly number[]): void => {
  const ticks = parts.flatMap((part) => part.ticks);
  const fromMs = Math.min(...ticks.map(({ timeMs }) => timeMs)) - HOUR;
  for (const [number, metric] of [IN_SEGS, RX_BYTES].entries())
    for (const stepMs of steps) {
      const range = [fromMs, Math.min(fromMs + 80 * HOUR, fromMs + 11_000 * stepMs)] as const;
      const [answer] = store.query({ hostId: HOST, metrics: [metric], fromMs, toMs: range[1], stepMs });
      const expected = naivePoints(samplesOf(ticks, number), range, stepMs);
      const known = expected.filter(({ last }) => last !== null);
      expect(answer?.points.filter(({ last }) => last !== null) ?? []).toEqual(known);
      expect(answer?.points.length).toBe(known.length > 0 ? expected.length : undefined);
    }
};

const checkAll = (retention: Parameters<typeof openStore>[1], [between, after]: readonly (readonly number[])[]): void =>
  fc.assert(
    fc.property(scenario.filter(uniqueTimes), (parts) => {
      const store = openStore(':memory:', retention);
      play(store, parts);
      check(store, parts, between ?? []);
      compactAll(store, START + 10 * DAY);
      check(store, parts, after ?? []);
      store.close();
    }),
    { numRuns: 25 },
  );

it('every tier answers what the ticks say, before, between and after packing', () => {
  checkAll({ rawMs: 100 * DAY }, [STEPS, STEPS]);
});

it('minutes outlive the raw blocks, and lack no tick that comes later', () => {
  const steps = STEPS.filter((stepMs) => stepMs % 60_000 === 0);
  checkAll({ rawMs: HOUR }, [steps, steps]);
});

it('hours outlive the minutes, and lack no tick that comes later', () => {
  const steps = STEPS.filter((stepMs) => stepMs % HOUR === 0);
  checkAll({ rawMs: HOUR, minuteMs: HOUR }, [steps, steps]);
});
