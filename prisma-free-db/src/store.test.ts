import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentHello, Tick } from '@netstrata/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from './index.ts';

const START = Date.UTC(2026, 0, 5, 10, 0, 0);
const series = [
  { metric: 'transport.tcp.inSegs', labels: {} },
  { metric: 'link.dev.rxBytes', labels: { device: 'eth0' } },
];
const hello: AgentHello = {
  protocol: 1,
  token: 't',
  session: 'session-1',
  agentVersion: '0.1.0',
  intervalMs: 1000,
  facts: {
    hostId: 'host-0001',
    hostname: 'web-1',
    kernelRelease: '6.18.44',
    arch: 'x86_64',
    cpuCount: 2,
    pageSizeBytes: 4096,
    memTotalBytes: 1_000_000,
    bootId: 'boot',
  },
  missing: [],
};
const tick = (seq: number): Tick => ({
  seq,
  timeMs: START + seq * 1000,
  monoMs: seq * 1000,
  values: Float64Array.from([seq * 10, seq % 2 === 0 ? Number.NaN : seq * 1500]),
});
const ticks = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => tick(from + n));
const batch = (from: number, to: number) => ({
  hostId: 'host-0001',
  session: 'session-1',
  series,
  ticks: ticks(from, to),
});
const ask = (fromSeq: number, toSeq: number, stepMs = 1000) => ({
  hostId: 'host-0001',
  metrics: ['transport.tcp.inSegs'],
  fromMs: START + fromSeq * 1000,
  toMs: START + toSeq * 1000,
  stepMs,
});

describe('the store', () => {
  let folder = '';
  const file = () => join(folder, 'history.sqlite');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netstrata-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const filled = (to: number) => {
    const store = openStore(file());
    store.saveHost(hello, START);
    store.appendTicks([batch(1, to)]);
    return store;
  };

  it('keeps every tick once, however often it is sent, also when opened again', () => {
    const first = filled(10);
    expect(first.appendTicks([batch(5, 12)])).toEqual([12]);
    expect(first.appendTicks([batch(1, 12)])).toEqual([12]);
    first.close();
    const store = openStore(file());
    expect(store.committedSeq('host-0001', 'session-1')).toBe(12);
    const [inSegs] = store.query(ask(1, 13));
    expect(inSegs?.points.map(({ last }) => last)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]);
    store.close();
  });

  it('shows unknown as null and keeps the label sets apart', () => {
    const store = filled(3);
    const [rx] = store.query({ ...ask(1, 5), metrics: ['link.dev.rxBytes'] });
    expect(rx?.labels).toEqual({ device: 'eth0' });
    expect(rx?.points.map(({ last }) => last)).toEqual([1500, null, 4500, null]);
    store.close();
  });

  it('answers the same before and after packing, and from rollups', () => {
    const store = filled(3600);
    const before = store.query(ask(0, 3600));
    const minutesBefore = store.query(ask(0, 3600, 60_000));
    const now = START + 3 * 3_600_000;
    while (store.compact(now).packedTicks > 0);
    store.compact(now);
    expect(store.query(ask(0, 3600))).toEqual(before);
    expect(store.query(ask(0, 3600, 60_000))).toEqual(minutesBefore);
    expect(minutesBefore[0]?.points[1]).toEqual({ timeMs: START + 60_000, last: 1190, min: 600, max: 1190, mean: 895 });
    store.close();
  });

  it('packs a tick that came late beside the others', () => {
    const store = filled(100);
    store.compact(START + 3_600_000);
    store.appendTicks([
      {
        ...batch(1, 2),
        session: 'session-2',
        ticks: [
          { ...tick(1), timeMs: START + 500_000 },
          { ...tick(2), timeMs: START + 50_500 },
        ],
      },
    ]);
    store.compact(START + 3_600_000);
    expect(store.query(ask(499, 501))[0]?.points.map(({ last }) => last)).toEqual([null, 10]);
    expect(store.query(ask(50, 51))[0]?.points[0]).toMatchObject({ min: 20, max: 500 });
    store.close();
  });

  it('drops what is past retention', () => {
    const store = openStore(file(), { rawMs: 3_600_000 });
    store.saveHost(hello, START);
    store.appendTicks([batch(1, 100)]);
    store.compact(START + 1_800_000);
    expect(store.compact(START + 7_200_000).droppedBlocks).toBe(1);
    store.close();
  });

  it('refuses what it cannot answer, with a sentence', () => {
    const store = filled(1);
    expect(() => store.query({ ...ask(0, 1), hostId: 'nobody-at-all' })).toThrow(
      'There is no history of host nobody-at-all.',
    );
    expect(() => store.query(ask(0, 13_000))).toThrow('13000 points a series, at most 12000');
    expect(() => store.query(ask(5, 1))).toThrow('from before to');
    expect(() => store.appendTicks([{ ...batch(1, 1), hostId: 'nobody-at-all' }])).toThrow(
      'Host nobody-at-all has not introduced itself.',
    );
    store.close();
  });

  it('refuses a file that is not ours, and leaves it as it was', () => {
    writeFileSync(file(), 'This is a letter, and not a database at all. '.repeat(50));
    expect(() => openStore(file())).toThrow('is not a database');
    expect(() => openStore(join(folder, 'history.sqlite', 'x'))).toThrow('Cannot write the history');
  });
});
