import { describe, expect, it } from 'vitest';
import {
  batch,
  compactAll,
  HOST,
  helloOf,
  lastsOf,
  pointsOf,
  RX_BYTES,
  SERIES,
  SESSION,
  START,
  secondsOf,
  testFolder,
  tickAt,
} from './testing/fixture.ts';

const HOUR = 3_600_000;
const at = (seq: number) => START + seq * 1000;
const { file, open, store: newStore } = testFolder();

const filled = (to: number) => {
  const store = newStore();
  store.appendTicks([batch(secondsOf(1, to))], at(to));
  return store;
};

describe('appending', () => {
  it('keeps every tick once, however often it is sent, also when opened again', () => {
    const path = file();
    const first = newStore({}, path);
    expect(first.appendTicks([batch(secondsOf(1, 10))], at(10))).toEqual([10]);
    expect(first.appendTicks([batch(secondsOf(5, 12))], at(12))).toEqual([12]);
    expect(first.appendTicks([batch(secondsOf(1, 12))], at(12))).toEqual([12]);
    first.close();
    const store = open(path);
    expect(store.committedSeq(HOST, SESSION)).toBe(12);
    expect(lastsOf(store, [at(1), at(13)])).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]);
  });

  it('takes frames of two connections of a session in one batch, what both bring only once', () => {
    const store = newStore();
    const ticks = [...secondsOf(1, 4), ...secondsOf(3, 6)];
    expect(store.appendTicks([batch(ticks)], at(6))).toEqual([6]);
    expect(lastsOf(store, [at(1), at(7)])).toEqual([10, 20, 30, 40, 50, 60]);
  });

  it('answers for each batch of a call, and does all of it or nothing', () => {
    const store = newStore();
    store.saveHost(helloOf('host-0002'), START);
    const second = batch(secondsOf(1, 3), { hostId: 'host-0002' });
    expect(store.appendTicks([batch(secondsOf(1, 2)), second], at(3))).toEqual([2, 3]);
    const stranger = batch(secondsOf(1, 1), { hostId: 'nobody-at-all' });
    expect(() => store.appendTicks([batch(secondsOf(3, 5)), stranger], at(5))).toThrow(
      'Host nobody-at-all has not introduced itself.',
    );
    expect(store.committedSeq(HOST, SESSION)).toBe(2);
    expect(store.appendTicks([batch(secondsOf(3, 5))], at(5))).toEqual([5]);
    expect(lastsOf(store, [at(1), at(6)])).toEqual([10, 20, 30, 40, 50]);
  });

  it('keeps series that come later, and labels in whatever order', () => {
    const store = newStore();
    const labels = { device: 'eth0', queue: '1' };
    const series = [...SERIES, { metric: 'link.queue.txBytes', labels }];
    store.appendTicks([batch([tickAt(1, at(1), 1, 2)])], at(1));
    store.appendTicks([batch([tickAt(2, at(2), 3, 4, 5)], { series })], at(2));
    const turned = [{ metric: 'link.queue.txBytes', labels: { queue: '1', device: 'eth0' } }];
    store.appendTicks([batch([tickAt(1, at(3), 6)], { session: 'session-2', series: turned })], at(3));
    const query = { hostId: HOST, metrics: ['link.queue.txBytes'], fromMs: at(1), toMs: at(4), stepMs: 1000 };
    expect(store.query(query)).toMatchObject([{ labels, points: [{ last: null }, { last: 5 }, { last: 6 }] }]);
  });

  it.each([
    ['has no number', tickAt(0, START, 1)],
    ['has no number', tickAt(1.5, START, 1)],
    ['has no possible time', tickAt(1, Number.NaN, 1)],
    ['has no possible time', tickAt(1, -1, 1)],
    ['has 3 values for 2 series', tickAt(1, START, 1, 2, 3)],
    ['has an infinite value', tickAt(1, START, Number.NEGATIVE_INFINITY)],
  ])('refuses a tick that %s', (message, wrong) => {
    const store = newStore();
    expect(() => store.appendTicks([batch([wrong])], START)).toThrow(message);
    expect(store.committedSeq(HOST, SESSION)).toBe(0);
  });

  it('says when a host was last heard, on its own clock and on ours', () => {
    const store = newStore();
    expect(store.host(HOST)).toMatchObject({
      hostname: 'web-1',
      firstSeenMs: START,
      lastSeenMs: START,
      lastArrivedMs: START,
    });
    store.appendTicks([batch([tickAt(1, at(-500), 1)])], at(7));
    expect(store.hosts()).toMatchObject([{ hostId: HOST, lastSeenMs: at(-500), lastArrivedMs: at(7) }]);
    expect(store.host('nobody-at-all')).toBeUndefined();
  });
});

