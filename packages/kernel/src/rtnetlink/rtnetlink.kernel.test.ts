import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { openKernel } from '../openKernel.ts';
import type {
  AddressRow,
  LinkRow,
  NeighRow,
  QdiscRow,
  RouteCountRow,
  RouteRow,
  WaitingNeighbourRow,
} from '../rtnetlinkRows.ts';
import { Commands } from '../testing/commands.ts';
import { readLinks } from './links.ts';
import { readQdiscs } from './qdiscs.ts';
import { Rtnetlink } from './Rtnetlink.ts';

const commands = new Commands({ spawn, spawnSync });
const ROWS = new URL('../testing/rtnetlinkRows.ts', import.meta.url).pathname;

/** Empty for the descriptor of the listing itself, which is gone. */
const linkOf = (fd: string): string => {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
};

/** As JSON has them: what is undefined is not there. */
interface Rows {
  readonly links: readonly LinkRow[];
  readonly qdiscs: readonly QdiscRow[];
  readonly neighbours: readonly NeighRow[];
  readonly routes: readonly RouteCountRow[];
  readonly routeList: readonly RouteRow[];
  readonly addresses: readonly AddressRow[];
  readonly waiting: readonly WaitingNeighbourRow[];
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
  /** One process for many commands. */
  const run = (...script: string[]) => inside('bash', '-ec', script.join('\n'));
  // Quiet: no router is looked for, no duplicate address, no multicast group joined later.
  run(
    'ip link set lo up',
    'ip link add veth0 type veth peer name veth1',
    'for device in veth0 veth1; do',
    '  echo 1 >/proc/sys/net/ipv6/conf/$device/disable_ipv6 || true',
    '  ip link set $device up',
    'done',
    'ip addr add 192.0.2.1/24 dev veth0',
  );
  return { run, json, ours };
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
  const { run, json, ours } = await namespace(context);
  // Slow enough that what is queued stays there: a packet in a minute.
  run(
    'tc qdisc add dev veth0 root handle 1: htb default 10',
    'tc class add dev veth0 parent 1: classid 1:10 htb rate 100bit',
    'tc qdisc add dev veth0 parent 1:10 handle 10: pfifo limit 5',
    'tc qdisc add dev veth1 root handle 8001: tbf rate 100bit burst 2000 limit 10000',
    'tc qdisc add dev veth1 clsact',
    'ip addr add 198.51.100.1/24 dev veth1',
    'ip neigh add 192.0.2.9 lladdr 02:00:00:00:00:09 nud permanent dev veth0',
    'ip neigh add 198.51.100.9 lladdr 02:00:00:00:00:09 nud permanent dev veth1',
    'for address in 192.0.2.9 198.51.100.9; do',
    '  exec 3>/dev/udp/$address/9; for n in $(seq 30); do printf %900s x >&3; done',
    'done',
  );

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
  const { run, json, ours } = await namespace(context);
  run('ip link add br0 type bridge', 'ip link set veth1 master br0');
  const before = (await ours()).links.find(({ device }) => device === 'veth0');
  run('for state in down up down; do ip link set veth1 $state; done');

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
  const { run, json, ours } = await namespace(context);
  // Permanent ones, which the limit of the host's table does not count; they go with the namespace.
  run(
    'ip neigh add 192.0.2.5 dev veth0 nud failed',
    'ip neigh add 192.0.2.6 dev veth0 lladdr 02:00:00:00:00:06 nud stale',
    'ip neigh add 192.0.2.7 dev veth0 lladdr 02:00:00:00:00:07 nud noarp',
    'rest="lladdr 02:00:00:00:00:01 nud permanent dev veth0"',
    'for n in {0..9999}; do echo "neigh add 10.1.$((n / 256)).$((n % 256)) $rest"; done | ip -batch -',
  );

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
  const { neighbours, waiting } = await vi.waitFor(async () => {
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
  expect(waiting).toMatchObject([{ address: '192.0.2.5', device: 'veth0', state: 'failed' }]);
});

interface IpAddresses {
  readonly ifname: string;
  readonly addr_info: readonly { readonly local: string; readonly prefixlen: number }[];
}
interface IpHop {
  readonly gateway?: string;
  readonly via?: { readonly host: string };
  readonly dev?: string;
  readonly weight?: number;
}
interface IpRoute extends IpHop {
  readonly type?: string;
  readonly table?: string;
  readonly dst: string;
  readonly metric?: number;
  readonly prefsrc?: string;
  readonly metrics?: readonly { readonly mtu?: number }[];
  readonly nexthops?: readonly IpHop[];
}
const hopOf = ({ gateway, via, dev, weight = 1 }: IpHop) =>
  defined({ gateway: gateway ?? via?.host, device: dev, weight });

test('routes and addresses are those that `ip -j` lists, and as many by family, table and type', async (context) => {
  const { run, json, ours } = await namespace(context);
  run(
    'ip route add default via 192.0.2.254 metric 100',
    'ip route add blackhole 198.18.0.0/15',
    'ip route add prohibit 198.51.100.0/24 table 1000',
    'ip route add 10.0.0.0/8 nexthop via 192.0.2.253 weight 3 nexthop via 192.0.2.252',
    'ip route add 203.0.113.0/24 via 192.0.2.254 mtu 1300 src 192.0.2.1',
    'for n in {1..500}; do echo "route add 10.9.$((n / 256)).$((n % 256))/32 via 192.0.2.9"; done | ip -batch -',
    'if [ -e /proc/net/if_inet6 ]; then ip route add 2001:db8:2::/48 dev lo metric 7; fi',
  );

  const ip = (family: 4 | 6) => json<IpRoute[]>('ip', '-j', `-${family}`, 'route', 'show', 'table', 'all');
  const counts = (routes: readonly IpRoute[], family: 4 | 6) => {
    const keys = routes.map(({ type = 'unicast', table = 'main' }) => `ipv${family} ${table} ${type}`);
    return Object.fromEntries([...new Set(keys)].map((key) => [key, keys.filter((each) => each === key).length]));
  };
  const theirs = () => ({ ipv4: ip(4), ipv6: ip(6), addresses: json<IpAddresses[]>('ip', '-j', 'addr') });
  await vi.waitFor(async () => {
    const before = theirs();
    const { routes, routeList, addresses } = await ours();
    expect(theirs()).toEqual(before);
    const counted = { ...counts(before.ipv4, 4), ...counts(before.ipv6, 6) };
    expect(
      Object.fromEntries(routes.map(({ family, table, type, count }) => [`${family} ${table} ${type}`, count])),
    ).toEqual(counted);
    expect(counted).toMatchObject({ 'ipv4 main unicast': 504, 'ipv4 main blackhole': 1, 'ipv4 1000 prohibit': 1 });

    const shown = routeList.map(({ family, table, type, destination, isDefault, nexthops, metric, source, mtuBytes }) =>
      defined({
        family,
        table,
        type,
        destination: isDefault ? 'default' : destination,
        nexthops,
        metric,
        source,
        mtuBytes,
      }),
    );
    const known = (['ipv4', 'ipv6'] as const).flatMap((family) =>
      before[family]
        .filter(({ table = 'main' }) => table !== 'local')
        .map((route) => {
          const { type = 'unicast', table = 'main', dst, metric, prefsrc: source, metrics, nexthops } = route;
          const destination = dst === 'default' || dst.includes('/') ? dst : `${dst}/${family === 'ipv4' ? 32 : 128}`;
          const hops = (nexthops ?? (route.dev === undefined ? [] : [route])).map(hopOf);
          return defined({
            family,
            table,
            type,
            destination,
            nexthops: hops,
            metric,
            source,
            mtuBytes: metrics?.[0]?.mtu,
          });
        }),
    );
    const sorted = (rows: readonly object[]) =>
      rows.map((row) => JSON.stringify(Object.entries(row).toSorted())).toSorted();
    expect(sorted(shown)).toEqual(sorted(known));
    expect(
      addresses.map(({ device, address, prefixLength }) => `${device} ${address}/${prefixLength}`).toSorted(),
    ).toEqual(
      before.addresses
        .flatMap(({ ifname, addr_info }) => addr_info.map(({ local, prefixlen }) => `${ifname} ${local}/${prefixlen}`))
        .toSorted(),
    );
  }, 20_000);
});

test('an ordinary user sees the same, and no descriptor stays open', async (context) => {
  // By name, not by number: pipes to the children of the tests before may be closed meanwhile.
  const descriptors = () =>
    readdirSync('/proc/self/fd').flatMap((fd) => (linkOf(fd) === '' ? [] : `${fd} ${linkOf(fd)}`));
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
  expect(descriptors().filter((descriptor) => !before.includes(descriptor))).toEqual([]);
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
