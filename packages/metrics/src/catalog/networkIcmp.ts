import { type CounterText, listMetrics, tableMetrics } from '../define.ts';

const message = (title: string, help: string): CounterText => ({ unit: 'packets', title, help });
const error = (title: string, help: string): CounterText => ({ unit: 'packets', title, help, trouble: true });

/** Counters of the Icmp line and the Icmp6 names that mean the same in both. */
function sharedTexts(icmp: 'ICMP' | 'ICMPv6'): Readonly<Record<string, CounterText>> {
  const limit = icmp === 'ICMP' ? 'net.ipv4.icmp_ratelimit' : 'net.ipv6.icmp.ratelimit';
  return {
    InMsgs: message(`${icmp} messages received`, `${icmp} messages that arrived, bad ones included.`),
    OutMsgs: message(`${icmp} messages sent`, `${icmp} messages this host tried to send.`),
    InErrors: error(
      `${icmp} messages with errors`,
      `${icmp} messages received that were malformed, or that report an error this host could not match to a socket.`,
    ),
    OutErrors: error(
      `${icmp} messages not sent`,
      `${icmp} messages that this host wanted to send and could not, for want of memory or of a route.`,
    ),
    InCsumErrors: error(
      `${icmp} messages with a wrong checksum`,
      `${icmp} messages dropped because the checksum did not match: damaged on the way.`,
    ),
    OutRateLimitHost: {
      unit: 'packets',
      fills: limit,
      title: `${icmp} held back, one destination`,
      help: `${icmp} messages not sent because the same destination had been sent one within ${limit}.`,
    },
    InDestUnreachs: message(
      `Unreachable reports received (${icmp})`,
      'Reports from other hosts that something we sent could not be delivered: no host, no port, filtered, or (in IPv4) too big. A rise means we call things that are not there.',
    ),
    OutDestUnreachs: message(
      `Unreachable reports sent (${icmp})`,
      'Reports from this host that a packet could not be delivered, mostly UDP to a closed port.',
    ),
    InTimeExcds: message(
      `Time exceeded received (${icmp})`,
      'Reports that a packet of ours ran out of hops or of time for reassembly. traceroute causes it on purpose; otherwise a routing loop.',
    ),
    OutTimeExcds: message(
      `Time exceeded sent (${icmp})`,
      'Reports from this host that a packet ran out of hops here or could not be reassembled in time.',
    ),
    InEchos: message(
      `Pings received (${icmp})`,
      'Echo requests that arrived. A steady rate is monitoring, a jump a scan or a flood.',
    ),
    OutEchos: message(`Pings sent (${icmp})`, 'Echo requests sent, by ping and by monitoring tools.'),
    InRedirects: message(
      `Redirects received (${icmp})`,
      'Advice from routers that another router is nearer. Should be rare; on a server it is usually ignored.',
    ),
    OutRedirects: message(
      `Redirects sent (${icmp})`,
      'Advice sent to hosts that another router is nearer to their goal.',
    ),
  };
}

