import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openKernel } from '../openKernel.ts';
import { Commands, hasIpv6 } from '../testing/commands.ts';
import { MORE_DEVICES } from '../testing/moreDevices.ts';
import { type RtnetlinkRows, vethNamespace } from '../testing/vethNamespace.ts';
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
  const { inside, script, json, ours } = await vethNamespace(context, commands);
  script(...MORE_DEVICES);
  script(
    'ip link add br0 type bridge',
    'ip link set veth1 master br0',
    // To another host's address, which is not this bridge's.
    'ip neigh add 192.0.2.9 lladdr 02:00:00:00:00:09 nud permanent dev veth0',
    'exec 3>/dev/udp/192.0.2.9/9; for n in $(seq 100); do printf %900s x >&3; done',
  );
  const before = (await ours()).links.find(({ device }) => device === 'veth0');
  script('for state in down up down; do ip link set veth1 $state; done');
  // A /sys of this namespace.
  const ofSysfs = () => {
    const files =
      'carrier_up_count,carrier_down_count,statistics/rx_compressed,statistics/tx_compressed,statistics/rx_nohandler';
    const lines = inside([
      'unshare',
      '--mount',
      'bash',
      '-c',
      `mount -t sysfs sysfs /sys; grep . /sys/class/net/*/{${files}}`,
    ]);
    return [...lines.matchAll(/net\/([^/]+)\/(?:statistics\/)?(\w+):(\d+)/g)]
      .map(([, ...words]) => words.join(' '))
      .toSorted();
  };

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
    const counted = ofSysfs();
    const rows = await ours();
    expect(ip()).toEqual(theirs);
    expect(
      rows.links
        .flatMap(({ device, carrierUpCount, carrierDownCount, rxCompressed, txCompressed, rxNohandler }) => [
          `${device} carrier_up_count ${carrierUpCount}`,
          `${device} carrier_down_count ${carrierDownCount}`,
          `${device} rx_compressed ${rxCompressed}`,
          `${device} tx_compressed ${txCompressed}`,
          `${device} rx_nohandler ${rxNohandler}`,
        ])
        .toSorted(),
    ).toEqual(counted);
    const shown = rows.links.map(
      ({ flags: _, rxCompressed, txCompressed, rxOtherhostDropped, carrierUpCount, carrierDownCount, ...row }) => ({
        ...row,
        carrierChanges: (carrierUpCount ?? 0) + (carrierDownCount ?? 0),
      }),
    );
    expect(shown).toEqual(theirs);
    return rows;
  }, 60_000);

  expect(links.find(({ device }) => device === 'veth1')).toMatchObject({
    kind: 'veth',
    master: 'br0',
    operstate: 'down',
  });
  expect(links.find(({ device }) => device === 'veth1')?.rxBytes).toBeGreaterThan(90_000);
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
  const { script, json, ours } = await vethNamespace(context, commands);
  // Permanent ones, which the limit of the host's table does not count; they go with the namespace.
  script(
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
  if (hasIpv6)
    script(
      'echo 0 >/proc/sys/net/ipv6/conf/veth0/disable_ipv6',
      'for n in 1 2 3; do ip neigh add 2001:db8::$n lladdr 02:00:00:00:00:01 nud permanent dev veth0; done',
    );
  await vi.waitFor(async () => {
    // The kernel clears away failed ones now and then when there are as many neighbours.
    script('ip neigh replace 192.0.2.5 dev veth0 nud failed');
    const before = ip();
    const rows = await ours();
    expect(ip()).toEqual(before);
    const shown = rows.neighbours.map(({ device, family, collectable: _, ...states }) => [
      `${device} ${family}`,
      Object.fromEntries(Object.entries(states).filter(([, count]) => count > 0)),
    ]);
    expect(Object.fromEntries(shown)).toEqual(before);
    const of = (wanted: string) =>
      rows.neighbours.find(({ device, family }) => device === 'veth0' && family === wanted);
    expect(of('ipv4')).toMatchObject({ permanent: 10_000, failed: 1, stale: 1, noarp: 1, collectable: 3 });
    if (hasIpv6) expect(of('ipv6')).toMatchObject({ permanent: 3 });
    expect(rows.waiting).toMatchObject([{ address: '192.0.2.5', device: 'veth0', state: 'failed' }]);
  }, 60_000);
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
  const { script, json, ours } = await vethNamespace(context, commands);
  script(
    'ip route add default via 192.0.2.254 metric 100',
    'ip route add blackhole 198.18.0.0/15',
    'ip route add prohibit 198.51.100.0/24 table 1000',
    'ip route add 10.0.0.0/8 nexthop via 192.0.2.253 weight 3 nexthop via 192.0.2.252',
    'ip route add 203.0.113.0/24 via 192.0.2.254 mtu 1300 src 192.0.2.1',
    'for n in {1..500}; do echo "route add 10.9.$((n / 256)).$((n % 256))/32 via 192.0.2.9"; done | ip -batch -',
    ...(hasIpv6
      ? [
          'ip addr add 2001:db8:1::1/64 dev lo nodad',
          'ip route add 2001:db8:2::/48 dev lo metric 7',
          'ip route add blackhole 2001:db8:3::/48',
          'for n in {1..300}; do echo "route add 2001:db8:4:$n::/64 dev lo"; done | ip -6 -batch -',
        ]
      : []),
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
  }, 60_000);
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
  expect((JSON.parse(user.stdout) as RtnetlinkRows).links.map(({ device }) => device)).toEqual(
    own.map(({ device }) => device),
  );
});
