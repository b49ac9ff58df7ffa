import { spawn, spawnSync } from 'node:child_process';
import { expect, type TestContext, test } from 'vitest';
import type { DriverStatisticRow, InterfaceRow, Interfaces } from '../linkRows.ts';
import { Commands } from '../testing/commands.ts';
import {
  ethtoolLines,
  FEATURE_GROUPS,
  inOrder,
  likeChannels,
  likeCoalesce,
  likeDriver,
  likeEee,
  likeFeatures,
  likeFec,
  likeLink,
  likePause,
  likePrivateFlags,
  likeRings,
} from '../testing/ethtoolOutput.ts';
import { MORE_DEVICES } from '../testing/moreDevices.ts';
import { queueOf } from './queueOf.ts';

const commands = new Commands({ spawn, spawnSync });
const PROGRAM = new URL('../testing/linkReader.ts', import.meta.url).pathname;

interface Reading extends Interfaces {
  readonly driverStats: readonly DriverStatisticRow[];
  readonly standardStats: readonly unknown[];
  readonly pauseStats: readonly unknown[];
  readonly limits: readonly { readonly device: string; readonly queue: string; readonly limitBytes: number }[];
}

/** A place where commands run: this machine, or a namespace of a test. */
interface Place {
  readonly context: TestContext;
  readonly prefix: readonly string[];
}

const inside = ({ context, prefix }: Place, ...command: string[]) => commands.output(context, [...prefix, ...command]);
const readAll = (place: Place): Reading => JSON.parse(inside(place, process.execPath, PROGRAM));

