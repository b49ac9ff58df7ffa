import { join } from 'node:path';
import { FrameEncoder } from '@netstrata/protocol/codec';
import Database from 'better-sqlite3';
import { openStore } from '../src/openStore.ts';
import type { Store } from '../src/types.ts';
import { helloOf, hostIdOf, sessionOf } from './hosts.ts';
import { type Pace, type Trace, tickOf } from './trace.ts';

const FIVE_MINUTES = 300_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Five commits a second, each with a fifth of the hosts, as the server's writer gathers them. */
const COMMITS_A_SECOND = 5;
/** A whole day, so that every tier's blocks begin with the data. */
export const START = Date.UTC(2026, 0, 5);

/** Does the housekeeping until there is none left; gives its CPU time in ms. */
const compactAll = (store: Store, nowMs: number): number => {
  const before = process.cpuUsage();
  while (store.compact(nowMs).more);
  return cpuMs(before);
};

const cpuMs = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** Bytes a value on the wire: one frame a second, the first one with its dictionary left out. */
export const wireBytesPerSample = (trace: Trace): number => {
  const encoder = new FrameEncoder();
  const sizes = trace.rows.map((_, second) => {
    const tick = tickOf(trace, 0, second, { startMs: START });
    return encoder.encode({ series: trace.series, ticks: [tick] }).length;
  });
  const bytes = sizes.slice(1).reduce((sum, size) => sum + size, 0);
  return bytes / ((sizes.length - 1) * trace.series.length);
};

/** Bytes a value in blocks of the one-second tier, row and index included: the recorded seconds once, none of them repeated. */
export const diskBytesPerSample = (trace: Trace, folder: string): number => {
  const path = join(folder, 'disk.sqlite');
  const store = openStore(path);
  const perWindow = FIVE_MINUTES / 1000;
  store.saveHost(helloOf(0), START);
  const seconds = trace.rows.length;
  append(store, trace, [0], { from: 0, to: seconds, startMs: START });
  for (let n = 0; n < 5; n++) store.compact(START + Math.ceil(seconds / perWindow) * FIVE_MINUTES + 2 * FIVE_MINUTES);
  store.close();
  const database = new Database(path, { readonly: true });
  const sum = 'SELECT sum(points) AS points, sum(length(data) + 40) AS bytes FROM block WHERE tier = 0';
  const { points, bytes } = database.prepare<[], { points: number; bytes: number }>(sum).get() ?? {
    points: 0,
    bytes: 0,
  };
  database.close();
  return bytes / (points * trace.series.length);
};

interface Stretch extends Pace {
  readonly from: number;
  readonly to: number;
}

const append = (store: Store, trace: Trace, hosts: readonly number[], { from, to, ...pace }: Stretch): void => {
  const { startMs, paceMs = 1000 } = pace;
  const many = Math.max(1, Math.floor(60 / hosts.length));
  for (let second = from; second < to; second += many) {
    const end = Math.min(to, second + many);
    const batches = hosts.map((host) => ({
      hostId: hostIdOf(host),
      session: sessionOf(host) + paceMs,
      series: trace.series,
      ticks: Array.from({ length: end - second }, (_, n) => tickOf(trace, host, second + n, pace)),
    }));
    store.appendTicks(batches, startMs + end * paceMs);
  }
};

export interface Ingest {
  readonly perCpuSecond: number;
  readonly perSecond: number;
  /** With packing and rolling up. */
  readonly perCpuSecondInAll: number;
}

/** Values a second through appendTicks with `hosts` agents, one tick each a second, for `seconds`. */
export const measureIngest = (trace: Trace, hosts: number, seconds: number, folder: string): Ingest => {
  const store = openStore(join(folder, 'ingest.sqlite'));
  for (let host = 0; host < hosts; host++) store.saveHost(helloOf(host), START);
  let [cpu, wall] = [0, 0];
  for (let second = 0; second < seconds; second++)
    for (let part = 0; part < COMMITS_A_SECOND; part++) {
      const batches = [];
      for (let host = part; host < hosts; host += COMMITS_A_SECOND)
        batches.push({
          hostId: hostIdOf(host),
          session: sessionOf(host),
          series: trace.series,
          ticks: [tickOf(trace, host, second, { startMs: START })],
        });
      const [before, startedMs] = [process.cpuUsage(), performance.now()];
      store.appendTicks(batches, START + second * 1000);
      wall += performance.now() - startedMs;
      cpu += cpuMs(before);
    }
  const packing = compactAll(store, START + seconds * 1000 + 2 * HOUR);
  store.close();
  const samples = hosts * seconds * trace.series.length;
  return {
    perCpuSecond: (samples / cpu) * 1000,
    perSecond: (samples / wall) * 1000,
    perCpuSecondInAll: (samples / (cpu + packing)) * 1000,
  };
};

export interface Filled {
  readonly path: string;
  readonly endMs: number;
  readonly bytes: number;
}

/**
 * Thirty days of `hosts` hosts: host 0 goes through the store, a tick a minute and in the last day one a second, the newest
 * minutes still in the log; the others get copies of its blocks, which are never asked for but have to be walked past.
 */
export const fillMonth = (trace: Trace, hosts: number, folder: string): Filled => {
  const path = join(folder, 'month.sqlite');
  const store = openStore(path);
  for (let host = 0; host < hosts; host++) store.saveHost(helloOf(host), START);
  const days = 29;
  const lastDayMs = START + days * DAY;
  const endMs = lastDayMs + DAY;
  append(store, trace, [0], { from: 0, to: days * 1440, startMs: START, paceMs: 60_000 });
  compactAll(store, lastDayMs);
  append(store, trace, [0], { from: 0, to: 86_400, startMs: lastDayMs });
  compactAll(store, endMs);
  const database = new Database(path);
  const copy = database.prepare(`
    INSERT INTO block (host, tier, start_ms, part, points, data)
    SELECT other.id, tier, start_ms, part, points, data FROM block, host AS own, host AS other
    WHERE own.host_id = ? AND block.host = own.id AND other.host_id = ?`);
  for (let host = 1; host < hosts; host++) copy.run(hostIdOf(0), hostIdOf(host));
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  const bytes = store.sizeBytes();
  store.close();
  return { path, endMs, bytes };
};

/** The time below which 95 of 100 questions are answered, in ms: each for a range that ends somewhere else in the last hours. */
export const queryP95 = (
  { path, endMs }: Filled,
  metrics: readonly string[],
  { rangeMs, stepMs, spreadMs }: { readonly rangeMs: number; readonly stepMs: number; readonly spreadMs: number },
): number => {
  const store = openStore(path);
  const times: number[] = [];
  for (let n = 0; n < 110; n++) {
    // The golden ratio spreads the ends evenly over the time, in no order.
    const toMs = endMs - Math.floor(((n * 0.618_034) % 1) * spreadMs);
    const startedMs = performance.now();
    const answer = store.query({ hostId: hostIdOf(0), metrics, fromMs: toMs - rangeMs, toMs, stepMs });
    times.push(performance.now() - startedMs);
    if (answer.length !== metrics.length) throw new Error('a question was not answered whole');
  }
  store.close();
  const sorted = times.slice(10).toSorted((a, b) => a - b);
  return sorted[94] as number;
};
