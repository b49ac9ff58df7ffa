import type { Tick } from '@netstrata/protocol';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../openDatabase.ts';
import {
  batch,
  compactAll,
  HOST,
  helloOf,
  IN_SEGS,
  lastsOf,
  pointsOf,
  SESSION,
  START,
  secondsOf,
  testFolder,
  tickAt,
} from '../testing/fixture.ts';
import type { Store } from '../types.ts';
import { prepareHostClocks } from './hostClocks.ts';
import { preparePack } from './pack.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const { file, store: newStore } = testFolder();

/** `value` at `timeMs`, of a session of its own, that arrives only now; the host lives on, and its clock is right. */
const late = (store: Store, timeMs: number, value: number, arrivedMs: number): void => {
  const one = (session: string, ticks: readonly Tick[]) => batch(ticks, { session: `${session}-${timeMs}-${value}` });
  store.appendTicks([one('late', [tickAt(1, timeMs, value)]), one('live', [tickAt(1, arrivedMs, 1)])], arrivedMs);
};

const rowsOf = (path: string, sql: string): unknown[] => {
  const database = new Database(path, { readonly: true });
  try {
    return database.prepare(sql).raw().all();
  } finally {
    database.close();
  }
};
const blocksOf = (path: string, beforeMs = START + HOUR) =>
  rowsOf(
    path,
    `SELECT tier, (start_ms - ${START}) / 60000, part FROM block WHERE start_ms < ${beforeMs} ORDER BY 1, 2, 3`,
  );

describe('a tick that comes late', () => {
  it('is packed beside the others of its window, and its minute and hour are summed up again', () => {
    const path = file();
    const store = newStore({ rawMs: 10 * DAY }, path);
    store.appendTicks([batch(secondsOf(1, 100))], START + 100_000);
    compactAll(store, START + 2 * DAY);
    late(store, START + 50_500, 5000, START + 2 * DAY);
    const minute = { timeMs: START, last: 590, min: 10, max: 5000 };
    expect(pointsOf(store, [START, START + MINUTE], MINUTE)[0]).toMatchObject(minute);
    expect(compactAll(store, START + 2 * DAY + HOUR)).toMatchObject({ packedTicks: 2 });
    expect(blocksOf(path)).toEqual([
      [0, 0, 0],
      [0, 0, 1],
      [1, 0, 0],
      [2, -600, 0],
    ]);
    expect(pointsOf(store, [START, START + MINUTE], MINUTE)[0]).toMatchObject(minute);
    expect(pointsOf(store, [START, START + HOUR], HOUR)[0]).toMatchObject({ last: 1000, min: 10, max: 5000 });
    expect(lastsOf(store, [START + 49_000, START + 52_000])).toEqual([490, 5000, 510]);
  });

  it('is added to the minutes when the raw blocks of its hour are gone, again and again', () => {
    const path = file();
    const store = newStore({ rawMs: HOUR }, path);
    store.appendTicks([batch(secondsOf(1, 100))], START + 100_000);
    compactAll(store, START + 3 * HOUR);
    expect(blocksOf(path)).toEqual([[1, 0, 0]]);
    for (const value of [5000, 7000]) {
      late(store, START + 50_500, value, START + 4 * HOUR);
      expect(compactAll(store, START + 5 * HOUR)).toMatchObject({ packedTicks: 2 });
    }
    expect(blocksOf(path)).toEqual([[1, 0, 0]]);
    // 59 ticks of 10 to 590, and the two.
    const minute = { timeMs: START, last: 590, min: 10, max: 7000, mean: (17_700 + 12_000) / 61 };
    expect(pointsOf(store, [START, START + 2 * MINUTE], MINUTE)).toMatchObject([minute, { last: 1000, min: 600 }]);
    compactAll(store, START + 2 * DAY);
    expect(pointsOf(store, [START, START + HOUR], HOUR)).toMatchObject([{ last: 1000, min: 10, max: 7000 }]);
  });

  it('is added to the hours when the minutes of its day are gone too', () => {
    const path = file();
    const store = newStore({ rawMs: HOUR, minuteMs: DAY }, path);
    store.appendTicks([batch(secondsOf(1, 100))], START + 100_000);
    compactAll(store, START + 4 * DAY);
    expect(blocksOf(path)).toEqual([[2, -600, 0]]);
    late(store, START + 50_500, 5000, START + 4 * DAY);
    late(store, START + 3 * HOUR, 4, START + 4 * DAY);
    expect(compactAll(store, START + 4 * DAY + HOUR)).toMatchObject({ packedTicks: 4 });
    expect(blocksOf(path)).toEqual([[2, -600, 0]]);
    const hours = pointsOf(store, [START, START + 4 * HOUR], HOUR);
    expect(hours.map(({ min, max, last }) => [min, max, last])).toEqual([
      [10, 5000, 1000],
      [null, null, null],
      [null, null, null],
      [4, 4, 4],
    ]);
  });
});

