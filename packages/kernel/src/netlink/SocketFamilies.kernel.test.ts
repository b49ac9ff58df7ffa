import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, type TestContext, test, vi } from 'vitest';
import { Commands, type Companion } from '../testing/commands.ts';
import { type Carried, skmemText } from '../testing/likeSs.ts';
import { parseSs, type SsSocket } from '../testing/ssOutput.ts';
import type { FoundSocket, InetSocketDetail, PacketSocket, Skmem } from '../types.ts';

const commands = new Commands({ spawn, spawnSync });

interface Others {
  readonly raw: readonly Carried<InetSocketDetail>[];
  readonly mptcp: readonly Carried<InetSocketDetail>[];
  readonly packet: readonly PacketSocket[];
}

interface Inhabitants {
  readonly holder: Companion;
  readonly ss: (flags: string) => string;
}

/** A process in a network namespace of its own whose loopback interface is up, and ss beside it. */
async function namespaceOfOne(context: TestContext): Promise<Inhabitants> {
  commands.needNamespaces(context);
  commands.output(context, ['ss', '-V']);
  commands.output(context, ['ip', '-V']);
  const holder = commands.companion(['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh']);
  expect(await holder.ask('ready')).toBe('ready');
  const enter = ['nsenter', '--net', '--target', String(holder.pid)];
  return { holder, ss: (flags) => commands.output(context, [...enter, 'ss', flags]) };
}

const othersOf = async ({ holder }: Inhabitants) => JSON.parse(await holder.ask('otherDump')) as Others;
/** ss leaves out what is zero. */
const numberOf = (text: string | undefined, base = 10) => Number.parseInt(text ?? '0', base);

/** None, and all of them. */
const WITHOUT_TYPE = [0, 3];
const ringText = (name: string, ring: PacketSocket['rxRing']) =>
  ring === undefined
    ? []
    : [
        `${name}(blk_size:${ring.blockBytes},blk_nr:${ring.blocks},frm_size:${ring.frameBytes},frm_nr:${ring.frames},tmo:${ring.retireMs},features:0x${ring.features.toString(16)})`,
      ];

/** A packet socket of loopback, or of no device, as `ss -0anemO` prints it, to the last word. */
function likeSsPacket(socket: PacketSocket): string {
  const { type, etherType, interfaceIndex, uid, flags = [], fanout } = socket;
  const words = [
    type === 'raw' ? 'p_raw' : 'p_dgr',
    'UNCONN',
    socket.skmem?.rmemAlloc,
    0,
    `${WITHOUT_TYPE.includes(etherType) ? '*' : `[${etherType}]`}:${interfaceIndex === 1 ? 'lo' : '*'}`,
    '*',
    ...(uid === 0 ? [] : [`uid:${uid}`]),
    `ino:${socket.inode}`,
    `sk:${socket.cookie}`,
    `ver:${socket.version}`,
    `cpy_thresh:${socket.copyThresholdBytes}`,
    `flags( ${flags.join(' ')} )`,
    ...ringText('ring_rx', socket.rxRing),
    ...ringText('ring_tx', socket.txRing),
    ...(fanout === undefined ? [] : [`fanout(id:${fanout.id},type:${fanout.type === 0 ? 'hash' : fanout.type})`]),
    `skmem:${skmemText(socket.skmem)}`,
  ];
  return words.join(' ');
}

test('packet sockets are what ss -0 says, with a buffer that overflows and a ring, and raw ones what ss -w says', async (context) => {
  const inhabitants = await namespaceOfOne(context);
  const { holder, ss } = inhabitants;
  await holder.ask('packet 4096');
  await holder.ask('packetRing');
  expect(await holder.ask('packetFanout 1234')).toBe('2');
  expect(await holder.ask('lockstep 50')).toBe('done');

  const { packet } = await othersOf(inhabitants);
  const theirs = new Map(
    ss('-0anemOH')
      .split('\n')
      .filter((line) => line.includes(' sk:'))
      .map((line) => [/ sk:(\S+)/.exec(line)?.[1] ?? '', line] as const),
  );
  expect(packet).toHaveLength(4);
  for (const socket of packet)
    expect(theirs.get(socket.cookie)?.trim().replaceAll(/\s+/g, ' ')).toBe(likeSsPacket(socket));
  expect(packet.find(({ rxRing }) => rxRing === undefined)?.skmem?.drops).toBeGreaterThan(50);
  const ring = packet.find(({ rxRing }) => rxRing !== undefined);
  expect(theirs.get(ring?.cookie ?? '')).toContain(
    'ring_rx(blk_size:4096,blk_nr:4,frm_size:2048,frm_nr:8,tmo:60,features:0x0)',
  );
  expect(ring?.rxRing).toEqual({ blockBytes: 4096, blocks: 4, frameBytes: 2048, frames: 8, retireMs: 60, features: 0 });

  await holder.ask('rawPing 20');
  const { raw } = await othersOf(inhabitants);
  const lines = ss('-wanH').trim().split('\n');
  expect(raw).toHaveLength(1);
  const [socket] = raw;
  // Echo requests, and the answers to them, of which the socket takes both.
  expect(socket?.recvQ).toBeGreaterThan(20 * 512);
  expect(lines.map((line) => line.trim().split(/\s+/).slice(0, 5))).toEqual([
    ['ESTAB', String(socket?.recvQ), String(socket?.sendQ), '127.0.0.1:1', '127.0.0.1:*'],
  ]);
  expect(socket).toMatchObject({ family: 4, state: 'established', localAddress: '127.0.0.1', localPort: 1 });
  expect(socket?.drops).toBe(0);
});

