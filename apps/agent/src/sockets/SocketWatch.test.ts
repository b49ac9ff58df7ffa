import { KernelError, type UnixDiagCursor } from '@netstrata/kernel';
import type { UnixSocketRow } from '@netstrata/metrics';
import { expect, test } from 'vitest';
import { systemClock } from '../clock/Clock.ts';
import { SourceHealth } from '../sampler/SourceHealth.ts';
import { DumpGovernor } from './DumpGovernor.ts';
import { OtherSockets } from './others/OtherSockets.ts';
import { AskedOwners } from './query/AskedOwners.ts';
import { SocketDumper } from './SocketDumper.ts';
import { SocketWatch } from './SocketWatch.ts';
import { UnixDumper } from './UnixDumper.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const LISTENER = {
  type: 1,
  state: 10,
  recvQ: 3,
  sendQ: 5,
  inode: 7,
  peerInode: Number.NaN,
  cookieLow: 1,
  cookieHigh: 0,
  wmemAlloc: 0,
  sndbuf: 212_992,
  name: '/run/a.sock',
  shutdown: 0,
  uid: 0,
  pendingCount: 0,
  skmemWord: () => Number.NaN,
};

/** A watch over a host with one Unix listener, each of whose two dumps fails on demand and costs 10 ms of CPU. */
function watchOf(fails: { inet?: boolean; unix?: boolean } = {}, code: 'timed-out' | 'unsupported' = 'timed-out') {
  const reports: unknown[] = [];
  let cpuMs = 0;
  const spend = (failing: boolean | undefined) => {
    cpuMs += 10;
    if (failing) throw new KernelError({ code, operation: 'recv', path: 'test' });
  };
  const health = new SourceHealth(quiet);
  const governor = new DumpGovernor({ budgetPercent: 1, tickMs: 1000 });
  const owners = {
    ownerOf: (inode: number) => (inode === 7 ? { pid: 70, name: 'dockerd' } : undefined),
    isSought: () => false,
    search: () => {},
  };
  const watch = new SocketWatch({
    dumper: new SocketDumper(
      {
        dump: (protocol) => {
          if (protocol === 'tcp') spend(fails.inet);
          return { interrupted: false };
        },
      },
      owners,
    ),
    unix: new UnixDumper({
      dumpUnix: (visit) => {
        spend(fails.unix);
        visit(LISTENER as unknown as UnixDiagCursor);
      },
    }),
    others: new OtherSockets({
      diag: {
        dumpAll: () => {},
        dumpPacket: () => {},
        dumpUnix: (visit) => visit(LISTENER as unknown as UnixDiagCursor),
      },
      raw: { list: () => [] },
      interfaceOf: () => undefined,
    }),
    namer: {
      namesOf: () => ({ users: { 0: 'root' }, interfaces: {}, cgroups: {} }),
      userOf: () => undefined,
      interfaceOf: () => undefined,
      cgroupOf: () => undefined,
    },
    owners,
    asked: new AskedOwners(owners),
    namespaces: { query: async () => expect.fail('nobody asked for a namespace') },
    governor,
    health,
    clock: systemClock,
    tickMs: 1000,
    onReport: (report) => reports.push(report),
    cpuMs: () => cpuMs,
  });
  return { watch, reports, health, governor };
}

test('one tick dumps Internet and Unix sockets, and one report names both', () => {
  const { watch, reports } = watchOf();
  const { inet, unix } = watch.tick(0);
  expect(inet?.summary).toMatchObject({ tcpSockets: 0 });
  expect(unix?.summary).toMatchObject({ sockets: 1, acceptQueueMaxLen: 3, acceptQueueMaxBacklog: 5 });
  const row = { name: '/run/a.sock', recvQ: 3, sendQ: 5, pid: 70, process: 'dockerd' };
  expect(reports).toMatchObject([{ total: 0, unix: [row] }]);
});

test('both are charged to the budget', () => {
  const { watch, governor } = watchOf();
  watch.tick(0);
  // Twenty milliseconds of nine in a second.
  expect(governor.intervalMs(false)).toBe(3000);
});

test.each([
  ['unix', 'sock_diag/unix', 'sock_diag/summary', 1],
  ['inet', 'sock_diag/summary', 'sock_diag/unix', 0],
] as const)('where %s sockets cannot be listed the others still are', (failing, failed, fine, reported) => {
  const { watch, reports, health } = watchOf({ [failing]: true });
  const dumps = watch.tick(0);
  expect(dumps[failing]).toBeUndefined();
  expect(dumps[failing === 'unix' ? 'inet' : 'unix']).toBeDefined();
  expect(health.rows.find(({ source }) => source === failed)).toMatchObject({ success: 0, failures: 1 });
  expect(health.rows.find(({ source }) => source === fine)).toMatchObject({ success: 1, failures: 0 });
  expect(reports).toHaveLength(reported);
});

