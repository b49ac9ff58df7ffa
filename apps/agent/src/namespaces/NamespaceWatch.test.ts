import type { NamespaceCounters, NetworkNamespace } from '@netstrata/kernel/types';
import { expect, it } from 'vitest';
import { COUNTERS } from './countersFixture.ts';
import { NamespaceWatch } from './NamespaceWatch.ts';

const namespaceOf = (inode: number, more: Partial<NetworkNamespace> = {}): NetworkNamespace => ({
  inode,
  name: `ns${inode}`,
  naming: 'named',
  mounts: [],
  processes: 1,
  pids: [inode],
  program: undefined,
  ...more,
});

/** A host with these namespaces, where each reading takes so many milliseconds. */
const hostOf = (namespaces: readonly NetworkNamespace[], readMs = 0) => {
  const host = {
    namespaces,
    complete: true,
    unreadableProcesses: 7,
    searches: [] as (readonly [number, number])[],
    read: [] as string[],
    sockets: new Map<number, number>(),
    counters: (_: NetworkNamespace): NamespaceCounters => COUNTERS,
  };
  let now = 0;
  const watch = new NamespaceWatch({
    table: {
      get namespaces() {
        return host.namespaces;
      },
      complete: true,
      unreadableProcesses: 7,
      search: (budgetMs, everyMs) => void host.searches.push([budgetMs, everyMs]),
    },
    reader: {
      counters: (namespace) => {
        now += readMs;
        host.read.push(namespace.name);
        return host.counters(namespace);
      },
      sockets: ({ inode }) => host.sockets.get(inode),
    },
    tickMs: 1000,
    now: () => now,
  });
  return { host, watch };
};

it('reads every five ticks, every two seconds while somebody looks, and tells only what it read', () => {
  const { host, watch } = hostOf([namespaceOf(1)]);
  const rows = [0, 1000, 2000, 3000, 4000, 5000, 6000].map((monoMs) => watch.step(monoMs).length);
  expect(rows).toEqual([1, 0, 0, 0, 0, 1, 0]);
  watch.watched = true;
  expect([7000, 8000, 9000].map((monoMs) => watch.step(monoMs).length)).toEqual([1, 0, 1]);
  expect([host.searches.at(0), host.searches.at(-1)]).toEqual([
    [1, 10_000],
    [4, 2000],
  ]);
  const { devices: _, ...numbers } = COUNTERS;
  expect(watch.step(11_000)).toEqual([{ netns: 'ns1', processes: 1, ...numbers }]);
  expect(watch.summary).toEqual({ found: 1, read: 1, unreadableProcesses: 7 });
  expect(watch.readings).toMatchObject([{ monoMs: 11_000, before: { monoMs: 9000 } }]);
});

it('spreads readings over ticks when they take long', () => {
  const { host, watch } = hostOf(
    Array.from({ length: 6 }, (_, n) => namespaceOf(n)),
    1,
  );
  for (const monoMs of [0, 1000, 2000]) expect(watch.step(monoMs)).toHaveLength(2);
  expect(watch.step(3000)).toEqual([]);
  expect(new Set(host.read).size).toBe(6);
  for (const monoMs of [5000, 6000, 7000]) expect(watch.step(monoMs)).toHaveLength(2);
  expect(host.read.slice(6)).toEqual(host.read.slice(0, 6));
});

it('reads the sixteen largest, and finds out which those are', () => {
  const { host, watch } = hostOf(Array.from({ length: 40 }, (_, n) => namespaceOf(n, { processes: n < 20 ? 9 : 1 })));
  host.sockets.set(39, 50_000);
  host.counters = ({ inode }) => ({ ...COUNTERS, sockets: host.sockets.get(inode) });
  watch.step(0);
  expect(watch.summary).toMatchObject({ found: 40, read: 16 });
  expect(watch.readings.every(({ namespace }) => namespace.inode < 20)).toBe(true);
  for (let tick = 1; tick <= 48; tick++) watch.step(tick * 1000);
  const inodes = watch.readings.map(({ namespace }) => namespace.inode);
  expect(inodes).toHaveLength(16);
  expect(inodes).toContain(39);
  // The others are the same as before.
  expect(inodes.filter((inode) => inode < 20)).toHaveLength(15);
});

it('a namespace that cannot be read says why and costs the others nothing; one that is gone is forgotten', () => {
  const { host, watch } = hostOf([namespaceOf(1), namespaceOf(2)]);
  host.counters = ({ inode }) => {
    if (inode === 1) throw new Error('CAP_SYS_ADMIN is missing');
    return COUNTERS;
  };
  expect(watch.step(0).map(({ netns }) => netns)).toEqual(['ns2']);
  expect(watch.readings.map(({ counters, reason }) => [counters?.sockets, reason])).toEqual([
    [undefined, 'CAP_SYS_ADMIN is missing'],
    [5, undefined],
  ]);
  host.namespaces = [namespaceOf(2, { name: 'another one' })];
  watch.step(1000);
  expect(watch.readings).toMatchObject([{ namespace: { name: 'another one' }, before: undefined }]);
  host.namespaces = [];
  watch.step(2000);
  expect([watch.readings, watch.summary]).toEqual([[], { found: 0, read: 0, unreadableProcesses: 7 }]);
});

it('a host that makes namespaces all day gets no more names after 512', () => {
  const { host, watch } = hostOf([]);
  let told = 0;
  for (let n = 0; n < 600; n++) {
    host.namespaces = [namespaceOf(n)];
    told += watch.step(n * 1000).length;
  }
  expect(told).toBe(512);
  host.namespaces = [namespaceOf(3)];
  expect(watch.step(1_000_000)).toHaveLength(1);
});