describe('after a long standstill', () => {
  it('everything is summed up before anything is dropped', () => {
    const path = file();
    const store = newStore({ rawMs: HOUR, minuteMs: DAY }, path);
    for (let n = 0; n < 60; n++) store.appendTicks([batch([tickAt(n + 1, START + n * HOUR, n)])], START + n * HOUR);
    const { packedTicks } = compactAll(store, START + 30 * DAY);
    expect(packedTicks).toBe(60);
    expect(blocksOf(path, START + 30 * DAY)).toEqual([
      [2, -600, 0],
      [2, 840, 0],
      [2, 2280, 0],
    ]);
    expect(lastsOf(store, [START, START + 60 * HOUR], HOUR)).toEqual(Array.from({ length: 60 }, (_, n) => n));
  });

  it('the hosts take turns, a window each, while there is time', () => {
    const path = file();
    const store = newStore({}, path);
    for (const hostId of [HOST, 'host-0002', 'host-0003']) {
      store.saveHost(helloOf(hostId), START);
      const windows = [0, 1, 2].map((n) => tickAt(n + 1, START + n * 5 * MINUTE, n));
      store.appendTicks([batch(windows, { hostId })], START + 10 * MINUTE);
    }
    const database = openDatabase(path);
    let steps = 4;
    const pack = preparePack(database);
    const clocks = prepareHostClocks(database)(START + HOUR);
    expect(pack(clocks, () => steps-- > 0)).toEqual({ ticks: 4, damaged: 0, more: true });
    const perHost = 'SELECT host, count(*) FROM block GROUP BY host ORDER BY host';
    expect(rowsOf(path, perHost)).toEqual([
      [1, 2],
      [2, 1],
      [3, 1],
    ]);
    steps = 100;
    expect(pack(clocks, () => steps-- > 0)).toEqual({ ticks: 5, damaged: 0, more: false });
    database.close();
  });
});

describe('a clock that is off', () => {
  const wrongBy = (aheadMs: number): void => {
    const path = file();
    const store = newStore({}, path);
    for (let n = 1; n <= 20; n++) {
      const timeMs = START + n * 30_000;
      store.appendTicks([batch([tickAt(n, timeMs + aheadMs, n)])], timeMs);
      store.compact(timeMs);
    }
    const windows = `SELECT start_ms - ${START + aheadMs}, points FROM block ORDER BY 1`;
    // Ten minutes of ticks, of which the first window is finished by the host's own clock, in one part.
    expect(rowsOf(path, windows)).toEqual([[0, 9]]);
    compactAll(store, START + 20 * MINUTE);
    expect(rowsOf(path, windows)).toEqual([
      [0, 9],
      [300_000, 10],
      [600_000, 1],
    ]);
    const lasts = lastsOf(store, [START + aheadMs + 570_000, START + aheadMs + 630_000], 30_000);
    expect(lasts).toEqual([19, 20]);
  };

  it('by days into the past: windows are packed when they are finished, not before', () => wrongBy(-3 * DAY));
  it('by years into the future: as well', () => wrongBy(365 * DAY));

  it('put back: what is in the future is packed, and all is found at the time it came with', () => {
    const path = file();
    const store = newStore({}, path);
    store.appendTicks([batch([tickAt(1, START + 40 * DAY, 1), tickAt(2, START + 40 * DAY + 1000, 2)])], START);
    store.appendTicks([batch([tickAt(3, START + 2000, 3), tickAt(4, START + 1000, 4)])], START + 2000);
    expect(compactAll(store, START + HOUR)).toMatchObject({ packedTicks: 4 });
    expect(rowsOf(path, 'SELECT count(*) FROM tick_log')).toEqual([[0]]);
    expect(lastsOf(store, [START, START + 4000])).toEqual([null, 4, 3, null]);
    expect(lastsOf(store, [START + 40 * DAY, START + 40 * DAY + 2000])).toEqual([1, 2]);
    expect(store.host(HOST)?.lastSeenMs).toBe(START + 1000);
  });
});

