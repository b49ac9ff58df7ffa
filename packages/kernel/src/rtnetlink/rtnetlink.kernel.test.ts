import { spawn, spawnSync } from 'node:child_process';
import { expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { openKernel } from '../openKernel.ts';
import type { LinkRow, NeighRow, QdiscRow, RouteCountRow } from '../rtnetlinkRows.ts';
import { Commands } from '../testing/commands.ts';
import { readLinks } from './links.ts';
import { readQdiscs } from './qdiscs.ts';
import { Rtnetlink } from './Rtnetlink.ts';

const commands = new Commands({ spawn, spawnSync });
const ROWS = new URL('../testing/rtnetlinkRows.ts', import.meta.url).pathname;

/** As JSON has them: what is undefined is not there. */
interface Rows {
  readonly links: readonly LinkRow[];
  readonly qdiscs: readonly QdiscRow[];
  readonly neighbours: readonly NeighRow[];
  readonly routes: readonly RouteCountRow[];
}

/** A namespace with a pair of devices, one of them on a bridge; `ours` is what the product reads in it. */
async function namespace(context: TestContext) {
  commands.needNamespaces(context);
  const inhabitant = commands.companion(['unshare', '--net']);
  const enter = ['nsenter', '--net', '--target', String(inhabitant.pid)];
  const inside = (...command: string[]) => commands.output(context, [...enter, ...command]);
  const json = <T>(...command: string[]): T => JSON.parse(inside(...command)) as T;
  const ours = async () => JSON.parse(await inhabitant.ask('rtnetlink')) as Rows;
  await inhabitant.ask('ready');
  inside('ip', 'link', 'set', 'lo', 'up');
  inside('ip', 'link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'veth1');
  // Quiet: no router is looked for, no duplicate address, no multicast group joined later.
  for (const device of ['veth0', 'veth1']) {
    commands.run([...enter, 'sh', '-c', `echo 1 >/proc/sys/net/ipv6/conf/${device}/disable_ipv6`]);
    inside('ip', 'link', 'set', device, 'up');
  }
  inside('ip', 'addr', 'add', '192.0.2.1/24', 'dev', 'veth0');
  return { enter, inside, json, ours };
}

interface TcQdisc {
  readonly kind: string;
  readonly handle: string;
  readonly dev: string;
  readonly root?: true;
  readonly parent?: string;
  readonly bytes: number;
  readonly packets: number;
  readonly drops: number;
  readonly overlimits: number;
  readonly requeues: number;
  readonly backlog: number;
  readonly qlen: number;
}
const ofTc = (row: TcQdisc) => {
  const { dev: device, kind, handle } = row;
  const parent = row.root === true ? 'root' : row.parent === 'ffff:fff1' ? 'ingress' : row.parent;
  if (kind === 'noqueue') return { device, kind, handle, parent };
  const { bytes, packets, drops, overlimits, requeues, backlog: backlogBytes, qlen } = row;
  return { device, kind, handle, parent, bytes, packets, drops, overlimits, requeues, backlogBytes, qlen };
};
const byName = <T extends { readonly device: string; readonly parent: string | undefined }>(rows: readonly T[]) =>
  rows.toSorted((a, b) => `${a.device} ${a.parent}`.localeCompare(`${b.device} ${b.parent}`));

test('qdiscs are what `tc -s -j qdisc` says, every number of tbf, htb and pfifo under traffic', async (context) => {
  const { inside, json, ours } = await namespace(context);
  // Slow enough that what is queued stays there: a packet in a minute.
  inside('tc', 'qdisc', 'add', 'dev', 'veth0', 'root', 'handle', '1:', 'htb', 'default', '10');
  inside('tc', 'class', 'add', 'dev', 'veth0', 'parent', '1:', 'classid', '1:10', 'htb', 'rate', '100bit');
  inside('tc', 'qdisc', 'add', 'dev', 'veth0', 'parent', '1:10', 'handle', '10:', 'pfifo', 'limit', '5');
  const tbf = ['rate', '100bit', 'burst', '2000', 'limit', '10000'];
  inside('tc', 'qdisc', 'add', 'dev', 'veth1', 'root', 'handle', '8001:', 'tbf', ...tbf);
  inside('tc', 'qdisc', 'add', 'dev', 'veth1', 'clsact');
  inside('ip', 'addr', 'add', '198.51.100.1/24', 'dev', 'veth1');
  for (const [device, address] of [
    ['veth0', '192.0.2.9'],
    ['veth1', '198.51.100.9'],
  ] as const)
    inside('ip', 'neigh', 'add', address, 'lladdr', '02:00:00:00:00:09', 'nud', 'permanent', 'dev', device);
  for (const address of ['192.0.2.9', '198.51.100.9'])
    inside('bash', '-c', `exec 3>/dev/udp/${address}/9; for n in $(seq 30); do printf %900s x >&3; done`);

  const tc = () => json<TcQdisc[]>('tc', '-s', '-j', 'qdisc').map(ofTc);
  const { qdiscs } = await vi.waitFor(async () => {
    const before = tc();
    const rows = await ours();
    expect(tc()).toEqual(before);
    expect(byName(rows.qdiscs)).toEqual(byName(before));
    return rows;
  }, 20_000);

  expect(qdiscs.map(({ kind }) => kind).toSorted()).toEqual(['clsact', 'htb', 'noqueue', 'pfifo', 'tbf']);
  const of = (kind: string) => qdiscs.find((row) => row.kind === kind);
  expect(of('pfifo')?.qlen).toBe(5);
  expect(of('pfifo')?.drops).toBeGreaterThan(0);
  expect(of('tbf')?.overlimits).toBeGreaterThan(0);
  expect(of('tbf')?.backlogBytes).toBeGreaterThan(900);
  // Known of noqueue: that it is there.
  expect(of('noqueue')).toEqual({ device: 'lo', kind: 'noqueue', handle: '0:', parent: 'root' });
});

interface IpLink {
  readonly ifindex: number;
  readonly ifname: string;
  readonly mtu: number;
  readonly txqlen?: number;
  readonly operstate: string;
  readonly master?: string;
  readonly promiscuity: number;
  readonly num_tx_queues: number;
  readonly num_rx_queues: number;
  readonly linkinfo?: { readonly info_kind?: string };
  readonly stats64: Readonly<Record<'rx' | 'tx', Readonly<Record<string, number>>>>;
}
/** JSON knows no undefined. */
const defined = (row: object) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));

