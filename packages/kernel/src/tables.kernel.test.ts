import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { openKernel } from './openKernel.ts';
import { SysctlReader } from './sysctl/SysctlReader.ts';
import { Commands, hasIpv6 } from './testing/commands.ts';
import { quietNamespace } from './testing/quietNamespace.ts';
import type { ConntrackStatRow, NeighbourStatRow } from './types.ts';

const commands = new Commands({ spawn, spawnSync });
const PROGRAM = new URL('./testing/connectionTracking.ts', import.meta.url).pathname;

/** A namespace with loopback up and connections tracked. */
async function trackedNamespace(context: TestContext) {
  const namespace = await quietNamespace(context, commands);
  namespace.inside(['ip', 'link', 'set', 'lo', 'up']);
  const tell = (what: 'on' | 'flush') => namespace.inside([process.execPath, PROGRAM, what]);
  const answer = tell('on');
  if (answer !== 'done') context.skip(`connections cannot be tracked here: ${answer}`);
  return { ...namespace, tell };
}

/** The file's own words, by column, without our parsers. */
function columnsOf(text: string): Record<string, number>[] {
  const [header = '', ...lines] = text.trim().split('\n');
  const names = header.trim().split(/\s+/);
  return lines.map((line) => {
    const words = line.trim().split(/\s+/);
    return Object.fromEntries(names.map((name, at) => [name, Number(`0x${words[at]}`)]));
  });
}

const snakeOf = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const bySnake = (row: Readonly<Record<string, number | undefined>>): Record<string, number | undefined> =>
  Object.fromEntries(Object.entries(row).map(([field, value]) => [snakeOf(field), value]));

/** A namespace whose connections were tracked, in which some counters have moved. */
async function namespaceWithTraffic(context: TestContext) {
  const namespace = await trackedNamespace(context);
  const { inhabitant, inside, sources, tell } = namespace;
  const stat = sources['net/stat/nf_conntrack'];
  const entries = () => columnsOf(readFileSync(`/proc/${inhabitant.pid}/net/stat/nf_conntrack`, 'utf8'));
  expect(await inhabitant.ask('exchange 1000')).toBe('done');
  // The connection and the datagram's; a refused one is forgotten at once.
  expect(entries().map((row) => row['entries'])).toEqual(entries().map(() => 2));
  expect(inside(['cat', '/proc/sys/net/netfilter/nf_conntrack_count'])).toBe('2\n');

  // What belongs to a connection that tracking has forgotten is invalid, unless it may be picked up in the middle.
  inside(['sh', '-c', 'echo 0 >/proc/sys/net/netfilter/nf_conntrack_tcp_loose']);
  const port = await inhabitant.ask('listen 127.0.0.1 5');
  expect(await inhabitant.ask(`connect 127.0.0.1 ${port}`)).toBe('connected');
  expect(tell('flush')).toBe('done');
  await inhabitant.ask('say 5000');
  const invalid = async () => (await stat.read(5000)).reduce((all, row) => all + (row.invalid ?? 0), 0);
  await expect.poll(invalid).toBeGreaterThan(0);
  return { ...namespace, stat, entries };
}

test('nf_conntrack is what the file says, every column of every CPU', async (context) => {
  const { stat, entries } = await namespaceWithTraffic(context);
  await vi.waitFor(async () => {
    const before = entries();
    const ours = await stat.read(5000);
    expect(entries()).toEqual(before);
    expect(ours.map((row) => row.cpu)).toEqual(before.map((_, cpu) => cpu));
    for (const [place, { cpu: _, ...row }] of ours.entries()) expect(before[place]).toMatchObject(bySnake(row));
  }, 60_000);
});

/** As bash sends and conntrack makes connections: two that NAT would give one address, and two whose answers would be the same. */
const CLASHES = [
  'nft add table inet clash',
  "nft 'add chain inet clash out { type nat hook postrouting priority 100; }'",
  "nft 'add rule inet clash out udp dport 9999 snat ip to 127.0.0.1:7000'",
  '{ for n in 1 2 3; do echo x >/dev/udp/127.0.0.1/9999 || true; done; } 2>/dev/null',
  'made="--sport 1 --dport 2 -r 10.0.0.2 -q 10.0.0.1 --reply-port-src 2 --reply-port-dst 1 -t 100"',
  'conntrack -I -p udp -s 10.0.0.1 -d 10.0.0.2 $made 2>/dev/null',
  'if conntrack -I -p udp -s 10.0.0.3 -d 10.0.0.2 $made 2>/dev/null; then exit 1; fi',
];
/** An ICMP message of a type that nobody has given a meaning, seen on its way out and again on its way in. */
const UNKNOWN_MESSAGE = '2a00d5ff00000000';

