import { type DropReasons, of } from '../types.ts';

const loss = of('network', 'loss');
const refused = of('network', 'refused');
const harmless = of('network', 'harmless');
const unknown = of('network', 'unknown');

const NDISC = 'A broken or forged IPv6 neighbour message: find its sender (tcpdump icmp6) if there are many.';
const ROUTE = 'Look with ip route get ADDRESS, and add the route, or correct who sends there.';

/** IP, ICMP, routing, neighbours, netfilter, IPsec, tunnels. */
export const IP_REASONS: DropReasons = {
  NOT_SPECIFIED: unknown(
    'The code that freed the packet gives no reason: a drop, or mere housekeeping.',
    'Look where it was freed: the function often tells. Multicast that nobody asked for and queues of closed sockets are among them.',
  ),
  CONSUMED: harmless('It was used up as it should be.', 'Nothing: this is no drop.'),
  NOT_DROPPED_YET: harmless('It was not dropped.', 'Nothing.'),
  MAX: unknown('A number that this kernel does not use.', 'Look where it was freed.'),
  NETFILTER_DROP: refused(
    'A firewall rule (nftables, iptables) says drop, or connection tracking could not take it.',
    'nft list ruleset with counters, or iptables -L -v -n, shows the rule. If none counts it, look at connection tracking in this layer: is its table full?',
  ),
  OTHERHOST: harmless(
    'It is for another machine’s hardware address, and was seen because the device listens to everything (a capture, a bridge).',
    'Nothing. A switch that floods is worth a look when there are many.',
  ),
  IP_CSUM: loss(
    'The checksum of the IP header is wrong.',
    'Look for a bad cable, optic, memory or driver on the path.',
  ),
  IP_INHDR: loss(
    'The IP header is malformed: version, length or options.',
    'A broken sender or device on the path; a capture shows whose.',
  ),
  IP_RPFILTER: refused(
    'Answers to its source would leave through another device (reverse-path filter).',
    'With asymmetric routes set net.ipv4.conf.DEV.rp_filter to 2 (loose). Otherwise the source is forged: leave it.',
  ),
  UNICAST_IN_L2_MULTICAST: refused(
    'A packet for one host in a frame for many.',
    'Set net.ipv4.conf.DEV.drop_unicast_in_l2_multicast to 0 if a load balancer does this on purpose.',
  ),
  XFRM_POLICY: refused(
    'An IPsec policy does not allow it: unencrypted where it must not be, or no state fits.',
    'Compare ip xfrm policy with ip xfrm state, and /proc/net/xfrm_stat.',
  ),
  IP_NOPROTO: refused(
    'No code handles the protocol number in its IP header.',
    'Load the module of that protocol (SCTP, GRE, …) or tell its sender.',
  ),
  IP_OUTNOROUTES: loss('There is no route to its destination.', ROUTE),
  IP_INNOROUTES: loss('There is no route to where it should be forwarded.', ROUTE),
  IP_INADDRERRORS: loss('Its destination is no address that this host has or forwards to.', ROUTE),
  IP_LOCAL_SOURCE: refused(
    'It came from outside with an address of this host as its source.',
    'A loop, or a forged source; accept_local allows it where it is meant.',
  ),
  IP_INVALID_SOURCE: refused('Its source cannot be one: multicast, broadcast or zero.', 'A broken or forging sender.'),
  IP_LOCALNET: refused(
    'It came from outside with an address of 127.0.0.0/8.',
    'route_localnet allows it where it is meant; else a broken or forging sender.',
  ),
  IP_INVALID_DEST: refused('Its destination cannot be one.', 'A broken sender.'),
  PKT_TOO_BIG: loss(
    'It is larger than the next link takes, and may not be split. Its sender is told by ICMP.',
    'Let ICMP “fragmentation needed” and “packet too big” pass all firewalls, or lower the MTU or MSS at the tunnel.',
  ),
  PKT_TOO_SMALL: loss('It is shorter than its header says.', 'A broken sender or driver.'),
  HDR_TRUNC: loss('It ends inside a header.', 'A broken sender or driver.'),
  DUP_FRAG: harmless('A fragment that was here already.', 'Nothing is lost.'),
  FRAG_REASM_TIMEOUT: loss(
    'Fragments were missing when the time to put the packet together was over.',
    'Fragments are lost on the way. Best send no packet larger than the path takes; else look for the loss, and at net.ipv4.ipfrag_high_thresh for room.',
  ),
  FRAG_TOO_FAR: loss(
    'Too many fragments of other packets came in between.',
    'net.ipv4.ipfrag_max_dist bounds it; packets that are not fragmented are the better cure.',
  ),
  ICMP_CSUM: loss('The ICMP checksum is wrong.', 'Look for a bad cable, optic, memory or driver on the path.'),
  INVALID_PROTO: refused(
    'A message that must not be answered, such as an ICMP timestamp request to everybody.',
    'Nothing, unless there are many: then find the sender.',
  ),
  IPV6DISABLED: refused('IPv6 is switched off on this device.', 'net.ipv6.conf.DEV.disable_ipv6 decides it.'),
  IPV6_BAD_EXTHDR: refused('An IPv6 extension header is malformed or not allowed.', 'A broken or hostile sender.'),
  IPV6_NDISC_FRAG: refused('A fragmented neighbour message, which is not allowed.', NDISC),
  IPV6_NDISC_HOP_LIMIT: refused('A neighbour message that came through a router.', NDISC),
  IPV6_NDISC_BAD_CODE: refused('A neighbour message with a wrong code.', NDISC),
  IPV6_NDISC_BAD_OPTIONS: refused('A neighbour message with malformed options.', NDISC),
  IPV6_NDISC_NS_OTHERHOST: harmless('A neighbour solicitation for another host.', 'Nothing.'),
  NEIGH_CREATEFAIL: loss(
    'No entry for the neighbour could be made: the table is full, or there is no memory.',
    'Raise net.ipv4.neigh.default.gc_thresh3 (and ipv6): see the neighbour table in this layer.',
  ),
  NEIGH_FAILED: loss(
    'The next hop does not answer ARP or neighbour discovery.',
    'The host is down, or its address, VLAN or cable is wrong: ip neigh shows FAILED.',
  ),
  NEIGH_QUEUEFULL: loss(
    'Too much waited for the next hop’s hardware address.',
    'net.ipv4.neigh.DEV.unres_qlen_bytes bounds it. Mostly the neighbour answers late or not at all.',
  ),
  NEIGH_DEAD: loss(
    'The entry of the neighbour was being removed.',
    'Rare: nothing. Often: the neighbour table is full, see gc_thresh.',
  ),
  NEIGH_HH_FILLFAIL: loss('The hardware header could not be made.', 'Look at the device: is it up, has it an address?'),
  IP_TUNNEL_ECN: refused(
    'Congestion marks inside and outside a tunnel contradict each other.',
    'A device on the path alters ECN bits.',
  ),
  TUNNEL_TXINFO: loss(
    'It reached a tunnel that takes its destination from rules, and no rule gave one.',
    'Check the flow rules or routes that lead into the tunnel.',
  ),
  VXLAN_INVALID_HDR: loss('The VXLAN header is malformed.', 'Compare the settings of both ends (GPE, GBP).'),
  VXLAN_VNI_NOT_FOUND: refused('No VXLAN device here has that network number.', 'Compare the VNI of both ends.'),
  VXLAN_ENTRY_EXISTS: refused(
    'The sender’s hardware address belongs to another tunnel end, and is fixed there.',
    'bridge fdb show tells where.',
  ),
  VXLAN_NO_REMOTE: loss('VXLAN knows no tunnel end for that hardware address.', 'bridge fdb show tells what it knows.'),
  NO_TX_TARGET: loss(
    'The device knows no port or tunnel end to send it to.',
    'Look at the ports of the bond, bridge or tunnel: is one up?',
  ),
};
