import { type CounterText, listMetrics, tableMetrics } from '../define.ts';

const SNMP_LINE = 'grep ^Ip: /proc/net/snmp';
const FRAGMENT_COMMAND = 'grep FRAG /proc/net/sockstat /proc/net/sockstat6';

/** Counters that the Ip line and the Ip6 names share. */
function sharedTexts(ip: 'IPv4' | 'IPv6'): Readonly<Record<string, CounterText>> {
  const fragments = ip === 'IPv4' ? 'net.ipv4.ipfrag_high_thresh' : 'net.ipv6.ip6frag_high_thresh';
  return {
    InReceives: {
      unit: 'packets',
      title: `${ip} packets received`,
      help: `${ip} packets that reached this layer, bad ones included. Packets that the network card or GRO merged into one count once, so on fast links the figure is lower than that of the device.`,
    },
    InHdrErrors: {
      unit: 'packets',
      trouble: true,
      title: `${ip} packets with a bad header`,
      help: `${ip} packets dropped because the header was malformed, or because the hop limit ran out while forwarding them. A routing loop raises the second kind fast.`,
    },
    InAddrErrors: {
      unit: 'packets',
      trouble: true,
      title: `${ip} packets with an unusable address`,
      help: `${ip} packets dropped because their destination is not an address of this host and it does not forward, or because the address is not valid. Often a stale neighbour entry or a switch that floods.`,
    },
    InUnknownProtos: {
      unit: 'packets',
      title: `${ip} packets of an unknown protocol`,
      help: `${ip} packets for this host that carry a transport protocol nothing here handles.`,
    },
    InDiscards: {
      unit: 'packets',
      trouble: true,
      title: `${ip} packets discarded on arrival`,
      help: `Sound ${ip} packets dropped on arrival, mostly for want of memory. Should stay at 0.`,
    },
    InDelivers: {
      unit: 'packets',
      title: `${ip} packets delivered`,
      help: `${ip} packets handed up to TCP, UDP, ICMP and the like. Received minus delivered is what was forwarded, reassembled or dropped.`,
    },
    OutRequests: {
      unit: 'packets',
      title: `${ip} packets sent by this host`,
      help: `${ip} packets that TCP, UDP, ICMP and the like asked to send. Forwarded packets are not in it, and a large packet that the network card cuts up later counts once.`,
    },
    OutDiscards: {
      unit: 'packets',
      trouble: true,
      title: `${ip} packets discarded before sending`,
      help: `${ip} packets of this host dropped before they reached a device: no memory, a full device queue or a filter. Look at the qdisc of the device they should have left by.`,
      commands: ['tc -s qdisc show'],
    },
    OutNoRoutes: {
      unit: 'packets',
      trouble: true,
      title: `${ip} packets without a route`,
      help: `${ip} packets dropped because no route leads to their destination. Check the routing table and policy rules.`,
      commands: [ip === 'IPv4' ? 'ip route' : 'ip -6 route'],
    },
    ReasmTimeout: {
      unit: 'events',
      trouble: true,
      title: `${ip} reassembly timeouts`,
      help: `Fragmented ${ip} packets given up because not all fragments came in time. Fragments are lost on the way: prefer packets that fit the path MTU.`,
    },
    ReasmReqds: {
      unit: 'packets',
      title: `${ip} fragments received`,
      help: `${ip} fragments that arrived for reassembly. Large UDP datagrams, tunnels and old DNS cause them; every lost fragment loses the whole packet.`,
      commands: [FRAGMENT_COMMAND],
    },
    ReasmOKs: {
      unit: 'packets',
      title: `${ip} packets reassembled`,
      help: `${ip} packets put together again from their fragments.`,
    },
    ReasmFails: {
      unit: 'events',
      trouble: true,
      fills: fragments,
      title: `${ip} reassembly failures`,
      help: `Failures of ${ip} reassembly: timeouts, overlapping fragments, or no memory left below ${fragments}. With memory far from that limit the fragments are lost on the way.`,
      commands: [FRAGMENT_COMMAND],
    },
    FragOKs: {
      unit: 'packets',
      title: `${ip} packets fragmented`,
      help: `${ip} packets cut into fragments because they were larger than the device or path allows.`,
    },
    FragFails: {
      unit: 'packets',
      trouble: true,
      title: `${ip} packets too large to send`,
      help: `${ip} packets that needed fragmenting but must not be cut. The sender is told by ICMP; where that is filtered, connections hang.`,
    },
    FragCreates: {
      unit: 'packets',
      title: `${ip} fragments made`,
      help: `Fragments this host produced from ${ip} packets that were too large.`,
    },
    OutTransmits: {
      unit: 'packets',
      title: `${ip} packets put on a device`,
      help: `${ip} packets handed to a network device: those of this host and those forwarded, after fragmenting. Only recent kernels count it.`,
    },
  };
}

