import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type TestContext, test, vi } from 'vitest';
import { Commands, type Companion, hasIpv6 } from '../testing/commands.ts';
import { type CarriedSocket, likeSs, NOT_OURS, RUNNING, ssMs } from '../testing/likeSs.ts';
import { type QuietNamespace, quietNamespace } from '../testing/quietNamespace.ts';
import { parseSs, type SsSocket } from '../testing/ssOutput.ts';

const commands = new Commands({ spawn, spawnSync });
/** Everything that ss can say of a socket. */
const ALL_OF = '-amenipoOH';
const [SOCKET, IP] = [1, 0];
const [SO_PRIORITY, SO_MARK, SO_MAX_PACING_RATE, SO_RCVBUF] = [12, 36, 47, 8];
/** Between our reading and that of ss. */
const LATER_MS = 1500;

interface Place extends QuietNamespace {
  readonly dump: (protocol: 'tcp' | 'udp') => Promise<readonly CarriedSocket[]>;
}

async function placeOf(context: TestContext): Promise<Place> {
  commands.output(context, ['ss', '-V']);
  const namespace = await quietNamespace(context, commands);
  namespace.script('ip link set lo up');
  const dump: Place['dump'] = async (protocol) =>
    JSON.parse(await namespace.inhabitant.ask(`inetDump ${protocol}`)) as readonly CarriedSocket[];
  return { ...namespace, dump };
}

/** The path that ss gives for the cgroup of a socket, as the number that the kernel gives. */
function cgroupNumber(path: string): string | undefined {
  const unreachable = /^unreachable:([0-9a-f]+)$/.exec(path)?.[1];
  if (unreachable !== undefined) return String(BigInt(`0x${unreachable}`));
  const mount = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, , type]) => type === 'cgroup2')?.[1];
  return mount === undefined ? undefined : String(statSync(join(mount, path), { bigint: true }).ino);
}

/** Words that must be the same to the letter. */
const settled = ({ values, flags, ...socket }: SsSocket) => {
  const left = [...RUNNING, ...Object.keys(NOT_OURS)];
  return {
    ...socket,
    flags: [...flags].toSorted(),
    values: Object.fromEntries([...values].filter(([name]) => !left.includes(name)).toSorted()),
  };
};

/** Times that run on: the same, and no further apart than the two readings. */
function sameTimes(ours: SsSocket, theirs: SsSocket): void {
  for (const name of ['lastsnd', 'lastrcv', 'lastack'])
    expect(Math.abs(Number(theirs.values.get(name) ?? 0) - Number(ours.values.get(name) ?? 0)), name).toBeLessThan(
      LATER_MS,
    );
  // Grow while there is something to send; their share of the whole is made by ss.
  for (const name of ['busy', 'rwnd_limited', 'sndbuf_limited']) {
    const [mine, its] = [ours, theirs].map(({ values }) => /^\d+/.exec(values.get(name) ?? '')?.[0]);
    expect(mine === undefined, name).toBe(its === undefined);
    expect(Number(its ?? 0) - Number(mine ?? 0), name).toBeGreaterThanOrEqual(0);
    expect(Number(its ?? 0) - Number(mine ?? 0), name).toBeLessThan(LATER_MS);
  }
  const timerOf = ({ values }: SsSocket) => /^\((\w+),([^,]*),(\d+)\)$/.exec(values.get('timer') ?? '') ?? [];
  const [, kind, ms = '0', tries] = timerOf(ours);
  const [, itsKind, itsMs = '0', itsTries] = timerOf(theirs);
  expect([kind, tries]).toEqual([itsKind, itsTries]);
  expect(Math.abs(ssMs(itsMs) - Number(ms)), 'timer').toBeLessThan(LATER_MS);
}

/**
 * Compares every word that ss prints of every socket of a protocol here with what it would print had it read what we read, until once
 * nothing moved meanwhile. Gives the words that were met.
 */
