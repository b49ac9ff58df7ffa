import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tick } from '@netstrata/protocol';
import { afterEach } from 'vitest';
import { openStore } from '../openStore.ts';
import type { Store, TickBatch } from '../types.ts';
import { HOST, helloOf, IN_SEGS, SERIES, SESSION } from './hello.ts';

export { HOST, helloOf, IN_SEGS, RX_BYTES, SERIES, SESSION } from './hello.ts';

/** A whole hour, in the middle of a day. */
export const START = Date.UTC(2026, 0, 5, 10, 0, 0);
export const tickAt = (seq: number, timeMs: number, ...values: readonly number[]): Tick => ({
  seq,
  timeMs,
  monoMs: seq * 1000,
  values: Float64Array.from(values),
});

/** Second `seq` after START: ten segments a second, and bytes known in every other second. */
export const tick = (seq: number): Tick =>
  tickAt(seq, START + seq * 1000, seq * 10, seq % 2 === 0 ? Number.NaN : seq * 1500);

export const batch = (ticks: readonly Tick[], given: Partial<TickBatch> = {}): TickBatch => ({
  hostId: HOST,
  session: SESSION,
  series: SERIES,
  ticks,
  ...given,
});

export const secondsOf = (from: number, to: number): readonly Tick[] =>
  Array.from({ length: to - from + 1 }, (_, n) => tick(from + n));

/** Packs, sums up and drops until there is nothing left to do. */
export const compactAll = (store: Store, nowMs: number) => {
  let [packedTicks, droppedBlocks, damaged] = [0, 0, 0];
  for (let more = true; more; ) {
    const done = store.compact(nowMs);
    packedTicks += done.packedTicks;
    droppedBlocks += done.droppedBlocks;
    damaged += done.damaged;
    more = done.more || done.droppedBlocks > 0;
  }
  return { packedTicks, droppedBlocks, damaged };
};

/** What a metric of the first host was from `fromMs` to `toMs`: one entry a step for its first label set. */
export const pointsOf = (store: Store, [fromMs, toMs]: readonly [number, number], stepMs = 1000, metric = IN_SEGS) =>
  store.query({ hostId: HOST, metrics: [metric], fromMs, toMs, stepMs })[0]?.points ?? [];

export const lastsOf = (...question: Parameters<typeof pointsOf>) => pointsOf(...question).map(({ last }) => last);

/** A folder for each test, and the stores in it closed and gone after it. */
export const testFolder = () => {
  const undo: (() => void)[] = [];
  afterEach(() => {
    for (const step of undo.splice(0).toReversed()) step();
  });
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'netstrata-store-'));
    undo.push(() => rmSync(made, { recursive: true, force: true }));
    return made;
  };
  const file = (): string => join(folder(), 'history.sqlite');
  const open = (...given: Parameters<typeof openStore>): Store => {
    const store = openStore(...given);
    undo.push(() => store.close());
    return store;
  };
  /** With the first host in it. */
  const store = (retention: Parameters<typeof openStore>[1] = {}, path = file()): Store => {
    const opened = open(path, retention);
    opened.saveHost(helloOf(), START);
    return opened;
  };
  return { folder, file, open, store };
};