/** Forwarding state, printed among the counters of the Ip line. */
const IPV4_ONLY: Readonly<Record<string, CounterText>> = {
  Forwarding: {
    kind: 'gauge',
    command: SNMP_LINE,
    unit: 'count',
    title: 'IPv4 forwarding',
    help: '1 when this network namespace forwards IPv4 packets like a router, 2 when it does not.',
    commands: ['sysctl net.ipv4.ip_forward'],
  },
  DefaultTTL: {
    kind: 'gauge',
    command: SNMP_LINE,
    unit: 'count',
    title: 'Default hop limit',
    help: 'The time to live of IPv4 packets sent from here: how many routers they may pass.',
    commands: ['sysctl net.ipv4.ip_default_ttl'],
  },
  ForwDatagrams: {
    unit: 'packets',
    title: 'IPv4 packets forwarded',
    help: 'IPv4 packets passed on to another host. Grows only where this machine routes, as container hosts do.',
  },
};

/** Counters IPv4 keeps in the IpExt line and IPv6 among the rest. */
function octetTexts(ip: 'IPv4' | 'IPv6'): Readonly<Record<string, CounterText>> {
  return {
    InNoRoutes: {
      unit: 'packets',
      trouble: true,
      title: `${ip} packets that could not be forwarded`,
      help: `Received ${ip} packets dropped because no route leads onward to their destination.`,
      commands: [ip === 'IPv4' ? 'ip route' : 'ip -6 route'],
    },
    InTruncatedPkts: {
      unit: 'packets',
      trouble: true,
      title: `${ip} packets cut short`,
      help: `${ip} packets shorter than their header says. Damaged on the way or by a driver.`,
    },
    InMcastPkts: {
      unit: 'packets',
      title: `${ip} multicast received`,
      help: `${ip} packets received for a group of hosts: discovery, routing protocols, media. Much of it loads every member.`,
    },
    OutMcastPkts: {
      unit: 'packets',
      title: `${ip} multicast sent`,
      help: `${ip} packets this host sent to a group of hosts.`,
    },
    InOctets: {
      unit: 'bytes',
      title: `${ip} bytes received`,
      help: `Bytes of ${ip} packets received, headers of this layer included and of the link excluded.`,
    },
    OutOctets: {
      unit: 'bytes',
      title: `${ip} bytes sent`,
      help: `Bytes of ${ip} packets sent, headers of this layer included and of the link excluded.`,
    },
    InMcastOctets: {
      unit: 'bytes',
      title: `${ip} multicast bytes received`,
      help: `Bytes of the ${ip} packets received for a group of hosts.`,
    },
    OutMcastOctets: {
      unit: 'bytes',
      title: `${ip} multicast bytes sent`,
      help: `Bytes of the ${ip} packets sent to a group of hosts.`,
    },
    InBcastOctets: {
      unit: 'bytes',
      title: `${ip} broadcast bytes received`,
      help: `Bytes of ${ip} packets received for all hosts of the network.${ip === 'IPv6' ? ' IPv6 has no broadcast: always 0.' : ''}`,
    },
    OutBcastOctets: {
      unit: 'bytes',
      title: `${ip} broadcast bytes sent`,
      help: `Bytes of ${ip} packets sent to all hosts of the network.${ip === 'IPv6' ? ' IPv6 has no broadcast: always 0.' : ''}`,
    },
    InNoECTPkts: {
      unit: 'packets',
      title: `${ip} packets without ECN`,
      help: `${ip} packets received whose sender does not take part in explicit congestion notification.`,
    },
    InECT1Pkts: {
      unit: 'packets',
      title: `${ip} packets marked ECT(1)`,
      help: `${ip} packets received with the ECT(1) mark, which low-latency senders (L4S) use.`,
    },
    InECT0Pkts: {
      unit: 'packets',
      title: `${ip} packets marked ECT(0)`,
      help: `${ip} packets received whose sender takes part in explicit congestion notification.`,
    },
    InCEPkts: {
      unit: 'packets',
      title: `${ip} packets marked congested`,
      help: `${ip} packets received that a router marked "congestion experienced" instead of dropping. A rise means a queue on the way to this host is filling.`,
    },
  };
}

