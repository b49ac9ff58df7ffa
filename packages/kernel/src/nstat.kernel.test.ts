import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { Commands, hasIpv6 } from './testing/commands.ts';
import { type QuietNamespace, quietNamespace } from './testing/quietNamespace.ts';

const commands = new Commands({ spawn, spawnSync });

/** What we read and nstat leaves out: it prints what grows, and these are settings, and connections that are there now. */
const ONLY_OURS = [
  'IpForwarding',
  'IpDefaultTTL',
  'TcpRtoAlgorithm',
  'TcpRtoMin',
  'TcpRtoMax',
  'TcpMaxConn',
  'TcpCurrEstab',
] as const;

const UDP = '17';
const UDPLITE = '136';
/** Packets by hand, in hex: a checksum that is wrong, an echo and a timestamp request, a first fragment whose rest never comes. */
const PACKETS = {
  udpWrongChecksum: '00090009000c00010000beef',
  echoWrongChecksum: '0800000100000000',
  timestamp: `0d00f2ff${'00'.repeat(16)}`,
  echo6: '8000000000000000',
  fragment4: `450000240001200040110000${'7f000001'.repeat(2)}00090009001000000102030405060708`,
  unknown4: `450000180002000040fd0000${'7f000001'.repeat(2)}00000000`,
  version5: `550000180003000040fd0000${'7f000001'.repeat(2)}00000000`,
  fragment6: `11000001000000010009000900100000${'00'.repeat(8)}`,
  unknown6: `600000000004fd40${`${'00'.repeat(15)}01`.repeat(2)}00000000`,
} as const;

/** A pair of devices between which packets to nobody go to and fro until their hops are used up, each time forwarded. */
const LOOP = [
  'ip link set lo up mtu 1500',
  'ip link add veth0 type veth peer name veth1',
  'ip link set veth1 address 02:00:00:00:00:01',
  'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv4/ipfrag_time',
  'echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter',
  'for device in veth0 veth1; do',
  '  echo 1 >/proc/sys/net/ipv4/conf/$device/accept_local; echo 0 >/proc/sys/net/ipv4/conf/$device/rp_filter',
  '  if [ -e /proc/sys/net/ipv6 ]; then echo 0 >/proc/sys/net/ipv6/conf/$device/router_solicitations; fi',
  '  ip link set $device up',
  'done',
  'ip addr add 192.0.2.1/24 dev veth0',
  'ip route add 224.0.0.0/4 dev veth0',
  'ip neigh add 192.0.2.9 lladdr 02:00:00:00:00:01 nud permanent dev veth0',
  'echo x >/dev/udp/192.0.2.9/9; echo x >/dev/udp/224.0.0.1/9',
  // No route to there.
  'if echo x >/dev/udp/203.0.113.1/9; then exit 1; fi',
] as const;
const LOOP6 = [
  'echo 1 >/proc/sys/net/ipv6/conf/all/forwarding; echo 1 >/proc/sys/net/ipv6/ip6frag_time',
  'ip addr add 2001:db8::1/64 dev veth0 nodad',
  'ip neigh add 2001:db8::9 lladdr 02:00:00:00:00:01 nud permanent dev veth0',
  'echo x >/dev/udp/2001:db8::9/9',
] as const;

/** What such traffic makes of the counters, to the last packet. */
const IPV4 = {
  IpForwarding: 1,
  // A packet of a version that is none, and the one whose hops were used up.
  IpInHdrErrors: 2,
  IpForwDatagrams: 63,
  IpInUnknownProtos: 1,
  IpOutNoRoutes: 1,
  IpReasmTimeout: 1,
  IpReasmFails: 1,
  IcmpInTimestamps: 1,
  IcmpMsgInType8: 3,
  IcmpMsgInType11: 1,
  IcmpMsgOutType11: 1,
  TcpAttemptFails: 1,
  UdpNoPorts: 1,
  UdpInCsumErrors: 1,
} as const;
const IPV6 = {
  Ip6OutForwDatagrams: 63,
  Ip6InUnknownProtos: 1,
  Ip6ReasmTimeout: 1,
  Icmp6InEchos: 1,
  Icmp6InEchoReplies: 1,
  Icmp6InParmProblems: 1,
  Icmp6OutType3: 2,
  Udp6NoPorts: 1,
  Udp6InDatagrams: 2,
} as const;

async function oursByNstatName(sources: QuietNamespace['sources']): Promise<Record<string, number>> {
  const ours: Record<string, number> = {};
  for (const id of ['net/snmp', 'net/netstat'] as const)
    for (const [group, counters] of Object.entries(await sources[id].read(5000)))
      for (const [name, value] of Object.entries(counters)) ours[group + name] = value;
  if (hasIpv6) Object.assign(ours, await sources['net/snmp6'].read(5000));
  return ours;
}

