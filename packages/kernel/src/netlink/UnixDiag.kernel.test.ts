import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { Commands, type Companion } from '../testing/commands.ts';
import type { UnixSocket } from '../types.ts';
import type { DumpResult } from './DiagReader.ts';
import { SockDiag } from './SockDiag.ts';
import { UDIAG_SHOW } from './wire.ts';

const commands = new Commands({ spawn, spawnSync });

interface Inhabitants {
  /** Holds listeners and receivers; can be stopped. */
  readonly holder: Companion;
  /** Connects, sends, and dumps. */
  readonly other: Companion;
  /** What a command prints there. */
  readonly inside: (command: readonly string[]) => string;
}

/** Two processes in a network namespace of their own, which has no Unix sockets but theirs. */
async function namespaceOfTwo(context: TestContext): Promise<Inhabitants> {
  commands.needNamespaces(context);
  commands.output(context, ['ss', '-V']);
  const holder = commands.companion(['unshare', '--net']);
  expect(await holder.ask('ready')).toBe('ready');
  const enter = ['nsenter', '--net', '--target', String(holder.pid)];
  const other = commands.companion(enter);
  expect(await other.ask('ready')).toBe('ready');
  return { holder, other, inside: (command) => commands.output(context, [...enter, ...command]) };
}

async function dumpOf(companion: Companion): Promise<readonly UnixSocket[]> {
  const answer = JSON.parse(await companion.ask('unixDump')) as { sockets: UnixSocket[]; result: DumpResult };
  expect(answer.result).toMatchObject({ sockets: answer.sockets.length, interrupted: false, damaged: 0, foreign: 0 });
  return answer.sockets;
}

const TYPES = { stream: 'u_str', dgram: 'u_dgr', seqpacket: 'u_seq' } as const;
const STATES: Readonly<Record<string, string>> = { established: 'ESTAB', listen: 'LISTEN', close: 'UNCONN' };
/** By the bits of shutdown. */
const ARROWS = ['<->', '-->', '<--', '---'];

/** ss takes the number of a device apart in another way than the kernel puts it together. */
function deviceOfSs(device: string): string {
  const [major = 0, minor = 0] = device.split(':').map(Number);
  const number = major * 2 ** 20 + minor;
  return `${(number >> 8) & 0xfff}/${(number & 0xff) | ((number >> 12) & 0xfff00)}`;
}

/** A socket as `ss -xaemO` prints it, to the last word. */
function likeSs(socket: UnixSocket): string {
  const { type, state, recvQ, sendQ, name = '*', inode, peerInode = 0, skmem, shutdown = 0 } = socket;
  const { rmemAlloc, rcvbuf, wmemAlloc, sndbuf, fwdAlloc, wmemQueued, optmem, backlog, drops } = skmem ?? {};
  const memory = `skmem:(r${rmemAlloc},rb${rcvbuf},t${wmemAlloc},tb${sndbuf},f${fwdAlloc},w${wmemQueued},o${optmem},bl${backlog},d${drops})`;
  const words = [TYPES[type], STATES[state], recvQ, sendQ, name, inode, '*', peerInode, memory];
  words.push(ARROWS[shutdown]);
  if (socket.file !== undefined) words.push(`ino:${socket.file.inode}`, `dev:${deviceOfSs(socket.file.device)}`);
  if (state === 'listen') words.push('peers:', ...socket.pendingInodes);
  return words.join(' ');
}

/** Compares the dump with what ss says of the same sockets. Waits while one of them still moves. */
async function sameAsSs({ other, inside }: Inhabitants): Promise<readonly UnixSocket[]> {
  return vi.waitFor(
    async () => {
      const lines = inside(['ss', '-xaemOH']).trim().split('\n');
      const ours = await dumpOf(other);
      const theirs = lines.map((line) => line.trim().replaceAll(/\s+/g, ' '));
      expect(ours.map(likeSs).toSorted()).toEqual(theirs.toSorted());
      return ours;
    },
    { timeout: 60_000, interval: 50 },
  );
}