test('links are what `ip -d -s -s -j link` says, and their carrier is counted', async (context) => {
  const { inside, json, ours } = await namespace(context);
  inside('ip', 'link', 'add', 'br0', 'type', 'bridge');
  inside('ip', 'link', 'set', 'veth1', 'master', 'br0');
  const before = (await ours()).links.find(({ device }) => device === 'veth0');
  for (const state of ['down', 'up', 'down']) inside('ip', 'link', 'set', 'veth1', state);

  const ip = () =>
    json<IpLink[]>('ip', '-d', '-s', '-s', '-j', 'link').map((link) => {
      const { rx, tx } = link.stats64;
      return defined({
        ifindex: link.ifindex,
        device: link.ifname,
        kind: link.linkinfo?.info_kind,
        master: link.master,
        operstate: link.operstate.toLowerCase(),
        mtuBytes: link.mtu,
        txQueueLen: link.txqlen,
        promiscuity: link.promiscuity,
        txQueues: link.num_tx_queues,
        rxQueues: link.num_rx_queues,
        carrierChanges: tx['carrier_changes'],
        rxBytes: rx['bytes'],
        rxPackets: rx['packets'],
        rxErrors: rx['errors'],
        rxDropped: rx['dropped'],
        rxOverErrors: rx['over_errors'],
        multicast: rx['multicast'],
        rxLengthErrors: rx['length_errors'],
        rxCrcErrors: rx['crc_errors'],
        rxFrameErrors: rx['frame_errors'],
        rxFifoErrors: rx['fifo_errors'],
        rxMissedErrors: rx['missed_errors'],
        rxNohandler: rx['nohandler'] ?? 0,
        txBytes: tx['bytes'],
        txPackets: tx['packets'],
        txErrors: tx['errors'],
        txDropped: tx['dropped'],
        txCarrierErrors: tx['carrier_errors'],
        collisions: tx['collisions'],
        txAbortedErrors: tx['aborted_errors'],
        txFifoErrors: tx['fifo_errors'],
        txWindowErrors: tx['window_errors'],
        txHeartbeatErrors: tx['heartbeat_errors'],
      });
    });
  const { links } = await vi.waitFor(async () => {
    const theirs = ip();
    const rows = await ours();
    expect(ip()).toEqual(theirs);
    const shown = rows.links.map(
      ({ flags: _, rxCompressed, txCompressed, rxOtherhostDropped, carrierUpCount, carrierDownCount, ...row }) => ({
        ...row,
        carrierChanges: (carrierUpCount ?? 0) + (carrierDownCount ?? 0),
      }),
    );
    expect(shown).toEqual(theirs);
    return rows;
  }, 20_000);

  expect(links.find(({ device }) => device === 'veth1')).toMatchObject({
    kind: 'veth',
    master: 'br0',
    operstate: 'down',
  });
  const after = links.find(({ device }) => device === 'veth0');
  expect(after?.carrierDownCount).toBe((before?.carrierDownCount ?? 0) + 2);
  expect(after?.carrierUpCount).toBe((before?.carrierUpCount ?? 0) + 1);
});

interface IpNeigh {
  readonly dst: string;
  readonly dev: string;
  readonly state: readonly string[];
}

