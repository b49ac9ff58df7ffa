import { expect, test } from 'vitest';
import { ListenerGroups, type SocketAtHand, type SocketHolders } from './ListenerGroups.ts';
import { OpenFilesTotals } from './OpenFilesTotals.ts';
import { ProcessSampler } from './ProcessSampler.ts';
import { Slices } from './Slices.ts';

const at = (port: number, inode: number, more: Partial<SocketAtHand> = {}): SocketAtHand => ({
  family: 4,
  localAddressBytes: Uint8Array.of(0, 0, 0, 0),
  localPort: port,
  interfaceIndex: 0,
  inode,
  recvQ: 0,
  sendQ: 128,
  ...more,
});
const holders = (byInode: Readonly<Record<number, readonly number[]>>): SocketHolders => ({
  holdersOf: (inode) => byInode[inode] ?? [],
  ownerOf: (inode) => byInode[inode]?.[0],
});
const facts = (parents: Readonly<Record<number, number>> = {}) => ({
  parentOf: (pid: number) => parents[pid],
  nameOf: (pid: number) => `worker${pid}`,
});

test('several sockets on one port are a group, one socket of one process is none, another device neither', () => {
  const groups = new ListenerGroups();
  groups.addListener(at(80, 1, { recvQ: 64 }));
  groups.addListener(at(80, 2));
  groups.addListener(at(81, 3));
  groups.addListener(at(82, 4));
  groups.addListener(at(82, 5, { interfaceIndex: 2 }));
  groups.addListener(at(83, 6, { localAddressBytes: Uint8Array.of(127, 0, 0, 1) }));
  groups.keep(holders({ 1: [10], 2: [20], 3: [30], 4: [40], 5: [40], 6: [50] }));
  expect(groups.counts()).toEqual({ groups: 1, sockets: 2 });
  expect(groups.worstQueueGap()).toBe(0.5);
  for (let n = 0; n < 12; n++) groups.addConnection(at(80, 0), 10, n < 3);
  for (let n = 0; n < 4; n++) groups.addConnection(at(80, 0), 20, false);
  // Not of the group: another port, and a process that does not hold a listener.
  groups.addConnection(at(81, 0), 10, true);
  groups.addConnection(at(80, 0), 99, true);
  expect(groups.worstUnevenness(facts())).toBe(0.5);
  expect(groups.rows(facts(), false)).toEqual({
    groupCount: 1,
    groups: [
      {
        address: '0.0.0.0',
        port: 80,
        socketCount: 2,
        sockets: [
          { queue: 64, backlog: 128 },
          { queue: 0, backlog: 128 },
        ],
        serverCount: 2,
        servers: [
          { pid: 10, name: 'worker10', connections: 12, accepted: 3 },
          { pid: 20, name: 'worker20', connections: 4, accepted: 0 },
        ],
        unevenShare: 0.5,
        queueGapShare: 0.5,
      },
    ],
  });
});

test('a parent that only watches over those who serve is left out, one that serves is not', () => {
  const groups = new ListenerGroups();
  groups.addListener(at(80, 1));
  groups.keep(holders({ 1: [10, 20, 30] }));
  const parents = { 20: 10, 30: 10 };
  const pids = () => groups.rows(facts(parents), true).groups[0]?.servers.map(({ pid }) => pid);
  expect(pids()).toEqual([20, 30]);
  expect(groups.counts().groups).toBe(0);
  expect(groups.worstQueueGap()).toBe(undefined);
  groups.addConnection(at(80, 0), 10, false);
  expect(pids()).toEqual([10, 20, 30]);
});

