import { type DropReasons, of } from '../types.ts';

const loss = of('link', 'loss');
const refused = of('link', 'refused');
const harmless = of('link', 'harmless');

const CAN = 'A broken sender on the CAN bus, or a program that writes malformed frames.';
const QDISC =
  'More is sent than the link takes, or the limit of the queue is small: tc -s qdisc shows which. A pace at the sender (fq, BBR) is better than a longer queue.';
const TC = 'tc filter show dev DEV ingress (or egress) shows the rules.';

/** Devices, queues before and behind them, traffic control, bridges. */
export const LINK_REASONS: DropReasons = {
  QDISC_DROP: loss(
    'The queueing discipline of the device dropped it: its queue was full, or it keeps the delay low.',
    QDISC,
  ),
  QDISC_OVERLIMIT: loss('The queue of the device holds as many packets or bytes as it may.', QDISC),
  QDISC_CONGESTED: loss(
    'The queueing discipline dropped it to tell its sender to slow down (CoDel, RED).',
    'Works as meant. Switch ECN on at both ends, and it marks instead of dropping.',
  ),
  DUALPI2_STEP_DROP: loss(
    'The L4S queue was above its threshold, and the packet could not be marked.',
    'Works as meant for senders without ECN.',
  ),
  CAKE_FLOOD: loss('CAKE treats the flow as one that does not slow down.', 'Works as meant.'),
  FQ_BAND_LIMIT: loss('All flows of one priority together fill their part of the fq queue.', QDISC),
  FQ_HORIZON_LIMIT: loss(
    'Its time to be sent lies too far in the future for fq.',
    'The program sets a time (SO_TXTIME) or a pace that is far too slow; fq’s horizon bounds it.',
  ),
  FQ_FLOW_LIMIT: loss(
    'One flow alone has as many packets in fq as it may (flow_limit).',
    'A UDP sender without pace: give it SO_MAX_PACING_RATE, or raise flow_limit.',
  ),
  CPU_BACKLOG: loss(
    'The queue of packets that wait for this CPU was full (netdev_max_backlog), or its flow limit hit.',
    'One CPU handles too much: spread the load (RSS, RPS), then raise net.core.netdev_max_backlog. See softnet in this layer.',
  ),
  XDP: refused(
    'An XDP program said drop, or failed.',
    'ip link shows the program (prog/xdp), bpftool prog what it is.',
  ),
  TC_INGRESS: refused('A traffic control rule drops what comes in.', TC),
  TC_EGRESS: refused('A traffic control rule drops what goes out.', TC),
  TC_ERROR: loss('Traffic control failed inside.', TC),
  TC_COOKIE_ERROR: loss('Traffic control could not keep its state for a packet.', TC),
  TC_CHAIN_NOTFOUND: loss('A rule jumps to a chain that does not exist.', TC),
  TC_RECLASSIFY_LOOP: loss('Rules send a packet round in a circle.', TC),
  RECURSION_LIMIT: loss(
    'Devices on top of each other send a packet round in a circle.',
    'Look for a tunnel that routes into itself, or a bridge loop.',
  ),
  UNHANDLED_PROTO: harmless(
    'No code handles its EtherType: LLDP, spanning tree, vendor protocols.',
    'Nothing. A capture (tcpdump -e) shows what it is.',
  ),
  PTYPE_ABSENT: harmless(
    'No code handles its EtherType: LLDP, spanning tree, vendor protocols.',
    'Nothing. A capture (tcpdump -e) shows what it is.',
  ),
  SKB_CSUM: loss(
    'A checksum that software had to make failed.',
    'A driver’s or tunnel’s fault: try its checksum offload off.',
  ),
  SKB_GSO_SEG: loss(
    'A large packet could not be cut into segments.',
    'A driver’s or virtual device’s fault: try its segmentation offload off (ethtool -K DEV gso off).',
  ),
  DEV_HDR: loss(
    'What the device’s driver needs to know of a packet is missing or wrong.',
    'Look at the device’s settings (VLAN, tunnel, offloads).',
  ),
  DEV_READY: loss(
    'The device is not ready: down, or its driver has no room.',
    'ip -s link shows its state; a TUN or tap device needs its program running.',
  ),
  FULL_RING: loss(
    'The ring of a TUN, tap or virtual device was full: the program or guest behind it reads too slowly.',
    'Give the VPN or virtual machine more CPU, or the device a longer txqueuelen.',
  ),
  NOMEM: loss('There was no memory for it at that moment.', 'Look at free memory and vm.min_free_kbytes.'),
  PFMEMALLOC: loss(
    'Memory was so short that only packets which help to free some were let in.',
    'The machine is out of memory: free some, or raise vm.min_free_kbytes.',
  ),
  TAP_FILTER: refused('The filter of a tap device did not let it in.', 'Wanted by the program behind the device.'),
  TAP_TXFILTER: refused(
    'The address filter of a tap device did not let it through.',
    'Wanted by the program behind the device.',
  ),
  MAC_INVALID_SOURCE: refused('Its source hardware address cannot be one (zero or multicast).', 'A broken sender.'),
  LOCAL_MAC: refused(
    'It came back with this device’s own hardware address: a loop.',
    'Look for a loop in bridges and cables, or two devices with one address.',
  ),
  MAC_IEEE_MAC_CONTROL: harmless(
    'A pause frame or the like reached software, which has no use for it.',
    'Nothing; flow control belongs into the device (ethtool -a).',
  ),
  ARP_PVLAN_DISABLE: refused(
    'An ARP request between ports of a private VLAN.',
    'net.ipv4.conf.DEV.proxy_arp_pvlan allows it.',
  ),
  BRIDGE_INGRESS_STP_STATE: refused(
    'The bridge’s port is blocked by spanning tree, or still learning.',
    'Normal for some seconds after a port came up. bridge link shows the state.',
  ),
  BRIDGE_NON_FORWARDING_STATE: refused('The bridge’s port does not forward.', 'bridge link shows the state.'),
  VLAN_INGRESS_FILTER: refused(
    'The bridge’s port is not a member of the packet’s VLAN.',
    'bridge vlan show tells the members.',
  ),
  CAN_RX_INVALID_FRAME: refused('A malformed CAN frame.', CAN),
  CANFD_RX_INVALID_FRAME: refused('A malformed CAN FD frame.', CAN),
  CANXL_RX_INVALID_FRAME: refused('A malformed CAN XL frame.', CAN),
};
