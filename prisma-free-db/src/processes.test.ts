import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Tick } from '@netstrata/protocol';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { compactAll, HOST, IN_SEGS, RX_BYTES, SESSION, testFolder } from './testing/fixture.ts';
import { LOOP_STEP_MS, loopTick } from './testing/loopTick.ts';
import { naivePoints, samplesOf } from './testing/naive.ts';
import type { Store } from './types.ts';

const { folder, file, open } = testFolder();
const LOOP = fileURLToPath(new URL('./testing/appendLoop.ts', import.meta.url));
const RAW = { rawMs: 100 * 86_400_000 };
const from = loopTick(1).timeMs;

/** Starts the loop; `acked` is called with every seq it says is on disk, and with the one it begins after. */
const startLoop = (
  args: readonly string[],
  acked: (seq: number, begin: boolean) => void,
  env: Readonly<Record<string, string>> = {},
) => {
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const child = spawn(process.execPath, [LOOP, ...args], { stdio: [...stdio], env: { ...process.env, ...env } });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const begin = line.startsWith('begin ');
    acked(Number(begin ? line.slice(6) : line), begin);
  });
  return { kill: () => child.kill('SIGKILL'), ended };
};

/** Every tick up to `last` is there once, in the log or in a block, with its values, and so it is in the sums of every tier. */
const checkAll = (store: Store, path: string, last: number): void => {
  const database = new Database(path, { readonly: true });
  const stored = database
    .prepare('SELECT (SELECT total(points) FROM block WHERE tier = 0) + (SELECT count(*) FROM tick_log)')
    .pluck()
    .get();
  database.close();
  expect(stored).toBe(last);
  const ticks: readonly Tick[] = Array.from({ length: last }, (_, n) => loopTick(n + 1));
  const to = loopTick(last + 1).timeMs;
  for (const [number, metric] of [IN_SEGS, RX_BYTES].entries())
    for (const stepMs of [LOOP_STEP_MS, 60_000, 3_600_000])
      for (let start = from; start < to; start += 10_000 * stepMs) {
        const range = [start, Math.min(to, start + 10_000 * stepMs)] as const;
        const [answer] = store.query({ hostId: HOST, metrics: [metric], fromMs: range[0], toMs: range[1], stepMs });
        expect(answer?.points).toEqual(naivePoints(samplesOf(ticks, number), range, stepMs));
      }
};

it('a process killed at any point has every acknowledged tick on disk, once', async () => {
  // A process that was killed leaves no compiled code behind, so one that ends by itself makes it for the others.
  const cache = { NODE_COMPILE_CACHE: folder() };
  await startLoop([file(), '1', 'compact'], () => {}, cache).ended;
  /** Kills 28 processes one after the other, each some acknowledgements and a moment after its start. */
  const killThem = async (path: string, seed: number): Promise<number> => {
    let last = 0;
    for (let kill = 0; kill < 28; kill++) {
      const acks = (kill * seed) % 8;
      let seen = 0;
      const { kill: end, ended } = startLoop(
        [path, '1000000', 'compact'],
        (seq, begin) => {
          if (begin) expect(seq).toBeGreaterThanOrEqual(last);
          last = Math.max(last, seq);
          if (seen++ === acks) setTimeout(end, (kill * seed) % 13);
        },
        cache,
      );
      expect(await ended).toEqual({ code: null, signal: 'SIGKILL' });
    }
    return last;
  };
  await Promise.all(
    [5, 7].map(async (seed) => {
      const path = file();
      const acked = await killThem(path, seed);
      expect(acked).toBeGreaterThan(100);
      const store = open(path, RAW);
      const committed = store.committedSeq(HOST, SESSION);
      expect(committed).toBeGreaterThanOrEqual(acked);
      checkAll(store, path, committed);
      compactAll(store, loopTick(committed).timeMs + 3 * 86_400_000);
      checkAll(store, path, committed);
    }),
  );
});

it('one process writes while another packs and reads: each answer has all that was there, once', async () => {
  const path = file();
  const store = open(path, RAW);
  let acked = 0;
  const { kill, ended } = startLoop([path, '1000000'], (seq) => {
    acked = seq;
  });
  let packed = 0;
  // However fast one is beside the other: until both have done enough.
  while (acked < 900 || packed <= 100) {
    packed += store.compact(loopTick(acked).timeMs + LOOP_STEP_MS).packedTicks;
    const before = acked;
    const toMs = loopTick(before + 1000).timeMs;
    if (before > 0) {
      const query = { hostId: HOST, metrics: [IN_SEGS], fromMs: from, toMs, stepMs: LOOP_STEP_MS };
      const known = store.query(query)[0]?.points.flatMap(({ last }) => last ?? []) ?? [];
      expect(known.length).toBeGreaterThanOrEqual(before);
      expect(known).toEqual(Array.from(known, (_, n) => (n + 1) * 7));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  kill();
  await ended;
  checkAll(store, path, store.committedSeq(HOST, SESSION));
});
