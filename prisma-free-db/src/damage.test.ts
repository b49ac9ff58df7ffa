import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { prepareAppend } from './append.ts';
import { openDatabase } from './openDatabase.ts';
import { openStore } from './openStore.ts';
import { StoreError } from './StoreError.ts';
import {
  batch,
  compactAll,
  HOST,
  IN_SEGS,
  lastsOf,
  pointsOf,
  RX_BYTES,
  SESSION,
  START,
  secondsOf,
  testFolder,
  tickAt,
} from './testing/fixture.ts';
import type { Store } from './types.ts';

const HOUR = 3_600_000;
const { folder, file, store: newStore } = testFolder();

/** A file with raw blocks, minutes and hours of two days and a log of some minutes; gives all that is asked of it. */
const history = (path: string): ((store: Store) => string) => {
  const store = newStore({ rawMs: 3 * HOUR }, path);
  const ticks = Array.from({ length: 960 }, (_, n) =>
    tickAt(n + 1, START + n * 180_000, n * 13, Math.round(Math.sin(n) * 1e6)),
  );
  store.appendTicks([batch(ticks)], START + 48 * HOUR);
  compactAll(store, START + 48 * HOUR);
  const fresh = Array.from({ length: 200 }, (_, n) => tickAt(961 + n, START + 48 * HOUR + n * 1000, n, n / 4));
  store.appendTicks([batch(fresh)], START + 48 * HOUR);
  store.close();
  const end = START + 48 * HOUR + 200_000;
  const ranges = [
    [end - 2 * HOUR, 1000],
    [START, 60_000],
    [START, HOUR],
  ] as const;
  const metrics = [IN_SEGS, RX_BYTES];
  return (asked) =>
    JSON.stringify([
      asked.committedSeq(HOST, SESSION),
      ranges.map(([fromMs, stepMs]) => asked.query({ hostId: HOST, metrics, fromMs, toMs: end, stepMs })),
    ]);
};

/** What becomes of the bytes as a history: a StoreError's code, or whether every answer is the right one. */
const verdictOf = (bytes: Buffer, ask: (store: Store) => string, right: string): string => {
  const path = join(folder(), 'damaged.sqlite');
  writeFileSync(path, bytes);
  let store: Store | undefined;
  try {
    store = openStore(path);
    return ask(store) === right ? 'right' : 'wrong';
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return error.code;
  } finally {
    store?.close();
  }
};

/** A history with what it answers. */
const intact = () => {
  const path = file();
  const ask = history(path);
  const store = openStore(path);
  const right = ask(store);
  store.close();
  return { bytes: readFileSync(path), ask, right };
};

it('a flipped bit anywhere is an error or does no harm', () => {
  const { bytes, ask, right } = intact();
  expect(right.length).toBeGreaterThan(100_000);
  const verdicts = new Set<string>();
  // A stride that is no multiple of a page, so that headers, keys and contents of all kinds of pages are met.
  for (let at = 17, n = 0; at < bytes.length; at += 2039, n++) {
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] as number) ^ (1 << (n % 8));
    verdicts.add(verdictOf(flipped, ask, right));
  }
  expect([...verdicts].toSorted()).toEqual(['corrupt', 'not-a-database', 'right']);
});

it('a file cut off anywhere is an error', () => {
  const { bytes, ask, right } = intact();
  for (const length of [100, 4096, 5000, 8192, 40_960, bytes.length - 4096])
    expect([length, verdictOf(bytes.subarray(0, length), ask, right)]).toEqual([length, 'corrupt']);
  // Without its last byte the last page may still say the same.
  expect(verdictOf(bytes.subarray(0, bytes.length - 1), ask, right)).not.toBe('wrong');
});

const damaged = (path: string, sql: string): void => {
  const database = new Database(path);
  database.exec(sql);
  database.close();
};

it('a damaged tick is an error to who asks, is left out and counted by packing, and holds up nothing', () => {
  const path = file();
  const store = newStore({}, path);
  store.appendTicks([batch(secondsOf(1, 5))], START + 5000);
  damaged(
    path,
    `UPDATE tick_log SET time_ms = time_ms + 1 WHERE seq = 3; UPDATE tick_log SET data = x'00' WHERE seq = 4`,
  );
  expect(() => lastsOf(store, [START, START + 6000])).toThrow(
    expect.objectContaining({ code: 'corrupt', message: '2 of the newest ticks of host host-0001 are damaged.' }),
  );
  expect(compactAll(store, START + HOUR)).toEqual({ packedTicks: 5, droppedBlocks: 0, damaged: 2 });
  expect(lastsOf(store, [START, START + 6000])).toEqual([null, 10, 20, null, null, 50]);
});

it('a damaged block is an error to who asks for its time, and is left out of its rollup', () => {
  const path = file();
  const store = newStore({}, path);
  store.appendTicks([batch(secondsOf(1, 650))], START + 650_000);
  compactAll(store, START + HOUR);
  damaged(path, `UPDATE block SET data = zeroblob(50) WHERE start_ms = ${START + 300_000}`);
  expect(lastsOf(store, [START + 1000, START + 3000])).toEqual([10, 20]);
  expect(() => lastsOf(store, [START + 299_000, START + 301_000])).toThrow(
    expect.objectContaining({ code: 'corrupt', message: expect.stringContaining('2026-01-05T10:05:00.000Z') }),
  );
  expect(compactAll(store, START + 2 * HOUR)).toMatchObject({ damaged: 1 });
  const minutes = pointsOf(store, [START, START + 11 * 60_000], 60_000).map(({ max }) => max);
  expect(minutes).toEqual([590, 1190, 1790, 2390, 2990, null, null, null, null, null, 6500]);
});

it('a full disk refuses the batch whole, and takes it when there is room again', () => {
  const path = file();
  newStore({}, path).close();
  const database = openDatabase(path);
  const append = prepareAppend(database);
  database.pragma(`max_page_count = ${(database.pragma('page_count', { simple: true }) as number) + 3}`);
  const noise = (from: number) =>
    Array.from({ length: 40 }, (_, n) => tickAt(from + n, START + (from + n) * 1000, Math.sin(n), Math.cos(n)));
  expect(append([batch(noise(1))], START)).toEqual([40]);
  let seq = 41;
  const fill = () => {
    for (; seq < 4000; seq += 40) append([batch(noise(seq))], START);
  };
  expect(fill).toThrow('database or disk is full');
  expect(fill).toThrow('database or disk is full');
  database.pragma('max_page_count = 100000');
  expect(append([batch(noise(seq))], START)).toEqual([seq + 39]);
  const count = database.prepare('SELECT count(*), max(seq) FROM tick_log').raw().get();
  expect(count).toEqual([seq + 39, seq + 39]);
  database.close();
});