async function sameAsSs({ inside, dump }: Place, protocol: 'tcp' | 'udp'): Promise<ReadonlySet<string>> {
  const flag = protocol === 'tcp' ? '-t' : '-u';
  return vi.waitFor(
    async () => {
      const before = await dump(protocol);
      const theirs = parseSs(inside(['ss', flag, ALL_OF, '--tos', '--inet-sockopt']));
      const after = await dump(protocol);
      const ours = new Map(before.map((socket) => [socket.cookie, likeSs(socket)]));
      const byCookie = (sockets: ReadonlyMap<string, SsSocket>) =>
        Object.fromEntries([...sockets].map(([cookie, socket]) => [cookie, settled(socket)]));
      // Probes and timers of sockets in trouble move them now and then.
      expect(byCookie(new Map(after.map((socket) => [socket.cookie, likeSs(socket)])))).toEqual(byCookie(ours));
      expect(byCookie(ours)).toEqual(byCookie(theirs));
      for (const { cookie, cgroupId } of before) {
        const [mine, its] = [ours.get(cookie), theirs.get(cookie)];
        if (mine === undefined || its === undefined) throw new Error(`${cookie} is not there`);
        sameTimes(mine, its);
        const path = its.values.get('cgroup');
        if (path !== undefined) expect([cgroupNumber(path) ?? cgroupId, path]).toEqual([cgroupId, path]);
      }
      return new Set([...theirs.values()].flatMap(({ flags, values }) => [...flags, ...values.keys()]));
    },
    { timeout: 60_000, interval: 20 },
  );
}

const missing = (met: ReadonlySet<string>, ...words: string[]) => words.filter((word) => !met.has(word));

test('every word that ss has of TCP: each congestion control, options, a reader that stopped, losses, paths of MPTCP', async (context) => {
  const place = await placeOf(context);
  const { inhabitant, script, settle } = place;
  const algorithms = script('cat /proc/sys/net/ipv4/tcp_available_congestion_control').trim().split(' ');
  for (const algorithm of algorithms) {
    // By the route: only the host's own namespace may have any of them as the sysctl's value.
    script(`ip route replace local 127.0.0.1 dev lo table local src 127.0.0.1 congctl ${algorithm}`);
    await inhabitant.ask('echo 200000');
  }
  const port = await inhabitant.ask('listen 127.0.0.1 5');
  const options = [
    [SOCKET, SO_MARK, 0xbeef],
    [SOCKET, SO_PRIORITY, 5],
    [SOCKET, SO_MAX_PACING_RATE, 1_000_000],
    [SOCKET, SO_RCVBUF, 50_000],
    [IP, 1, 0x48],
  ];
  await inhabitant.ask(['optioned', port, ...options].join(' '));
  if (hasIpv6) await inhabitant.ask(`connect ::1 ${await inhabitant.ask('listen :: 5')}`);
  if (existsSync('/proc/sys/net/mptcp/enabled'))
    await inhabitant.ask(`mptcpConnect ${await inhabitant.ask('mptcpListen 5')} 3000`);
  // Each in a process of its own, so that what it says goes to one connection alone.
  await writeTo(settle(), await stopped(settle()), 4_000_000);
  const lossy = await withLosses(place);

  await inTrouble(place, lossy);

  const met = await sameAsSs(place, 'tcp');
  expect(algorithms.filter((name) => !met.has(name))).toEqual([]);
  expect(missing(met, 'skmem', 'ino', 'sk', 'cgroup', 'fwmark', 'tos', 'class_id', 'inet-sockopt', '<->')).toEqual([]);
  expect(missing(met, 'ts', 'sack', 'wscale', 'rto', 'rtt', 'mss', 'pmtu', 'rcvmss', 'advmss', 'cwnd')).toEqual([]);
  expect(missing(met, 'bytes_sent', 'bytes_acked', 'bytes_received', 'segs_out', 'segs_in')).toEqual([]);
  expect(missing(met, 'data_segs_out', 'data_segs_in', 'pacing_rate', 'delivery_rate', 'delivered')).toEqual([]);
  expect(missing(met, 'busy', 'rwnd_limited', 'notsent', 'rcv_space', 'rcv_ssthresh', 'minrtt', 'snd_wnd')).toEqual([]);
  expect(missing(met, 'timer', ...(hasIpv6 ? ['v6only', 'tclass'] : []))).toEqual([]);
  if (algorithms.includes('bbr')) expect(missing(met, 'bbr')).toEqual([]);
  if (existsSync('/proc/sys/net/mptcp/enabled'))
    expect(missing(met, 'tcp-ulp-mptcp', 'token', 'seq', 'sfseq', 'ssnoff')).toEqual([]);
  if (lossy) expect(missing(met, 'retrans', 'lost', 'backoff', 'unacked', 'bytes_retrans')).toEqual([]);
});