const IPV6_ONLY: Readonly<Record<string, CounterText>> = {
  InTooBigErrors: {
    unit: 'packets',
    trouble: true,
    title: 'IPv6 packets too big to forward',
    help: 'IPv6 packets that were larger than the next link allows and could not be forwarded. The sender is told by ICMPv6, which must not be filtered.',
  },
  OutForwDatagrams: {
    unit: 'packets',
    title: 'IPv6 packets forwarded',
    help: 'IPv6 packets passed on to another host. Grows only where this machine routes.',
  },
};

export const NETWORK_IP = [
  ...tableMetrics({ layer: 'network', source: 'net/snmp', group: 'Ip' }, { ...IPV4_ONLY, ...sharedTexts('IPv4') }),
  ...tableMetrics(
    { layer: 'network', source: 'net/netstat', group: 'IpExt' },
    {
      ...octetTexts('IPv4'),
      InBcastPkts: {
        unit: 'packets',
        title: 'IPv4 broadcasts received',
        help: 'IPv4 packets received for all hosts of the network. A storm of them, mostly from a loop between switches, loads every host.',
      },
      OutBcastPkts: {
        unit: 'packets',
        title: 'IPv4 broadcasts sent',
        help: 'IPv4 packets this host sent to all hosts of the network.',
      },
      InCsumErrors: {
        unit: 'packets',
        trouble: true,
        title: 'IPv4 headers with a wrong checksum',
        help: 'IPv4 packets dropped because the header checksum did not match: damaged on the way or by a driver.',
      },
      ReasmOverlaps: {
        unit: 'events',
        trouble: true,
        title: 'Overlapping fragments',
        help: 'IPv4 fragments dropped because they overlap others of the same packet. Ordinary senders never do this; attacks do.',
      },
    },
  ),
  ...listMetrics({ layer: 'network', prefix: 'Ip6' }, { ...sharedTexts('IPv6'), ...octetTexts('IPv6'), ...IPV6_ONLY }),
] as const;

/** Counters of the TcpExt line that are about addresses and routes, whatever the line is called. */
export const NETWORK_TCP_EXT = tableMetrics(
  { layer: 'network', source: 'net/netstat', group: 'TcpExt' },
  {
    ArpFilter: {
      unit: 'packets',
      title: 'ARP requests left unanswered',
      help: 'ARP requests not answered because net.ipv4.conf.*.arp_filter says that answers to that sender leave by another interface.',
    },
    IPReversePathFilter: {
      unit: 'packets',
      trouble: true,
      fills: 'net.ipv4.conf.all.rp_filter',
      title: 'Packets refused by reverse path filter',
      help: 'IPv4 packets dropped because the route back to their source does not lead through the interface they came in on. Spoofed packets, or a host with several uplinks that needs the loose mode (2).',
    },
  },
);

export const NETWORK_SOCKSTAT = [
  ...tableMetrics(
    { layer: 'network', source: 'net/sockstat', group: 'RAW' },
    {
      inuse: {
        kind: 'gauge',
        unit: 'sockets',
        title: 'Raw sockets',
        help: 'IPv4 raw sockets open in this network namespace: ping, routing daemons, network tools.',
        commands: ['ss -wan'],
      },
    },
  ),
  ...tableMetrics(
    { layer: 'network', source: 'net/sockstat', group: 'FRAG' },
    {
      inuse: {
        kind: 'gauge',
        unit: 'count',
        title: 'Packets being reassembled',
        help: 'IPv4 packets of which some fragments have arrived and some are still missing.',
      },
      memory: {
        kind: 'gauge',
        unit: 'bytes',
        fills: 'net.ipv4.ipfrag_high_thresh',
        title: 'Fragment memory',
        help: 'Bytes held by IPv4 fragments that wait for the rest of their packet. At net.ipv4.ipfrag_high_thresh new fragments are dropped.',
      },
    },
  ),
  ...tableMetrics(
    { layer: 'network', source: 'net/sockstat6', group: 'RAW6' },
    {
      inuse: {
        kind: 'gauge',
        unit: 'sockets',
        title: 'IPv6 raw sockets',
        help: 'IPv6 raw sockets open in this network namespace.',
        commands: ['ss -6wan'],
      },
    },
  ),
  ...tableMetrics(
    { layer: 'network', source: 'net/sockstat6', group: 'FRAG6' },
    {
      inuse: {
        kind: 'gauge',
        unit: 'count',
        title: 'IPv6 packets being reassembled',
        help: 'IPv6 packets of which some fragments have arrived and some are still missing.',
      },
      memory: {
        kind: 'gauge',
        unit: 'bytes',
        fills: 'net.ipv6.ip6frag_high_thresh',
        title: 'IPv6 fragment memory',
        help: 'Bytes held by IPv6 fragments that wait for the rest of their packet. At net.ipv6.ip6frag_high_thresh new fragments are dropped.',
      },
    },
  ),
] as const;