test('neighbours are what `ip -j neigh` lists, ten thousand of them too', async (context) => {
  const { enter, inside, json, ours } = await namespace(context);
  const add = (address: string, ...rest: string[]) => inside('ip', 'neigh', 'add', address, 'dev', 'veth0', ...rest);
  add('192.0.2.5', 'nud', 'failed');
  add('192.0.2.6', 'lladdr', '02:00:00:00:00:06', 'nud', 'stale');
  add('192.0.2.7', 'lladdr', '02:00:00:00:00:07', 'nud', 'noarp');
  // Permanent ones, which the limit of the host's table does not count; they go with the namespace.
  const batch = 'for n in $(seq 0 9999); do echo "neigh add 10.1.$((n / 256)).$((n % 256)) $REST"; done | ip -batch -';
  const rest = 'lladdr 02:00:00:00:00:01 nud permanent dev veth0';
  commands.output(context, [...enter, 'env', `REST=${rest}`, 'sh', '-c', batch]);

  const ip = () => {
    const rows = new Map<string, Record<string, number>>();
    for (const { dst, dev, state } of json<IpNeigh[]>('ip', '-j', 'neigh', 'show', 'nud', 'all')) {
      const key = `${dev} ${dst.includes(':') ? 'ipv6' : 'ipv4'}`;
      const name = (state[0] ?? '').toLowerCase();
      const row = rows.get(key) ?? {};
      rows.set(key, { ...row, [name]: (row[name] ?? 0) + 1 });
    }
    return Object.fromEntries(rows);
  };
  const { neighbours } = await vi.waitFor(async () => {
    const before = ip();
    const rows = await ours();
    expect(ip()).toEqual(before);
    const shown = rows.neighbours.map(({ device, family, collectable: _, ...states }) => [
      `${device} ${family}`,
      Object.fromEntries(Object.entries(states).filter(([, count]) => count > 0)),
    ]);
    expect(Object.fromEntries(shown)).toEqual(before);
    return rows;
  }, 20_000);
  expect(neighbours.find(({ device, family }) => device === 'veth0' && family === 'ipv4')).toMatchObject({
    permanent: 10_000,
    failed: 1,
    stale: 1,
    noarp: 1,
    collectable: 3,
  });
});

interface IpRoute {
  readonly type?: string;
  readonly table?: string;
}

test('routes are as many as `ip -j route` lists, by family, table and type', async (context) => {
  const { inside, json, ours } = await namespace(context);
  const add = (...route: string[]) => inside('ip', 'route', 'add', ...route);
  add('default', 'via', '192.0.2.254');
  add('blackhole', '198.18.0.0/15');
  add('prohibit', '198.51.100.0/24', 'table', '1000');
  add('10.0.0.0/8', 'nexthop', 'via', '192.0.2.253', 'nexthop', 'via', '192.0.2.252');
  inside(
    'sh',
    '-c',
    'for n in $(seq 500); do echo route add 10.9.$((n / 256)).$((n % 256))/32 via 192.0.2.9; done | ip -batch -',
  );

  const ip = (family: 4 | 6) => {
    const counts: Record<string, number> = {};
    for (const { type = 'unicast', table = 'main' } of json<IpRoute[]>(
      'ip',
      '-j',
      `-${family}`,
      'route',
      'show',
      'table',
      'all',
    )) {
      const key = `ipv${family} ${table} ${type}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  };
  const theirs = () => ({ ...ip(4), ...ip(6) });
  await vi.waitFor(async () => {
    const before = theirs();
    const { routes } = await ours();
    expect(theirs()).toEqual(before);
    expect(
      Object.fromEntries(routes.map(({ family, table, type, count }) => [`${family} ${table} ${type}`, count])),
    ).toEqual(before);
    expect(before).toMatchObject({ 'ipv4 main unicast': 503, 'ipv4 main blackhole': 1, 'ipv4 1000 prohibit': 1 });
  }, 20_000);
});

test('an ordinary user sees the same, and no descriptor stays open', async (context) => {
  const descriptors = () => commands.output(context, ['ls', `/proc/${process.pid}/fd`]).split('\n').length;
  const rtnetlink = new Rtnetlink();
  onTestFinished(() => rtnetlink.close());
  await readLinks(rtnetlink);
  rtnetlink.release();
  const before = descriptors();
  for (let round = 0; round < 20; round++) {
    await readLinks(rtnetlink);
    await readQdiscs(rtnetlink);
    rtnetlink.release();
  }
  expect(descriptors()).toBe(before);
  const program = `import(${JSON.stringify(ROWS)}).then(async ({ rtnetlinkRows }) => process.stdout.write(await rtnetlinkRows()))`;
  const user = commands.run([
    'setpriv',
    '--reuid=65534',
    '--regid=65534',
    '--clear-groups',
    process.execPath,
    '-e',
    program,
  ]);
  if (user.error !== undefined || user.status !== 0)
    context.skip(`not as another user here: ${user.stderr.slice(0, 200)}`);
  const kernel = openKernel();
  onTestFinished(kernel.close);
  const own = await kernel.sources['rtnetlink/link'].read(5000);
  expect((JSON.parse(user.stdout) as Rows).links.map(({ device }) => device)).toEqual(own.map(({ device }) => device));
});