/** Waits until one connection waits for a window, and another has sent again in vain. */
async function inTrouble({ dump }: Place, lossy: boolean): Promise<void> {
  await vi.waitFor(
    async () => {
      const infos = (await dump('tcp')).map(({ tcpInfo }) => tcpInfo);
      const has = (what: (info: NonNullable<(typeof infos)[number]>) => boolean) =>
        infos.some((info) => info !== undefined && what(info));
      expect(has(({ rwndLimitedUs = 0, notsentBytes = 0 }) => rwndLimitedUs > 0 && notsentBytes > 0)).toBe(true);
      if (lossy)
        expect(has(({ backoff, lost, totalRetrans }) => backoff > 0 && lost > 0 && totalRetrans > 0)).toBe(true);
    },
    { timeout: 60_000, interval: 50 },
  );
}

/** A listener whose process stands still; its port. */
async function stopped(holder: Companion): Promise<string> {
  const port = await holder.ask('listen 127.0.0.1 5');
  holder.kill('SIGSTOP');
  return port;
}

async function writeTo(writer: Companion, port: string, bytes: number): Promise<void> {
  expect(await writer.ask(`connect 127.0.0.1 ${port}`)).toBe('connected');
  expect(await writer.ask(`say ${bytes}`)).toBe('said');
}

/** Connections of which packets are lost: some of one, so that it has holes, and in the end all of another. False without nft. */
async function withLosses({ script, settle }: Place): Promise<boolean> {
  const { error, status } = commands.run(['nft', '--version']);
  if (error !== undefined || status !== 0) return false;
  const holder = settle();
  const [some, all] = [await holder.ask('listen 127.0.0.1 5'), await holder.ask('listen 127.0.0.1 5')];
  const writers = [settle(), settle()];
  const chain = 'type filter hook input priority 0;';
  script(
    'ip link set lo mtu 1500; ethtool -K lo tso off gso off gro off 2>/dev/null || true',
    `nft 'table inet loss { chain in { ${chain} tcp dport ${some} numgen random mod 20 0 drop; }; }'`,
  );
  await writeTo(writers[0] as Companion, some, 300_000);
  expect(await (writers[1] as Companion).ask(`connect 127.0.0.1 ${all}`)).toBe('connected');
  script(`nft add rule inet loss in tcp dport ${all} drop`);
  await (writers[1] as Companion).ask('say 20000');
  return true;
}

test('every word that ss has of UDP: unread datagrams, options, both families', async (context) => {
  const place = await placeOf(context);
  const { inhabitant, script, settle } = place;
  const reader = settle();
  const port = await reader.ask('udp 127.0.0.1 4096');
  reader.kill('SIGSTOP');
  script(`exec 3>/dev/udp/127.0.0.1/${port}; for n in $(seq 20); do printf %900s x >&3; done`);
  if (hasIpv6) await inhabitant.ask('udp :: 4096');
  const met = await sameAsSs(place, 'udp');
  expect(missing(met, 'skmem', 'ino', 'sk', 'cgroup', 'tos', 'class_id', 'inet-sockopt', '<->')).toEqual([]);
  if (hasIpv6) expect(missing(met, 'v6only', 'tclass')).toEqual([]);
});