/** Every word that ss has of an MPTCP socket. */
function likeSs(socket: Carried<InetSocketDetail>) {
  const { mptcp, skmem } = socket;
  return {
    queues: [socket.recvQ, socket.sendQ],
    ends: [`${socket.localAddress}:${socket.localPort}`, `${socket.remoteAddress}:${socket.remotePort || '*'}`],
    skmem: skmemText(skmem as Skmem | undefined),
    inode: socket.inode,
    subflows: mptcp?.subflows ?? 0,
    subflowsMax: mptcp?.subflowsMax ?? 0,
    signal: mptcp?.addAddrSignal ?? 0,
    accepted: mptcp?.addAddrAccepted ?? 0,
    remoteKey: ((mptcp?.flags ?? 0) & 2) !== 0,
    fallback: ((mptcp?.flags ?? 0) & 1) !== 0,
    token: mptcp?.token ?? 0,
    sequences: [mptcp?.writeSeq ?? '0n', mptcp?.sndUna ?? '0n', mptcp?.rcvNxt ?? '0n'],
  };
}

function ofSs({ values, flags, ...socket }: SsSocket): ReturnType<typeof likeSs> {
  const count = (name: string) => numberOf(values.get(name));
  const sequence = (name: string) => `${BigInt(`0x${values.get(name) ?? '0'}`)}n`;
  return {
    queues: [socket.recvQ, socket.sendQ],
    ends: [socket.local, socket.peer],
    skmem: values.get('skmem') ?? '',
    inode: count('ino'),
    subflows: count('subflows'),
    subflowsMax: count('subflows_max'),
    signal: count('add_addr_signal'),
    accepted: count('add_addr_accepted'),
    remoteKey: flags.has('remote_key'),
    fallback: flags.has('fallback'),
    token: numberOf(values.get('token'), 16),
    sequences: [sequence('write_seq'), sequence('snd_una'), sequence('rcv_nxt')],
  };
}

test('MPTCP sockets are what ss -M says, with unread data and an accept queue', async (context) => {
  if (!existsSync('/proc/sys/net/mptcp/enabled')) context.skip('this kernel has no MPTCP');
  const inhabitants = await namespaceOfOne(context);
  const { holder, ss } = inhabitants;
  const port = await holder.ask('mptcpListen 5');
  await holder.ask(`mptcpConnect ${port} 3000`);
  await vi.waitFor(
    async () => {
      const { mptcp } = await othersOf(inhabitants);
      const theirs = parseSs(ss('-ManemiOH'));
      expect(mptcp.map(({ state }) => state).toSorted()).toEqual(['established', 'established', 'listen']);
      expect(theirs.size).toBe(3);
      for (const socket of mptcp) {
        const same = theirs.get(socket.cookie);
        expect(likeSs(socket)).toEqual(same && ofSs(same));
      }
      expect(mptcp.some(({ recvQ }) => recvQ >= 3000)).toBe(true);
      const writer = mptcp.find(({ mptcp: info }) => info?.bytesSent === 3000);
      expect(writer?.mptcp).toMatchObject({ subflowsTotal: 1, bytesAcked: 3000, bytesRetrans: 0 });
    },
    { timeout: 60_000, interval: 50 },
  );
});

test('one socket of each kind is found by its cookie, and again at less cost', async (context) => {
  const inhabitants = await namespaceOfOne(context);
  const { holder } = inhabitants;
  await holder.ask('packet 4096');
  await holder.ask('unixListen found 5');
  const [port] = (await holder.ask('echo 1000')).split(' ');
  const tcp = [...parseSs(inhabitants.ss('-tanemO')).values()].find(({ local }) => local.endsWith(`:${port}`));
  const unix = parseSs(inhabitants.ss('-xaenO')).values().next().value;
  const { packet } = await othersOf(inhabitants);
  const cookies = [tcp?.values.get('sk') ?? '', packet[0]?.cookie ?? '', unix?.values.get('sk') ?? '', 'fffffff'];
  const found = JSON.parse(await holder.ask(`find ${cookies.join(' ')}`)) as (FoundSocket | null)[][];
  expect(found.map(([first, second]) => [first?.kind, second?.kind])).toEqual([
    ['tcp', 'tcp'],
    ['packet', 'packet'],
    cookies[2] === '' ? [undefined, undefined] : ['unix', 'unix'],
    [undefined, undefined],
  ]);
  expect(found[0]?.[1]).toMatchObject({ inet: { cookie: cookies[0], localPort: Number(port), tos: 0 } });
});