export const NETWORK_ICMP = tableMetrics(
  { layer: 'network', source: 'net/snmp', group: 'Icmp' },
  {
    ...sharedTexts('ICMP'),
    OutRateLimitGlobal: {
      unit: 'packets',
      fills: 'net.ipv4.icmp_msgs_per_sec',
      title: 'ICMP held back, all destinations',
      help: 'ICMP messages not sent because the host as a whole had reached net.ipv4.icmp_msgs_per_sec. On a router it can hide "too big" reports and make connections hang.',
    },
    InParmProbs: message('Parameter problems received', 'Reports that a header of ours was not understood.'),
    OutParmProbs: message('Parameter problems sent', 'Reports from this host that a header was not understood.'),
    InSrcQuenchs: message('Source quenches received', 'An obsolete request to send more slowly. Ignored.'),
    OutSrcQuenchs: message('Source quenches sent', 'An obsolete request to send more slowly. Linux sends none.'),
    InEchoReps: message(
      'Ping answers received',
      'Answers to pings of this host. Fewer than pings sent: some were lost or refused.',
    ),
    OutEchoReps: message('Ping answers sent', 'Answers of this host to pings it received.'),
    InTimestamps: message('Timestamp requests received', 'Old requests for this host’s clock. Seen from scanners.'),
    InTimestampReps: message('Timestamp answers received', 'Answers to an old request for a clock.'),
    OutTimestamps: message('Timestamp requests sent', 'Old requests for another host’s clock.'),
    OutTimestampReps: message('Timestamp answers sent', 'Answers to an old request for this host’s clock.'),
    InAddrMasks: message('Address mask requests received', 'An obsolete request for the netmask. Ignored.'),
    InAddrMaskReps: message('Address mask answers received', 'An obsolete answer about the netmask. Ignored.'),
    OutAddrMasks: message('Address mask requests sent', 'An obsolete request for the netmask. Linux sends none.'),
    OutAddrMaskReps: message('Address mask answers sent', 'An obsolete answer about the netmask. Linux sends none.'),
  },
);

export const NETWORK_ICMP6 = listMetrics(
  { layer: 'network', prefix: 'Icmp6' },
  {
    ...sharedTexts('ICMPv6'),
    InPktTooBigs: message(
      'Too big reports received',
      'Reports from routers that a packet of ours does not fit the next link. Path MTU discovery lives on these.',
    ),
    OutPktTooBigs: message('Too big reports sent', 'Reports from this host, as a router, that a packet does not fit.'),
    InParmProblems: message('IPv6 parameter problems received', 'Reports that a header of ours was not understood.'),
    OutParmProblems: message('IPv6 parameter problems sent', 'Reports that a header was not understood here.'),
    InEchoReplies: message(
      'IPv6 ping answers received',
      'Answers to IPv6 pings of this host. Fewer than pings sent: some were lost or refused.',
    ),
    OutEchoReplies: message('IPv6 ping answers sent', 'Answers of this host to IPv6 pings it received.'),
    InGroupMembQueries: message(
      'Multicast queries received',
      'Questions from a router which multicast groups are wanted.',
    ),
    InGroupMembResponses: message(
      'Multicast reports received',
      'Reports (MLDv1) of hosts that want a multicast group.',
    ),
    InGroupMembReductions: message('Multicast leaves received', 'Messages (MLDv1) of hosts that leave a group.'),
    OutGroupMembQueries: message('Multicast queries sent', 'Questions which multicast groups are wanted.'),
    OutGroupMembResponses: message('Multicast reports sent', 'Reports (MLDv1) that this host wants a multicast group.'),
    OutGroupMembReductions: message('Multicast leaves sent', 'Messages (MLDv1) that this host leaves a group.'),
    InMLDv2Reports: message('MLDv2 reports received', 'Reports of the multicast groups that hosts want.'),
    OutMLDv2Reports: message('MLDv2 reports sent', 'Reports of the multicast groups this host wants.'),
    InRouterSolicits: message('Router solicitations received', 'Requests of hosts for a router advertisement.'),
    OutRouterSolicits: message('Router solicitations sent', 'Requests of this host for a router advertisement.'),
    InRouterAdvertisements: message('Router advertisements received', 'Announcements of routers and prefixes.'),
    OutRouterAdvertisements: message('Router advertisements sent', 'Announcements of this host as a router.'),
    InNeighborSolicits: message(
      'Neighbour solicitations received',
      'Requests for a link address, what ARP is to IPv4. A flood of them is a scan of the prefix.',
    ),
    OutNeighborSolicits: message(
      'Neighbour solicitations sent',
      'Requests of this host for the link address of a neighbour. Many without answers mean neighbours that are gone.',
    ),
    InNeighborAdvertisements: message('Neighbour advertisements received', 'Answers with a neighbour’s link address.'),
    OutNeighborAdvertisements: message('Neighbour advertisements sent', 'Answers with this host’s link address.'),
  },
);