test('nf_conntrack is what `conntrack -S` and `conntrack -C` say, with clashes, drops and errors', async (context) => {
  for (const tool of ['conntrack', 'nft']) commands.output(context, [tool, '--version']);
  const { inhabitant, inside, script, stat, entries } = await namespaceWithTraffic(context);
  script(...CLASHES);
  expect(await inhabitant.ask(`raw 4 1 ${UNKNOWN_MESSAGE}`)).toBe('sent');
  const said = await vi.waitFor(async () => {
    const before = inside(['conntrack', '-S']);
    const ours = (await stat.read(5000)).map(byCommandName);
    expect(inside(['conntrack', '-S'])).toBe(before);
    const pairs = before.trim().split('\n').map(pairsOf);
    expect(pairs).toHaveLength(ours.length);
    // An older command leaves out what it does not know.
    for (const [cpu, each] of pairs.entries()) expect(ours[cpu]).toMatchObject(each);
    expect(inside(['conntrack', '-C']).trim()).toBe(String(entries()[0]?.['entries']));
    return pairs;
  }, 60_000);
  const sum = (name: string) => said.reduce((all, pairs) => all + (pairs[name] ?? Number.NaN), 0);
  // The second and the third datagram of NAT, and the second connection made by hand, which is refused rather than lost.
  expect({ found: sum('found'), dropped: sum('drop'), inserted: sum('insert'), error: sum('error') }).toEqual({
    found: 2,
    dropped: 2,
    inserted: 1,
    error: 2,
  });
  expect(sum('insert_failed')).toBe(2);
  expect(sum('invalid')).toBeGreaterThan(0);
});

/** A row under the names that the command has for its columns. */
const byCommandName = ({ icmpError, clashres, chainlength, ...row }: ConntrackStatRow) => ({
  ...bySnake(row),
  error: icmpError,
  clash_resolve: clashres,
  chaintoolong: chainlength,
});

/** `cpu=0 found=1 …` */
function pairsOf(line: string): Record<string, number> {
  const pairs = [...line.matchAll(/(\w+)=(\d+)/g)];
  return Object.fromEntries(pairs.map(([, name, value]) => [name ?? '', Number(value)]));
}

test('a namespace of its own has its own count, and no neighbour table to show', async (context) => {
  const { inhabitant, inside, sources } = await trackedNamespace(context);
  const other = await trackedNamespace(context);
  await inhabitant.ask('exchange 1000');
  expect(inside(['cat', '/proc/sys/net/netfilter/nf_conntrack_count'])).toBe('2\n');
  expect(other.inside(['cat', '/proc/sys/net/netfilter/nf_conntrack_count'])).toBe('0\n');
  for (const id of ['net/stat/arp_cache', 'net/stat/ndisc_cache'] as const) {
    await expect(sources[id].read(5000)).rejects.toMatchObject({ code: 'not-found' });
  }
});

test('the connections now and their limit are what `conntrack -C` and sysctl say', async (context) => {
  const kernel = openKernel();
  onTestFinished(kernel.close);
  const folder = '/proc/sys/net/netfilter';
  if (commands.run(['cat', `${folder}/nf_conntrack_count`]).status !== 0)
    context.skip('connection tracking is not loaded');
  const { inside } = await trackedNamespace(context);
  const limits = new SysctlReader();
  onTestFinished(() => limits.close());
  const limit = limits.read('net.netfilter.nf_conntrack_max');
  expect(commands.output(context, ['sysctl', '-n', 'net.netfilter.nf_conntrack_max'])).toBe(`${limit}\n`);
  // One number of the host, which holds for each namespace by itself.
  expect(inside(['cat', `${folder}/nf_conntrack_max`])).toBe(`${limit}\n`);
  await vi.waitFor(async () => {
    const before = commands.output(context, ['conntrack', '-C']);
    const ours = await kernel.sources['sys/net/netfilter/nf_conntrack_count'].read(5000);
    expect(commands.output(context, ['conntrack', '-C'])).toBe(before);
    expect(String(ours.count)).toBe(before.trim());
  }, 60_000);
});