describe('asking', () => {
  it('shows unknown as null, keeps label sets apart, and leaves out those without a value', () => {
    const store = filled(3);
    store.appendTicks([batch([], { series: [...SERIES, { metric: RX_BYTES, labels: { device: 'veth7' } }] })], at(3));
    const answer = store.query({ hostId: HOST, metrics: [RX_BYTES], fromMs: at(1), toMs: at(5), stepMs: 1000 });
    expect(answer.map(({ labels }) => labels)).toEqual([{ device: 'eth0' }]);
    expect(answer[0]?.points.map(({ last }) => last)).toEqual([1500, null, 4500, null]);
  });

  it('widens the range to whole steps, so that no step is half there', () => {
    const store = filled(300);
    const [first, second] = pointsOf(store, [at(90), at(150)], 60_000);
    expect(first).toEqual({ timeMs: at(60), last: 1190, min: 600, max: 1190, mean: 895 });
    expect(second).toEqual({ timeMs: at(120), last: 1790, min: 1200, max: 1790, mean: 1495 });
  });

  it('answers the same before and after packing, and from rollups', () => {
    const store = filled(3600);
    const hour = [at(0), at(3600)] as const;
    const steps = [1000, 7000, 60_000, 600_000];
    const before = steps.map((stepMs) => pointsOf(store, hour, stepMs));
    expect(compactAll(store, at(0) + 3 * HOUR).packedTicks).toBe(3600);
    expect(steps.map((stepMs) => pointsOf(store, hour, stepMs))).toEqual(before);
    expect(before[2]?.[1]).toEqual({ timeMs: at(60), last: 1190, min: 600, max: 1190, mean: 895 });
  });

  it('uses a tier only for steps that its points fill', () => {
    const store = newStore({ rawMs: 60_000 });
    // One tick at the end of each half hour, so that a point an hour long would hide which half it is from.
    for (let n = 1; n <= 48; n++) store.appendTicks([batch([tickAt(n, at(n * 1800 - 1), n)])], at(n * 1800));
    compactAll(store, at(0) + 40 * HOUR);
    expect(lastsOf(store, [at(0), at(3 * 3600)], 5_400_000)).toEqual([1, 4, 7]);
    expect(lastsOf(store, [at(0), at(3 * 3600)], 3_600_000)).toEqual([2, 4, 6]);
  });

  it('refuses what it cannot answer, with a sentence', () => {
    const store = filled(1);
    const ask = (fromMs: number, toMs: number, stepMs = 1000) => pointsOf(store, [fromMs, toMs], stepMs);
    expect(() => store.query({ hostId: 'nobody', metrics: [], fromMs: 0, toMs: 1, stepMs: 1000 })).toThrow(
      'There is no history of host nobody.',
    );
    expect(() => ask(at(0), at(13_000))).toThrow('13000 points a series, at most 12000 can be asked for: use a step');
    expect(() => ask(at(5), at(1))).toThrow('from before to');
    expect(() => ask(at(1), at(5), 999)).toThrow('a step of at least 1000');
    expect(() => ask(at(1), Number.NaN)).toThrow('whole milliseconds');
  });

  it('refuses more series than an answer holds, without making room for them', () => {
    const store = newStore();
    const series = Array.from({ length: 600 }, (_, n) => ({ metric: RX_BYTES, labels: { device: `veth${n}` } }));
    store.appendTicks([batch([tickAt(1, at(1), ...series.keys())], { series })], at(1));
    expect(() => pointsOf(store, [at(0), at(60)], 1000, RX_BYTES)).toThrow('513 series, at most 512');
    const some = series.slice(0, 200);
    store.appendTicks([batch([tickAt(1, at(9000), ...some.keys())], { series: some, session: 'session-2' })], at(9000));
    expect(() => pointsOf(store, [at(2000), at(11_000)], 1000, RX_BYTES)).toThrow(
      '167 series of 9000 points, at most 1500000 points',
    );
  });
});

it('two sessions may have a tick in the same millisecond', () => {
  const store = newStore();
  store.appendTicks([batch([tickAt(1, at(1), 5)]), batch([tickAt(1, at(1), 7)], { session: 'session-2' })], at(1));
  const both = [{ timeMs: at(1), last: 7, min: 5, max: 7, mean: 6 }];
  expect(pointsOf(store, [at(1), at(2)])).toEqual(both);
  compactAll(store, at(0) + HOUR);
  expect(pointsOf(store, [at(1), at(2)])).toEqual(both);
});

it('a closed store says so, and may be closed again', () => {
  const store = filled(1);
  store.close();
  store.close();
  expect(() => store.hosts()).toThrow('not open');
});