test('however many look, one dump serves them: that of the next tick, or one a second after the last', async () => {
  const { watch } = watchOf();
  const seen: string[] = [];
  const observer = (name: string) => ({
    beginDump: () => void seen.push(`${name} begins`),
    add: () => {},
    endDump: () => void seen.push(`${name} ends`),
  });
  const looks = [watch.look(observer('a')), watch.look(observer('b'))];
  expect(seen).toEqual([]);
  watch.tick(0);
  await Promise.all(looks);
  expect(seen).toEqual(['a begins', 'b begins', 'a ends', 'b ends']);
  watch.tick(5000);
  expect(seen).toHaveLength(4);
  const later = watch.look(observer('c'));
  watch.stop();
  await expect(later).rejects.toThrow('the agent ends');
});

test('those who look learn why they see nothing', async () => {
  const { watch } = watchOf({ inet: true });
  const look = watch.look({ beginDump: () => {}, add: () => {}, endDump: () => expect.fail('it has ended') });
  watch.tick(0);
  await expect(look).rejects.toThrow(expect.objectContaining({ code: 'timed-out' }));
});

test('a kernel that has no dump of Unix sockets is not counted as a failure each time', () => {
  const { watch, health } = watchOf({ unix: true }, 'unsupported');
  for (const monoMs of [0, 5000, 10_000]) expect(watch.tick(monoMs).unix).toBeUndefined();
  expect(health.rows.find(({ source }) => source === 'sock_diag/unix')).toMatchObject({ success: 0, failures: 0 });
});

test('the programs at both ends of a full Unix socket are looked for longer', () => {
  const budgets: number[] = [];
  const lister = { dump: () => ({ interrupted: false }) };
  const owners = {
    ownerOf: (inode: number) => (inode === 7 ? { pid: 70, name: 'dockerd' } : undefined),
    isSought: () => false,
    search: (_: unknown, budgetMs: number) => budgets.push(budgetMs),
  };
  const dumper = new SocketDumper(lister, owners);
  const row = { type: 'stream', state: 'established', inode: 7, cookie: '1', recvQ: 0, sendQ: 0 } as const;
  const dump = (unix: readonly UnixSocketRow[]) =>
    dumper.dump({ timeMs: 0, monoMs: 0, watched: false, unix }).report.unix;
  dump([{ ...row, fill: 1 }]);
  dump([{ ...row, peerInode: 8, fill: 0.9 }]);
  const [named] = dump([{ ...row, peerInode: 8, fill: 1 }]) ?? [];
  expect(budgets.map((budget) => budget > 4)).toEqual([false, false, true]);
  expect(named).toMatchObject({ process: 'dockerd', pid: 70, peerProcess: undefined });
});

test('the processes of sockets that a query named are looked for until nobody has asked for a while', () => {
  const wanted: ReadonlySet<number>[] = [];
  const owners = {
    ownerOf: () => undefined,
    isSought: () => false,
    search: (inodes: ReadonlySet<number>) => wanted.push(inodes),
  };
  const asked = new AskedOwners(owners);
  const dumper = new SocketDumper({ dump: () => ({ interrupted: false }) }, owners, { asked });
  const request = { timeMs: 0, watched: false };
  dumper.dump({ ...request, monoMs: 0 });
  asked.find([7], 1000);
  asked.find([7], 1500);
  dumper.dump({ ...request, monoMs: 5000 });
  dumper.dump({ ...request, monoMs: 12_000 });
  expect(wanted.map((inodes) => inodes.has(7))).toEqual([false, true, true, true, false]);
});

test('one dump answers every window of every list until it is too old', async () => {
  const { watch } = watchOf();
  const ask = (filter: string, maxAgeMs?: number) =>
    watch.query({ sort: 'fill', filter, limit: 10, offset: 0, ...(maxAgeMs === undefined ? {} : { maxAgeMs }) });
  const first = ask('', 60_000);
  watch.tick(systemClock.monoMs());
  const { timeMs, matched, total } = await first;
  expect({ matched, total }).toEqual({ matched: 1, total: 1 });
  expect(await ask('state:listen', 60_000)).toMatchObject({
    timeMs,
    matched: 1,
    sockets: [{ local: '/run/a.sock', process: 'dockerd' }],
  });
  expect(await ask('proc:nginx', 60_000)).toMatchObject({ timeMs, matched: 0, sockets: [] });
  const fresh = ask('');
  watch.stop();
  await expect(fresh).rejects.toThrow('the agent ends');
});