const TABLES = [
  { id: 'net/stat/arp_cache', file: 'arp_cache', family: '-4', network: '10.231.0.', silent: '10.231.3.1' },
  { id: 'net/stat/ndisc_cache', file: 'ndisc_cache', family: '-6', network: 'fd23:1::', silent: 'fd23:1::f:1' },
] as const;
/** Below what begins the kernel's cleaning, and more than other tests come and go with. */
const NEIGHBOURS = 100;

test.for(TABLES)('$file is what the file and lnstat say', async ({ id, file }, context) => {
  if (file === 'ndisc_cache' && !hasIpv6) context.skip('this kernel has no IPv6');
  const kernel = openKernel();
  onTestFinished(kernel.close);
  const path = `/proc/${id}`;
  if (commands.run(['cat', path]).status !== 0) context.skip('not in the first network namespace');
  const rows = () => columnsOf(readFileSync(path, 'utf8'));
  await vi.waitFor(async () => {
    const before = rows();
    const ours = bySnake({ ...(await kernel.sources[id].read(5000)) });
    expect(rows()).toEqual(before);
    for (const [name, value] of Object.entries(ours)) {
      const sum = before.reduce((all, row) => all + (row[name] ?? Number.NaN), 0);
      expect(value, name).toBe(name === 'entries' ? before[0]?.['entries'] : sum);
    }
  }, 60_000);
  // It ends with 1 however well it went, and prints what it read divided by the seconds of an interval.
  const command = ['lnstat', '-j', '-c', '1', '-i', '1', '-f', file];
  if (commands.run(command).error !== undefined) context.skip('lnstat is not installed');
  const lnstat = (): Record<string, number> => JSON.parse(commands.run(command).stdout);
  await vi.waitFor(async () => {
    const before = lnstat();
    const ours = bySnake({ ...(await kernel.sources[id].read(5000)) });
    expect(lnstat()).toEqual(before);
    expect(before).toEqual(ours);
  }, 60_000);
});

test.for(TABLES)('$file counts neighbours added, asked in vain and removed', async (table, context) => {
  if (table.family === '-6' && !hasIpv6) context.skip('this kernel has no IPv6');
  const host = openKernel();
  onTestFinished(host.close);
  const { inhabitant, inside } = await quietNamespace(context, commands);
  if (commands.run(['cat', `/proc/${table.id}`]).status !== 0) context.skip('not in the first network namespace');
  const read = () => host.sources[table.id].read(5000);
  const since = (before: NeighbourStatRow, now: NeighbourStatRow, field: keyof NeighbourStatRow) =>
    (now[field] ?? Number.NaN) - (before[field] ?? Number.NaN);
  inside(['ip', 'link', 'add', 'near', 'type', 'veth', 'peer', 'name', 'far']);
  for (const device of ['near', 'far']) inside(['ip', 'link', 'set', device, 'up']);
  // An IPv6 address that is still being tried for a duplicate sends nothing.
  const address = table.family === '-4' ? [`${table.network}1/22`] : [`${table.network}1/64`, 'nodad'];
  inside(['ip', 'address', 'add', 'dev', 'near', ...address]);

  const before = await read();
  const added = Array.from({ length: NEIGHBOURS }, (_, n) => `${table.network}${(n + 10).toString(10)}`);
  inside([
    'sh',
    '-c',
    added.map((to) => `ip neigh add ${to} lladdr 02:00:00:00:00:09 dev near nud stale`).join(' && '),
  ]);
  const full = await read();
  expect(inside(['ip', table.family, 'neigh', 'show', 'dev', 'near', 'nud', 'stale']).trim().split('\n')).toHaveLength(
    NEIGHBOURS,
  );
  expect(since(before, full, 'allocs')).toBeGreaterThanOrEqual(NEIGHBOURS);
  // The host's own neighbours come and go meanwhile.
  expect(since(before, full, 'entries')).toBeGreaterThan(NEIGHBOURS / 2);

  // Five sockets, since one alone may not have as much on the way as the neighbour's queue holds.
  expect(await inhabitant.ask(`burst ${table.silent} 5 100`)).toBe('sent');
  await expect
    .poll(async () => since(full, await read(), 'unresolvedDiscards'), { timeout: 60_000 })
    .toBeGreaterThan(0);
  await expect.poll(async () => since(full, await read(), 'resFailed'), { timeout: 60_000 }).toBeGreaterThan(0);

  const last = await read();
  inside(['ip', 'link', 'delete', 'near']);
  await expect
    .poll(async () => since(last, await read(), 'destroys'), { timeout: 60_000 })
    .toBeGreaterThanOrEqual(NEIGHBOURS);
});