/** A namespace in which counters of every family have moved, and what nstat prints there. */
async function busyNamespace(context: TestContext) {
  commands.output(context, ['nstat', '-V']);
  const namespace = await quietNamespace(context, commands);
  const { inhabitant, inside, script, settle } = namespace;
  const ask = async (...orders: string[]) => {
    for (const order of orders) expect(await inhabitant.ask(order), order).not.toBe('undefined');
  };
  script(...LOOP, ...(hasIpv6 ? LOOP6 : []));
  // A listener whose process stands still, and more connections than wait in its queue.
  const holder = settle();
  const port = await holder.ask('listen 127.0.0.1 1');
  holder.kill('SIGSTOP');
  await ask(`knock 127.0.0.1 ${port} 6`);

  await ask(
    `raw 4 255 ${PACKETS.fragment4} ${PACKETS.unknown4} ${PACKETS.version5}`,
    `raw 4 1 ${PACKETS.echoWrongChecksum} ${PACKETS.timestamp}`,
    `raw 4 ${UDP} ${PACKETS.udpWrongChecksum}`,
    'rawPing 3',
    'exchange 300000',
  );
  if (hasIpv6) await ask(`raw 6 44 ${PACKETS.fragment6}`, `raw 6 58 ${PACKETS.echo6}`, `raw 6 255 ${PACKETS.unknown6}`);
  const families = hasIpv6 ? ['4', '6'] : ['4'];
  const protocols = (await inhabitant.ask(`protocol 4 ${UDPLITE}`)) === 'there' ? [UDP, UDPLITE] : [UDP];
  for (const family of families)
    for (const protocol of protocols) {
      const of = `${family} ${protocol}`;
      // The second does not fit into one packet.
      await ask(`datagram ${of} 100`, `datagram ${of} 4000`, `overflow ${of} 10`, `unwanted ${of}`);
    }
  const hasMptcp = existsSync('/proc/sys/net/mptcp/enabled');
  if (hasMptcp) await ask(`mptcpConnect ${await inhabitant.ask('mptcpListen 5')} 3000`);

  const history = mkdtempSync(join(tmpdir(), 'netstrata-nstat-'));
  onTestFinished(() => rmSync(history, { recursive: true }));
  const nstat = (): Record<string, number> =>
    JSON.parse(inside(['nstat', '-asz', '--json'], { NSTAT_HISTORY: join(history, 'file') })).kernel;
  return { ...namespace, nstat, has: { ipv6: hasIpv6, mptcp: hasMptcp, udplite: protocols.length > 1 } };
}

test('snmp, netstat and snmp6 are what nstat says, every counter of every family', async (context) => {
  const { sources, script, nstat, has } = await busyNamespace(context);
  const reasm = has.ipv6 ? ['IpReasmTimeout', 'Ip6ReasmTimeout'] : ['IpReasmTimeout'];
  await vi.waitFor(
    async () => {
      const ours = await oursByNstatName(sources);
      for (const name of reasm) expect(ours[name], name).toBeGreaterThan(0);
    },
    { timeout: 60_000, interval: 50 },
  );

  const same = await vi.waitFor(
    async () => {
      const before = await oursByNstatName(sources);
      const theirs = nstat();
      // Timers of the connections that nobody takes still run: a moment in which nothing moved proves every counter.
      expect(await oursByNstatName(sources)).toEqual(before);
      const { ...shared } = before;
      for (const name of ONLY_OURS) delete shared[name];
      expect(theirs).toEqual(shared);
      return before;
    },
    { timeout: 60_000, interval: 20 },
  );
  expect(Object.keys(same).length).toBeGreaterThan(250);
  expect(same).toMatchObject({
    ...IPV4,
    ...(has.ipv6 ? IPV6 : {}),
    ...(has.udplite ? { UdpLiteNoPorts: 1, UdpLiteInDatagrams: 2 } : {}),
    ...(has.udplite && has.ipv6 ? { UdpLite6NoPorts: 1, UdpLite6InDatagrams: 2 } : {}),
    ...(has.mptcp ? { MPTcpExtMPCapableSYNRX: 1, MPTcpExtMPCapableACKRX: 1 } : {}),
  });
  const moved = [
    ...['UdpRcvbufErrors', 'TcpRetransSegs', 'TcpExtListenOverflows', 'TcpExtTCPSynRetrans', 'IpExtOutMcastPkts'],
    ...(has.ipv6 ? ['Udp6RcvbufErrors', 'Icmp6InNeighborSolicits', 'Icmp6OutMLDv2Reports'] : []),
    ...(has.udplite ? ['UdpLiteRcvbufErrors'] : []),
  ];
  expect(moved.filter((name) => !((same[name] ?? 0) > 0))).toEqual([]);
  expect(same['IpExtInOctets']).toBeGreaterThan(600_000);

  // What nstat leaves out, by what else tells it.
  expect(same['TcpCurrEstab']).toBe(script('ss -Htan state established state close-wait').trim().split('\n').length);
  expect(`${same['IpDefaultTTL']}\n`).toBe(script('cat /proc/sys/net/ipv4/ip_default_ttl'));
  expect([same['TcpRtoAlgorithm'], same['TcpMaxConn']]).toEqual([1, -1]);
});
