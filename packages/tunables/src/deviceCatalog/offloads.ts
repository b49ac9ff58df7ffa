import type { DeviceSetting } from '../types.ts';
import { entryWith, SWITCH } from './common.ts';

const common = { shape: SWITCH, unit: 'switch', defaultDerivation: 'chosen by the driver' } as const;
const offload = entryWith({
  ...common,
  risk: 2,
  cost: 'Off, the CPUs do the work; on, a card with a fault damages or loses packets.',
  disruptive: false,
});
/** Many drivers set up their receiving anew for these. */
const receiving = entryWith({
  ...common,
  risk: 3,
  cost: 'Many drivers set up receiving anew: packets are lost for a moment, and the link may go down.',
  disruptive: true,
});

/** `ethtool -k` and `-K`, by the kernel’s own names: work that a card, or the kernel in one go, does for many packets. */
export const OFFLOADS: readonly DeviceSetting[] = [
  offload({
    name: 'ethtool.features.tx-tcp-segmentation',
    title: 'TCP segmentation by the card (TSO)',
    help: 'TCP hands over up to 64 KiB in one piece and the card cuts it into packets. Off, the CPUs cut, and sending costs several times as much. It needs checksums and scatter-gather on sending.',
    interactsWith: ['ethtool.features.tx-generic-segmentation', 'ethtool.features.tx-scatter-gather'],
  }),
  offload({
    name: 'ethtool.features.tx-tcp6-segmentation',
    title: 'TCP segmentation by the card for IPv6',
    help: 'As tx-tcp-segmentation, for connections over IPv6. It needs checksums and scatter-gather on sending.',
    interactsWith: ['ethtool.features.tx-tcp-segmentation'],
  }),
  offload({
    name: 'ethtool.features.tx-tcp-ecn-segmentation',
    title: 'TCP segmentation by the card with ECN',
    help: 'As tx-tcp-segmentation, for connections that use explicit congestion notification. Off, the kernel cuts what those send.',
    interactsWith: ['ethtool.features.tx-tcp-segmentation', 'net.ipv4.tcp_ecn'],
  }),
  offload({
    name: 'ethtool.features.tx-generic-segmentation',
    title: 'Late segmentation by the kernel (GSO)',
    help: 'Data travels through the stack in large pieces and is cut right before the driver, where the card cannot. It costs less CPU time than cutting early, on any card.',
    interactsWith: ['ethtool.features.tx-tcp-segmentation'],
  }),
  offload({
    name: 'ethtool.features.tx-udp-segmentation',
    title: 'UDP segmentation by the card (USO)',
    help: 'The card cuts what a program sends with UDP_SEGMENT, as QUIC servers do. Off, the kernel cuts.',
    interactsWith: ['ethtool.features.tx-generic-segmentation'],
  }),
  offload({
    name: 'ethtool.features.tx-checksum-ip-generic',
    title: 'Checksums by the card on sending',
    help: 'The card computes checksums of TCP and UDP for any protocol below. Cards have either this or the two for IPv4 and IPv6. Off, segmentation by the card goes off with it.',
    interactsWith: ['ethtool.features.tx-tcp-segmentation', 'ethtool.features.tx-scatter-gather'],
  }),
  offload({
    name: 'ethtool.features.tx-checksum-ipv4',
    title: 'Checksums by the card on sending, IPv4',
    help: 'The card computes checksums of TCP and UDP over IPv4. Off, segmentation by the card goes off with it.',
    interactsWith: ['ethtool.features.tx-tcp-segmentation'],
  }),
  offload({
    name: 'ethtool.features.tx-checksum-ipv6',
    title: 'Checksums by the card on sending, IPv6',
    help: 'The card computes checksums of TCP and UDP over IPv6. Off, segmentation by the card goes off with it.',
    interactsWith: ['ethtool.features.tx-tcp6-segmentation'],
  }),
  offload({
    name: 'ethtool.features.tx-scatter-gather',
    title: 'Packets from several places in memory',
    help: 'The card collects a packet from several places in memory, so that nothing is copied before. Segmentation by the card needs it.',
    interactsWith: ['ethtool.features.tx-tcp-segmentation'],
  }),
  offload({
    name: 'ethtool.features.tx-vlan-hw-insert',
    title: 'VLAN tags by the card on sending',
    help: 'The card puts the VLAN tag into what is sent. Off, the kernel does, at a small cost for each packet.',
    risk: 3,
    interactsWith: ['ethtool.features.rx-vlan-hw-parse'],
  }),
  offload({
    name: 'ethtool.features.rx-gro',
    title: 'Merging by the kernel on receiving (GRO)',
    help: 'Packets of one connection that come together go up the stack as one. Nothing is lost by it, so it may stay on where packets are forwarded too. Off, receiving costs several times as much.',
    interactsWith: ['ethtool.features.rx-lro', 'net.core.gro_normal_batch'],
  }),
  offload({
    name: 'ethtool.features.rx-udp-gro-forwarding',
    title: 'Merging of UDP that is forwarded',
    help: 'Packets of one UDP flow that pass through this host travel the stack as one and are cut again on leaving. It helps routers and hosts of containers with much UDP, as QUIC.',
    interactsWith: ['ethtool.features.rx-gro'],
  }),
  offload({
    name: 'ethtool.features.rx-gro-list',
    title: 'Merging of UDP as a list',
    help: 'As rx-udp-gro-forwarding, but the packets stay whole and are only linked to each other, which is cheaper for small ones.',
    interactsWith: ['ethtool.features.rx-gro', 'ethtool.features.rx-udp-gro-forwarding'],
  }),
  receiving({
    name: 'ethtool.features.rx-gro-hw',
    title: 'Merging by the card on receiving',
    help: 'The card does what GRO does, by the same rules, so that what it merged can be cut again as it came.',
    interactsWith: ['ethtool.features.rx-gro', 'ethtool.features.rx-lro'],
  }),
  receiving({
    name: 'ethtool.features.rx-lro',
    title: 'Merging by the card that cannot be undone (LRO)',
    help: 'The card merges packets of a connection and loses parts of their headers. Only for hosts that forward nothing: a router, a bridge or a host of virtual machines needs it off. GRO does the same in a way that can be undone.',
    interactsWith: ['ethtool.features.rx-gro', 'net.ipv4.ip_forward'],
  }),
  receiving({
    name: 'ethtool.features.rx-checksum',
    title: 'Checksums by the card on receiving',
    help: 'The card checks what comes and the kernel believes it. Off, the CPUs check each packet, and the card merges nothing.',
    interactsWith: ['ethtool.features.rx-gro', 'ethtool.features.rx-lro'],
  }),
  receiving({
    name: 'ethtool.features.rx-hashing',
    title: 'Flow number by the card',
    help: 'The card hands over the number by which it sorts connections into queues, so that the kernel need not compute one for receive packet steering.',
    interactsWith: ['sysfs.rps_cpus'],
  }),
  receiving({
    name: 'ethtool.features.rx-ntuple-filter',
    title: 'Filters in the card',
    help: 'Sends chosen flows to chosen queues (ethtool -N); steering by the card to the reader’s CPU (aRFS) needs it. Switched off, the filters that were set are lost.',
    interactsWith: ['net.core.rps_sock_flow_entries', 'sysfs.rps_flow_cnt'],
  }),
  receiving({
    name: 'ethtool.features.rx-vlan-hw-parse',
    title: 'VLAN tags by the card on receiving',
    help: 'The card takes the VLAN tag out of what comes. Off, the kernel does, at a small cost for each packet.',
    interactsWith: ['ethtool.features.tx-vlan-hw-insert'],
  }),
];