describe('retention', () => {
  it('drops whole hours of raw blocks', () => {
    const path = file();
    const store = newStore({ rawMs: HOUR }, path);
    store.appendTicks([batch(secondsOf(1, 400))], START + 400_000);
    expect(compactAll(store, START + 2 * HOUR - 1).droppedBlocks).toBe(0);
    expect(blocksOf(path)).toEqual([
      [0, 0, 0],
      [0, 5, 0],
      [1, 0, 0],
    ]);
    expect(compactAll(store, START + 2 * HOUR).droppedBlocks).toBe(2);
    expect(lastsOf(store, [START, START + 8 * MINUTE], MINUTE)).toEqual([
      590,
      1190,
      1790,
      2390,
      2990,
      3590,
      4000,
      null,
    ]);
  });

  it('by size takes the oldest raw hours first, and never the newest hour', () => {
    const path = file();
    const store = newStore({ maxBytes: 1 }, path);
    for (let n = 0; n < 6 * 12; n++) {
      const timeMs = START + n * 5 * MINUTE;
      store.appendTicks([batch([tickAt(n + 1, timeMs, n)])], timeMs);
    }
    const tiers = 'SELECT tier, min(start_ms), count(*) FROM block GROUP BY tier';
    compactAll(store, START + 6 * HOUR);
    // The day is not over, so its minutes are still needed; of the raw blocks the hour before this one is left.
    expect(rowsOf(path, tiers)).toEqual([
      [0, START + 5 * HOUR, 11],
      [1, START, 5],
    ]);
    compactAll(store, START + 3 * DAY);
    expect(rowsOf(path, tiers)).toEqual([]);
    expect(lastsOf(store, [START, START + 6 * HOUR], HOUR)).toEqual([]);
  });

  it('by size drops nothing while there is room', () => {
    const path = file();
    const store = newStore({ maxBytes: 10_000_000 }, path);
    store.appendTicks([batch(secondsOf(1, 400))], START + 400_000);
    expect(compactAll(store, START + 3 * HOUR).droppedBlocks).toBe(0);
  });
});

describe('what is forgotten', () => {
  const counts = (path: string) =>
    rowsOf(
      path,
      'SELECT (SELECT count(*) FROM session), (SELECT count(*) FROM session_series), (SELECT count(*) FROM series)',
    );

  it('is a session a week after its last batch; its series numbers go after an hour, and come back with it', () => {
    const path = file();
    const store = newStore({}, path);
    store.appendTicks([batch(secondsOf(1, 3))], START + 3000);
    compactAll(store, START + 2 * HOUR);
    expect(counts(path)).toEqual([[1, 0, 2]]);
    expect(store.appendTicks([batch(secondsOf(2, 5))], START + 2 * HOUR)).toEqual([5]);
    expect(counts(path)).toEqual([[1, 2, 2]]);
    expect(lastsOf(store, [START + 1000, START + 6000])).toEqual([10, 20, 30, 40, 50]);
    compactAll(store, START + 7 * DAY);
    expect(store.committedSeq(HOST, SESSION)).toBe(5);
    compactAll(store, START + 7 * DAY + 3 * HOUR);
    expect(counts(path)).toEqual([[0, 0, 2]]);
    expect(lastsOf(store, [START + 1000, START + 6000], MINUTE)).toEqual([50]);
  });

  it('is never a session whose ticks are still in the log, whatever their time is', () => {
    const path = file();
    const store = newStore({}, path);
    store.appendTicks([batch([tickAt(1, START - 400 * DAY, 7)])], START);
    store.compact(START);
    expect(store.committedSeq(HOST, SESSION)).toBe(1);
    expect(store.appendTicks([batch([tickAt(1, START - 400 * DAY, 7)])], START)).toEqual([1]);
  });

  it('is a series a month after its last point, and its number is not given again', () => {
    const path = file();
    const store = newStore({ hourMs: 40 * DAY }, path);
    store.appendTicks([batch(secondsOf(1, 3))], START + 3000);
    compactAll(store, START + 40 * DAY);
    expect(counts(path)).toEqual([[0, 0, 2]]);
    compactAll(store, START + 73 * DAY);
    expect(rowsOf(path, 'SELECT id, metric FROM series')).toEqual([[2, 'link.dev.rxBytes']]);
    const now = START + 73 * DAY;
    store.appendTicks([batch([tickAt(1, now, 8)], { session: 'session-2' })], now);
    expect(rowsOf(path, 'SELECT id, metric FROM series ORDER BY id')).toEqual([
      [2, 'link.dev.rxBytes'],
      [3, IN_SEGS],
    ]);
    expect(lastsOf(store, [now, now + 1000])).toEqual([8]);
  });
});