/** A network namespace with a /sys of its own and a veth pair, both ends up. */
async function vethPlace(context: TestContext): Promise<Place> {
  commands.needNamespaces(context);
  commands.output(context, ['ethtool', '--version']);
  const own = ['unshare', '--net', '--mount', 'sh', '-c', 'mount -t sysfs sysfs /sys && exec "$@"', 'sh'];
  const inhabitant = commands.companion(own);
  expect(await inhabitant.ask('ready')).toBe('ready');
  const place = { context, prefix: ['nsenter', '--net', '--mount', '--target', String(inhabitant.pid)] };
  inside(place, 'ip', 'link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'veth1');
  for (const end of ['veth0', 'veth1']) inside(place, 'ip', 'link', 'set', end, 'up');
  return place;
}

/** What ethtool prints; nothing where it says that the driver does not support it. */
function linesOf({ prefix }: Place, ...args: string[]): Map<string, string> {
  const { status, stdout, stderr } = commands.run([...prefix, 'ethtool', ...args]);
  // It prints what it knows of a link also when the rest of it is not permitted.
  if (status !== 0 && args.length > 1 && !/not supported|no stats/i.test(stderr + stdout)) throw new Error(stderr);
  return status !== 0 && args.length > 1 ? new Map() : ethtoolLines(stdout);
}

/** Those of ethtool's lines that ours are about; ethtool may know more than this product, or than the kernel. */
function sameLines(ours: Readonly<Record<string, string>>, theirs: ReadonlyMap<string, string>, what: string): void {
  const names = Object.keys(ours);
  expect(Object.fromEntries(names.map((name) => [name, theirs.get(name)])), what).toEqual(ours);
  expect(names.length === 0, `${what}: ${[...theirs.keys()].join(', ')}`).toBe(theirs.size === 0);
}

/** Lines of `ethtool DEV` that are about the link; the others are about waking and messages. */
const LINK_LINES =
  /^(Speed|Duplex|Auto-negotiation|Port|Transceiver|Link detected|Supports auto-negotiation|(Supported|Advertised|Link partner advertised) .+)$/;

/** Every setting of a device, against ethtool. */
function sameAsEthtool(place: Place, row: InterfaceRow): void {
  const { device } = row;
  sameLines(likeRings(row), linesOf(place, '-g', device), '-g');
  sameLines(likeChannels(row), linesOf(place, '-l', device), '-l');
  sameLines(likePause(row), withoutTitle(linesOf(place, '-a', device)), '-a');
  sameLines(likeDriver(row), linesOf(place, '-i', device), '-i');
  const coalesce = withoutTitle(linesOf(place, '-c', device));
  expect(likeCoalesce(row, [...coalesce.keys()]), '-c').toEqual(Object.fromEntries(coalesce));
  expect(row.coalesce === undefined, '-c').toBe(coalesce.size === 0);
  const features = linesOf(place, '-k', device);
  const theirs = [...features].filter(([name]) => !FEATURE_GROUPS.some((group) => name.startsWith(group)));
  expect(likeFeatures(row.features), '-k').toMatchObject(Object.fromEntries(theirs));
  expect(theirs.length).toBeGreaterThan(30);
  sameLines(likeFec(row), withoutTitle(linesOf(place, '-I', '--show-fec', device)), '--show-fec');
  sameLines(likeEee(row), withoutTitle(linesOf(place, '--show-eee', device)), '--show-eee');
  sameLines(likePrivateFlags(row), withoutTitle(linesOf(place, '--show-priv-flags', device)), '--show-priv-flags');
  const link = [...linesOf(place, device)].filter(
    ([name, value]) => LINK_LINES.test(name) && !(value === 'Other' || /^(Unknown|None)\b/.test(value)),
  );
  expect(likeLink(row), 'link').toEqual(
    Object.fromEntries(
      link.map(([name, value]) => [
        name,
        / (link|FEC) modes$/.test(name) ? inOrder(value) : value.replace(/\s+/g, ' '),
      ]),
    ),
  );
}

/** The first line is about the whole: `Pause parameters for eth0:`. */
function withoutTitle(lines: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    [...lines].filter(([name]) => !/ for /.test(name)).map(([name, value]) => [name.replace(/^.*\//, ''), value]),
  );
}

/** Each statistic of a driver by our names, as ethtool prints it. */
function statisticsOf(place: Place, device: string): Map<string, number> {
  const lines = [...linesOf(place, '-S', device)].filter(
    ([name]) => name !== 'NIC statistics' && name !== 'peer_ifindex',
  );
  return new Map(
    lines.map(([name, value]) => [keyOf(queueOf(name) ?? { queue: undefined, statistic: name }), Number(value)]),
  );
}
const keyOf = ({ queue, statistic }: Pick<DriverStatisticRow, 'queue' | 'statistic'>) => `${queue ?? ''} ${statistic}`;

/** Reads between two of ethtool's readings: counters that grew meanwhile are bounded by both. */
function sameStatistics(place: Place, ...devices: string[]): Reading {
  const theirs = () => devices.map((device) => statisticsOf(place, device));
  const before = theirs();
  const reading = readAll(place);
  const after = theirs();
  for (const [at, device] of devices.entries()) {
    const ours = reading.driverStats.filter((row) => row.device === device);
    expect(ours.map(keyOf).toSorted(), device).toEqual([...(before[at]?.keys() ?? [])].toSorted());
    for (const row of ours) {
      expect(row.value, keyOf(row)).toBeGreaterThanOrEqual(before[at]?.get(keyOf(row)) ?? Number.NaN);
      expect(row.value, keyOf(row)).toBeLessThanOrEqual(after[at]?.get(keyOf(row)) ?? Number.NaN);
    }
  }
  return reading;
}

test('this machine’s cards are what ethtool says', (context) => {
  const place = { context, prefix: [] };
  inside(place, 'ethtool', '--version');
  const { rows, problems, count } = readAll(place);
  expect(problems).toEqual([]);
  expect(count).toBeGreaterThanOrEqual(rows.length);
  const links = JSON.parse(inside(place, 'ip', '-j', 'link')) as { ifname: string; ifindex: number; mtu: number }[];
  for (const { device, ifindex, mtuBytes } of rows)
    expect(links).toContainEqual(expect.objectContaining({ ifname: device, ifindex, mtu: mtuBytes }));
  const cards = rows.filter(({ physical }) => physical);
  if (cards.length === 0) context.skip('no network card is visible here');
  for (const card of cards) {
    sameAsEthtool(place, card);
    const { limits } = sameStatistics(place, card.device);
    for (const { queue, bql } of card.queues?.tx ?? []) {
      if ((bql?.limitBytes ?? 0) === 0) continue;
      expect(limits).toContainEqual(expect.objectContaining({ device: card.device, queue }));
    }
  }
});

test('a veth pair is what ethtool says, before and after its settings were changed', async (context) => {
  const place = await vethPlace(context);
  const rowOf = (reading: Reading, device: string) => {
    const row = reading.rows.find((each) => each.device === device);
    if (row === undefined) throw new Error(`no ${device}`);
    return row;
  };
  const first = sameStatistics(place, 'veth0');
  expect(first.rows.map(({ device, physical }) => [device, physical])).toEqual([
    ['lo', false],
    ['veth1', false],
    ['veth0', false],
  ]);
  for (const device of ['veth0', 'lo']) sameAsEthtool(place, rowOf(first, device));
  expect(rowOf(first, 'veth0')).toMatchObject({
    driver: { name: 'veth' },
    operstate: 'up',
    link: { detected: true, speedMbit: 10_000, duplex: 'full', autoneg: false },
    queues: { rxCount: 1, txCount: 1, tx: [{ queue: 'tx-0' }] },
  });
  // What a virtual device does not have is undefined, and no number of any kind.
  const { rings, coalesce, pause, queues } = rowOf(first, 'veth0');
  expect([rings, coalesce, pause, queues?.tx[0]?.bql]).toEqual(Array(4).fill(undefined));
  expect([first.standardStats, first.pauseStats, first.limits]).toEqual([[], [], []]);

  const max = rowOf(first, 'veth0').channels?.rx.max ?? 1;
  const count = String(Math.min(2, max));
  inside(place, 'ethtool', '-L', 'veth0', 'rx', count, 'tx', count);
  inside(place, 'ethtool', '-K', 'veth0', 'tx', 'off', 'gro', 'on');
  inside(
    place,
    'sh',
    '-c',
    'echo 1 >/sys/class/net/veth0/queues/rx-0/rps_cpus; echo 64 >/sys/class/net/veth0/queues/rx-0/rps_flow_cnt',
  );
  inside(place, 'ip', 'link', 'set', 'veth1', 'down');
  inside(place, 'ip', 'link', 'set', 'veth0', 'mtu', '9000', 'name', 'w@ird');
  const second = sameStatistics(place, 'w@ird');
  const renamed = rowOf(second, 'w@ird');
  sameAsEthtool(place, renamed);
  expect(renamed).toMatchObject({ ifindex: rowOf(first, 'veth0').ifindex, mtuBytes: 9000, link: { detected: false } });
  // A machine with one CPU gives a veth one queue.
  const has = { rxCount: Number(count), txCount: Number(count) };
  expect(renamed).toMatchObject({ channels: { rx: { current: Number(count), max } }, queues: has });
  expect(second.driverStats.some(({ queue }) => queue === 'rx-1')).toBe(max >= 2);
  expect(Number.parseInt(renamed.queues?.rx[0]?.rpsCpus?.replaceAll(',', '') ?? '', 16)).toBe(1);
  expect(renamed.queues?.rx[0]?.rpsFlowCnt).toBe(64);
  expect(renamed.features?.find(({ name }) => name === 'tx-checksum-ip-generic')).toMatchObject({ on: false });
  inside(place, 'ip', 'link', 'delete', 'w@ird');
  expect(readAll(place).rows.map(({ device }) => device)).toEqual(['lo']);
});

test('devices of every kind that this kernel can make are what ethtool says, with link modes of both ends', async (context) => {
  const place = await vethPlace(context);
  inside(place, 'bash', '-ec', MORE_DEVICES.join('\n'));
  const modes = ['0,1,2,3,5,6,7,13,14,31,36,50,51', '3,5,6,13,31,50', '5,6,14,36'];
  const settings = new URL('../testing/linkSettings.ts', import.meta.url).pathname;
  const hasTap = commands.run([...place.prefix, 'ip', 'link', 'show', 'tap0']).status === 0;
  if (hasTap) expect(inside(place, process.execPath, settings, 'tap0', ...modes)).toBe('done');

  const { rows, problems } = readAll(place);
  expect(problems).toEqual([]);
  expect(rows.map(({ device }) => device)).toEqual(expect.arrayContaining(['lo', 'veth0', 'veth1']));
  for (const row of rows) sameAsEthtool(place, row);
  sameStatistics(place, ...rows.flatMap(({ device, driver }) => (driver === undefined ? [] : [device])));
  if (!hasTap) context.skip('this kernel has no TAP device, the only one without hardware that has link modes');
  expect(rows.find(({ device }) => device === 'tap0')?.link).toMatchObject({
    advertisedModes: ['100baseT/Full', '1000baseT/Full', 'Autoneg', 'Pause', '25000baseCR/Full', 'RS'],
    peerModes: ['1000baseT/Full', 'Autoneg', 'Asym_Pause', '100000baseKR4/Full'],
  });
});

test('interfaces that come, go and are renamed under the reading leave whole rows only', async (context) => {
  const place = await vethPlace(context);
  const round =
    'ip link add wan0 type veth peer name lan0; ip link set wan0 name dmz0; ip link set lan0 name wan0; ip link del dmz0';
  const script = `set -e; for n in 1 2 3 4; do ${round}; done`;
  const [program = '', ...args] = [...place.prefix, 'sh', '-c', script];
  const churn = spawn(program, args, { stdio: 'ignore' });
  const ended = new Promise((resolve) => churn.on('exit', resolve));
  for (let reading = 0; reading < 2; reading++) {
    const { rows } = readAll(place);
    expect(rows.map(({ ifindex }) => ifindex)).toEqual([...new Set(rows.map(({ ifindex }) => ifindex))]);
    expect(rows.find(({ device }) => device === 'veth0')).toMatchObject({ driver: { name: 'veth' } });
    // What was read by name is there in whole or not at all.
    for (const { device, queues, driver, mtuBytes } of rows)
      if (device !== 'lo')
        expect([queues === undefined, driver === undefined]).toEqual(Array(2).fill(mtuBytes === undefined));
  }
  expect(await ended).toBe(0);
});
