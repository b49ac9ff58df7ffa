import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { Commands, type Companion } from '../testing/commands.ts';

const commands = new Commands({ spawn, spawnSync });
/** tracefs, mounted for these processes alone where it is not mounted. */
const WITH_TRACEFS = [
  'unshare',
  '--mount',
  'sh',
  '-c',
  '[ -d /sys/kernel/tracing/instances ] || mount -t tracefs nodev /sys/kernel/tracing; exec "$@"',
  'sh',
];
const PROBE = '/sys/kernel/tracing/instances/netstrata-probe';
const IN_A_NETWORK_NAMESPACE = [
  'unshare',
  '--net',
  'sh',
  '-c',
  'ip link set lo up; echo 0 2147483647 > /proc/sys/net/ipv4/ping_group_range; exec "$@"',
  'sh',
];

interface Read {
  readonly records: number;
  readonly damaged: number;
  /** Since it was opened. */
  readonly allLost: number;
  readonly cpuMs: number;
  /** The whole machine is recorded, others' drops too: ours are the least that must be there. */
  readonly counts: Readonly<Record<string, number>>;
}

async function ready(companion: Companion): Promise<Companion> {
  expect(await companion.ask('ready')).toBe('ready');
  return companion;
}

/** A tracer that is open. Skips the test where none can be. */
async function tracer(context: TestContext): Promise<Companion> {
  const { status, stderr } = commands.run([...WITH_TRACEFS, 'sh', '-c', `mkdir ${PROBE} && rmdir ${PROBE}`]);
  if (status !== 0) context.skip(`no trace instance can be made: ${stderr.trim()}`);
  const companion = await ready(commands.companion(WITH_TRACEFS, 'trace'));
  const { reasons } = JSON.parse(await companion.ask('open')) as { reasons: number };
  // Closed here rather than by its end: nothing is left on the machine, also when the test fails.
  onTestFinished(async () => void (await companion.ask('close')));
  if (reasons === 0) context.skip('this kernel tells no drop reasons');
  return companion;
}

/** Makes drops where nobody else is. */
function maker(context: TestContext, prefix: readonly string[] = []): Promise<Companion> {
  commands.needNamespaces(context);
  return ready(commands.companion([...prefix, ...IN_A_NETWORK_NAMESPACE], 'trace'));
}

const read = async (companion: Companion, most = 5000) => JSON.parse(await companion.ask(`read ${most}`)) as Read;

test('closed ports and full buffers are told, and a flood is counted to the last drop at a bounded cost', async (context) => {
  const [tracing, making] = await Promise.all([tracer(context), maker(context)]);
  await making.ask('refused 9 20');
  expect(await making.ask('datagrams 9 30')).toBe('30');
  const left = JSON.parse(await making.ask('overflow 2345 40')) as { port: number; udp: number; ping: number };
  expect(left.udp).toBeGreaterThan(20);
  expect(left.ping).toBeGreaterThan(20);

  const { counts, damaged, allLost } = await read(tracing);
  expect(damaged).toBe(0);
  /** Nobody else uses this socket: all of its own, unless others made so many that some were lost. */
  const expectAll = (key: string, made: number) => {
    expect(counts[key] ?? 0).toBeLessThanOrEqual(made);
    expect((counts[key] ?? 0) + allLost).toBeGreaterThanOrEqual(made);
  };
  expect((counts['drop NO_SOCKET 2048'] ?? 0) + allLost).toBeGreaterThanOrEqual(50);
  expect((counts['drop SOCKET_RCVBUFF 2048'] ?? 0) + allLost).toBeGreaterThanOrEqual(left.udp);
  expectAll(`udpRefused 127.0.0.1 ${left.port} -12`, left.udp);
  // The kernel doubles what is asked for; no other buffer of the machine has this size.
  expectAll('rcvqueueFull 4690', left.ping);
  const names = JSON.parse(await tracing.ask('names')) as string[];
  expect(names.some((name) => /^tcp_v4_rcv[.+]/.test(name))).toBe(true);
  expect(names.some((name) => /^__udp4_lib_rcv[.+]/.test(name))).toBe(true);

  const sent = Number(await making.ask('datagrams 9 100000'));
  expect(sent).toBeGreaterThanOrEqual(50_000);
  let now: Read;
  let cpuMs = 0;
  do {
    now = await read(tracing, 1000);
    cpuMs += now.cpuMs;
    // A page more than asked for at most.
    expect(now.records).toBeLessThan(1200);
  } while (now.records > 1000);
  expect((now.counts['drop NO_SOCKET 2048'] ?? 0) + now.allLost).toBeGreaterThanOrEqual(sent + 50);
  // 100,000 drops, of which the buffers hold some thousands.
  expect(cpuMs).toBeLessThan(5000);
});

