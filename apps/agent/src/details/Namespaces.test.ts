import type { NamespaceSockets, NetworkNamespace } from '@netstrata/kernel/types';
import { expect, it } from 'vitest';
import { COUNTERS } from '../namespaces/countersFixture.ts';
import type { NamespaceReading } from '../namespaces/NamespaceWatch.ts';
import { Namespaces } from './Namespaces.ts';

const SOCKETS: NamespaceSockets = { tcp: {}, udp: 0, unix: 0, listeners: [], interrupted: false };

/** Namespaces n1, n2 ..., of which each read counts so many overflows since the one before. */
const readingsOf = (...overflows: readonly number[]): readonly NamespaceReading[] =>
  overflows.map((listenOverflows, n) => {
    const inode = n + 1;
    const namespace: NetworkNamespace = {
      ...{ inode, name: `n${inode}`, naming: 'process', mounts: [], processes: 1, pids: [inode] },
      program: undefined,
    };
    const before = { monoMs: 5000, counters: COUNTERS };
    return { namespace, monoMs: 10_000, counters: { ...COUNTERS, listenOverflows }, before, reason: undefined };
  });

it('dumps first what drops, whose sockets one report alone has to tell, and forgets none of the others', async () => {
  const readings = readingsOf(0, 0, 7, 0);
  const dumped: string[] = [];
  let now = 0;
  const namespaces = new Namespaces({
    watch: { readings, watched: false },
    table: {
      namespaces: readings.map(({ namespace }) => namespace),
      complete: true,
      unreadableProcesses: 0,
      search: () => undefined,
    },
    readSockets: ({ name }) => {
      dumped.push(name);
      now += 20;
      return SOCKETS;
    },
    readLinks: async () => [],
    wallMs: () => 0,
    now: () => now,
  });
  for (let look = 0; look < 6; look++) await namespaces.read(20_000 + look * 2000);
  expect(dumped).toEqual(['n3', 'n1', 'n3', 'n2', 'n3', 'n4']);
});