test('Unix sockets are what ss says: an accept queue that fills, unread bytes, a full datagram socket', async (context) => {
  const inhabitants = await namespaceOfTwo(context);
  const { holder, other } = inhabitants;
  await holder.ask('unixListen stream 5');
  await holder.ask('unixReceiver datagrams');
  await other.ask('unixConnect stream 3000');
  expect(await holder.ask('accepted 1')).toBe('1');
  holder.kill('SIGSTOP');
  for (let more = 0; more < 3; more++) await other.ask('unixConnect stream 0');
  const taken = Number(await other.ask('unixFlood datagrams'));
  await other.ask('unixPacket 0');

  const sockets = await sameAsSs(inhabitants);
  const of = (facts: Partial<UnixSocket>) =>
    sockets.filter((socket) =>
      Object.entries(facts).every(([key, value]) => socket[key as keyof UnixSocket] === value),
    );
  const [listener] = of({ state: 'listen' });
  expect(listener).toMatchObject({ type: 'stream', name: '@stream', recvQ: 3, sendQ: 5 });
  const waiting = of({ type: 'stream', peerInode: 0 }).map(({ inode }) => inode);
  expect(listener?.pendingInodes.toSorted()).toEqual(waiting.toSorted());
  expect(waiting).toHaveLength(3);

  const [reader] = of({ name: '@stream', state: 'established' });
  expect(reader).toMatchObject({ recvQ: 3000, sendQ: 0, skmem: { rmemAlloc: 0, wmemAlloc: 0 } });
  const [writer] = sockets.filter(({ inode }) => inode === reader?.peerInode);
  expect(writer?.skmem?.wmemAlloc).toBeGreaterThan(3000);

  // One datagram more than net.unix.max_dgram_qlen, whose memory is charged to the sender.
  expect(taken).toBe(11);
  const [receiver] = of({ name: '@datagrams' });
  expect(receiver).toMatchObject({ type: 'dgram', recvQ: 100, skmem: { rmemAlloc: 0 } });
  const [sender] = of({ type: 'dgram', peerInode: receiver?.inode });
  expect(sender?.skmem?.wmemAlloc).toBeGreaterThanOrEqual(taken * 500);
  expect(of({ type: 'seqpacket' })).toMatchObject([{ state: 'close', recvQ: 0 }]);
  expect(sockets).toHaveLength(9);
});

test('paths, owners and closed directions are what ss says', async (context) => {
  const inhabitants = await namespaceOfTwo(context);
  const { holder, other, inside } = inhabitants;
  const folder = mkdtempSync(join(tmpdir(), 'netstrata-unix-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'été.sock');
  await holder.ask(`unixPath ${path}`);
  await holder.ask('unixListen half 5');
  await other.ask('unixConnect half 10');
  await holder.ask('accepted 1');
  await other.ask('unixEnd');
  await other.ask('unixPacket 1234');

  const sockets = await sameAsSs(inhabitants);
  const { ino } = statSync(path);
  const file = { inode: ino, device: inside(['stat', '-c', '%Hd:%Ld', path]).trim() };
  expect(sockets.find(({ name }) => name === path)).toMatchObject({ state: 'listen', recvQ: 0, sendQ: 1, file });
  // This ss prints no owner of a Unix socket.
  expect(sockets.find(({ type }) => type === 'seqpacket')).toMatchObject({ uid: 1234 });
  const ends = sockets.filter(({ state }) => state === 'established');
  expect(ends.map(({ shutdown, recvQ }) => [recvQ, shutdown]).toSorted()).toEqual([
    [0, 2],
    [10, 1],
  ]);
});

test('sockets that come and go under the dump leave whole ones only', async (context) => {
  const inhabitants = await namespaceOfTwo(context);
  const { holder, other } = inhabitants;
  await holder.ask('unixListen many 500');
  const churn = (async () => {
    for (let round = 0; round < 300; round++) await other.ask('unixConnect many 1');
  })();
  for (let round = 0; round < 20; round++) {
    const sockets = await dumpOf(holder);
    expect(new Set(sockets.map(({ cookie }) => cookie)).size).toBe(sockets.length);
  }
  await churn;
  await holder.ask('accepted 300');
  expect(await sameAsSs(inhabitants)).toHaveLength(601);
});

test('what was not asked for is not there', () => {
  const diag = SockDiag.open();
  const seen: [name: boolean, queue: boolean, memory: boolean][] = [];
  diag.dumpUnix(({ name, recvQ, sndbuf }) => {
    seen.push([name !== undefined, !Number.isNaN(recvQ), sndbuf > 0]);
  }, UDIAG_SHOW.rqlen);
  diag.close();
  expect(seen.length).toBeGreaterThan(0);
  expect(new Set(seen.map(String))).toEqual(new Set(['false,true,false']));
});