test('a connection belongs to the listener of its own address before that of any address', () => {
  const own = Uint8Array.of(10, 0, 0, 1);
  const groups = new ListenerGroups();
  for (const [inode, localAddressBytes] of [
    [1, own],
    [2, own],
    [3, Uint8Array.of(0, 0, 0, 0)],
    [4, Uint8Array.of(0, 0, 0, 0)],
  ] as const)
    groups.addListener(at(80, inode, { localAddressBytes }));
  groups.keep(holders({ 1: [10], 2: [11], 3: [10], 4: [11] }));
  groups.addConnection(at(80, 0, { localAddressBytes: own }), 10, false);
  groups.addConnection(at(80, 0, { localAddressBytes: Uint8Array.of(127, 0, 0, 1) }), 11, false);
  const rows = groups.rows(facts(), false).groups;
  const connections = (address: string) =>
    rows.find((row) => row.address === address)?.servers.map(({ pid, connections: count }) => [pid, count]);
  expect(connections('10.0.0.1')).toEqual([
    [10, 1],
    [11, 0],
  ]);
  expect(connections('0.0.0.0')).toEqual([
    [11, 1],
    [10, 0],
  ]);
});

test('open files: the nearest to its limit, those near theirs by name, and what is hidden', () => {
  const totals = new OpenFilesTotals();
  expect(totals.totals()).toMatchObject({ processes: 0, openFilesMaxShare: undefined });
  totals.add({ pid: 1, openFiles: 10, limit: 100 });
  totals.add({ pid: 2, openFiles: 90, limit: 100 });
  totals.add({ pid: 3, openFiles: 99, limit: 100 });
  totals.add({ pid: 4, openFiles: 1000, limit: undefined });
  totals.add({ pid: 5, openFiles: undefined, limit: 100 });
  expect(totals.totals()).toEqual({
    processes: 5,
    openFiles: 1199,
    openFilesMaxShare: 0.99,
    openFilesMaxUsed: 99,
    openFilesMaxLimit: 100,
    nearLimit: 2,
    unknown: 1,
  });
  expect(totals.fullest).toEqual([3, 2, 1]);
  expect(totals.near((pid) => (pid === 1 ? 'a' : 'b\u0007'))).toEqual([
    { process: 'b?', openFiles: 99, openFilesLimit: 100 },
  ]);
});

test('a look that fails costs its own rows, says why, and is made again', () => {
  const calls: string[] = [];
  let works = false;
  const sampler = new ProcessSampler({
    diag: {
      dump: () => undefined,
      dumpListeners: () => {
        if (!works) throw new Error('no netlink');
      },
    },
    health: { succeeded: (source) => calls.push(`${source} reads`), failed: (source) => calls.push(`${source} fails`) },
    cpuMs: () => 0,
    cpuBudgetPercent: 1,
  });
  let monoMs = 0;
  const look = (done: () => boolean) => {
    for (let steps = 0; steps < 10_000 && !done(); steps++) sampler.step(monoMs);
  };
  look(() => calls.length === 1);
  expect(sampler.summary).toEqual([]);
  works = true;
  monoMs = 14_000;
  sampler.step(monoMs);
  expect(calls).toEqual(['processes fails']);
  monoMs = 16_000;
  look(() => calls.length === 2);
  expect(calls).toEqual(['processes fails', 'processes reads']);
  expect(sampler.summary).toHaveLength(1);
});

test('sliced work rests between slices, and ends when nobody looks any more', async () => {
  const rests: (() => void)[] = [];
  const clock = {
    after: (_: number, run: () => void) => {
      rests.push(run);
      return () => {
        rests.length = 0;
      };
    },
  };
  let cpu = 0;
  const slices = new Slices({ clock, sliceMs: 5, restMs: 15, cpuMs: () => cpu++ });
  let left = 3;
  const done = slices.run(() => --left === 0);
  for (const expected of [2, 1]) {
    expect(left).toBe(expected);
    rests.shift()?.();
    await Promise.resolve();
  }
  await done;
  expect(slices.costMs).toBe(3);
  const endless = slices.run(() => false);
  slices.stop();
  await expect(endless).rejects.toThrow('nobody looks');
  expect(rests).toEqual([]);
});