test('what a rule of the firewall drops is told as that, every packet of it', async (context) => {
  commands.output(context, ['nft', '--version']);
  const [tracing, making] = await Promise.all([tracer(context), maker(context)]);
  const nft = ['nsenter', '--net', '--target', String(making.pid), 'nft'];
  const rules = 'table inet wall { chain in { type filter hook input priority 0; udp dport 9 counter drop; }; }';
  const { status, stderr } = commands.run([...nft, rules]);
  if (/not supported|No such file/i.test(stderr)) context.skip(`this kernel has no nftables: ${stderr.trim()}`);
  expect(status, stderr).toBe(0);
  const before = (await read(tracing)).counts['drop NETFILTER_DROP 2048'] ?? 0;
  expect(await making.ask('datagrams 9 70')).toBe('70');
  expect(commands.output(context, [...nft, 'list', 'ruleset'])).toContain('udp dport 9 counter packets 70 ');

  const { counts, damaged, allLost } = await read(tracing);
  expect(damaged).toBe(0);
  expect((counts['drop NETFILTER_DROP 2048'] ?? 0) + allLost - before).toBeGreaterThanOrEqual(70);
  const names = JSON.parse(await tracing.ask('names')) as string[];
  expect(
    names.some((name) => /^nf_hook_slow|^nft_do_chain/.test(name)),
    names.join(' '),
  ).toBe(true);
});

test('memory that TCP refuses, and the segments that it sends again', async (context) => {
  const group = `/sys/fs/cgroup/memory/netstrata-test-${process.pid}`;
  if (!existsSync('/sys/fs/cgroup/memory/memory.kmem.tcp.limit_in_bytes'))
    context.skip('no cgroup of version 1 that limits the memory of TCP');
  mkdirSync(group);
  onTestFinished(() => rmdirSync(group));
  writeFileSync(`${group}/memory.kmem.tcp.limit_in_bytes`, '65536');
  const inGroup = ['sh', '-c', `echo $$ > ${group}/cgroup.procs; exec "$@"`, 'sh'];
  const [tracing, making] = await Promise.all([tracer(context), maker(context, inGroup)]);
  const { local, remote } = JSON.parse(await making.ask('fill 400000')) as { local: number; remote: number };
  await vi.waitFor(
    async () => {
      const { counts } = await read(tracing);
      expect(counts['exceedBufLimit TCP 1']).toBeGreaterThan(0);
      expect(counts['drop PROTO_MEM 2048']).toBeGreaterThan(0);
      expect(counts[`retransmit ${local} ${remote}`]).toBeGreaterThan(0);
    },
    { timeout: 60_000, interval: 100 },
  );
  await making.end();
});

test('an instance goes with its tracer, and after SIGKILL with the next one', async (context) => {
  const killed = await ready(commands.companion(WITH_TRACEFS, 'trace'));
  const other = await tracer(context);
  await killed.ask('open');
  const ours = async () => {
    const names = JSON.parse(await other.ask('instances')) as string[];
    return [killed, other].map(({ pid }) => names.some((name) => name.split('-')[2] === String(pid)));
  };
  expect(await ours()).toEqual([true, true]);
  await killed.end();
  expect(await other.ask('close')).toBe('closed');
  expect(await ours()).toEqual([true, false]);
  await other.ask('open');
  expect(await ours()).toEqual([false, true]);
  expect(await other.ask('close')).toBe('closed');
  expect(await ours()).toEqual([false, false]);
});
