import type { FoundSocket } from '@netstrata/kernel/types';
import { namedNumber } from '../namedNumber.ts';
import { inetField } from './define.ts';
import type { SocketField } from './types.ts';

/** TCP_TIMER_*: what the pending timer does when it goes off. */
const TIMERS = ['none', 'retransmit', 'keepalive', 'time-wait', 'zero-window probe'];
const SHUTDOWNS = ['open both ways', 'receives no more', 'sends no more', 'closed both ways'];
const FANOUTS = ['hash', 'load balance', 'cpu', 'rollover', 'random', 'queue mapping', 'classic BPF', 'eBPF'];

const uidOf = (socket: FoundSocket): number | undefined =>
  'inet' in socket ? socket.inet.uid : 'unix' in socket ? socket.unix.uid : socket.packet.uid;

const closedOf = (socket: FoundSocket): string | undefined => {
  const bits = 'inet' in socket ? socket.inet.shutdown : 'unix' in socket ? socket.unix.shutdown : undefined;
  return bits === undefined ? undefined : SHUTDOWNS[bits & 3];
};

const hexOf = (value: number | undefined): string | undefined =>
  value === 0 ? 'none' : value === undefined ? undefined : `0x${value.toString(16)}`;

const named = <N extends number | string>(number: N | undefined, nameOf: (number: N) => string | undefined) =>
  number === undefined ? undefined : namedNumber(number, nameOf(number));

/** What a socket is and whose. */
export const whoFields = (): readonly SocketField[] => [
  {
    id: 'uid',
    group: 'who',
    title: 'User',
    help: 'The user who made the socket, by the host’s own /etc/passwd, and the number. Users whom a directory service or a container knows have only a number.',
    kernelName: 'idiag_uid',
    unit: 'text',
    pick: (socket, { userOf }) => named(uidOf(socket), userOf),
  },
  inetField(
    'cgroupId',
    {
      group: 'who',
      title: 'Control group',
      help: 'The cgroup v2 that the socket was made in, and its number: the inode number of its folder under /sys/fs/cgroup. It tells containers and units apart; a group that is gone has only a number.',
      kernelName: 'INET_DIAG_CGROUP_ID',
      unit: 'text',
    },
    ({ cgroupId }, { cgroupOf }) => named(cgroupId, cgroupOf),
  ),
  {
    id: 'shutdown',
    group: 'who',
    title: 'Directions',
    help: 'Which directions shutdown() or close() has ended. A side that sends no more can still receive.',
    kernelName: 'sk_shutdown',
    unit: 'text',
    pick: closedOf,
  },
  {
    id: 'file',
    group: 'who',
    title: 'File behind the path',
    help: 'Inode of the socket’s file and device of its file system, as stat and findmnt print them. Containers see other files under the same path.',
    kernelName: 'UNIX_DIAG_VFS',
    unit: 'text',
    pick: (socket) => {
      const file = 'unix' in socket ? socket.unix.file : undefined;
      return file && `${file.inode} on ${file.device}`;
    },
  },
  inetField(
    'interface',
    {
      group: 'who',
      title: 'Bound to interface',
      help: 'The only interface that this socket uses, with its number, as `ip link` lists them: from SO_BINDTODEVICE or a link-local address.',
      kernelName: 'idiag_if',
      unit: 'text',
    },
    ({ interfaceIndex }, { interfaceOf }) => named(interfaceIndex, interfaceOf),
  ),
  inetField(
    'timer',
    {
      group: 'times',
      title: 'Timer',
      help: 'The timer that is set and when it goes off. Retransmit: data is on its way and unanswered. Keepalive: the connection is silent. Zero-window probe: the other side has closed its window.',
      kernelName: 'idiag_timer',
      unit: 'text',
    },
    ({ timer, expiresMs }) =>
      timer === 0 ? 'none' : `${TIMERS[timer] ?? String(timer)} in ${(expiresMs / 1000).toFixed(1)} s`,
  ),
  inetField(
    'timerRetransmits',
    {
      group: 'times',
      title: 'Tries of that timer',
      help: 'How often it went off in a row without an answer. Each time the wait doubles; after tcp_retries2 the connection is given up.',
      kernelName: 'idiag_retrans',
      unit: 'count',
    },
    ({ timer, retransmits }) => (timer === 0 ? undefined : retransmits),
  ),
  inetField(
    'tos',
    {
      group: 'negotiated',
      title: 'TOS / traffic class',
      help: 'The byte in the IP header: the upper six bits (DSCP) choose how networks treat the packets, the lower two are for ECN.',
      kernelName: 'INET_DIAG_TOS, INET_DIAG_TCLASS',
      unit: 'text',
    },
    ({ tos, tclass, family }) => {
      const value = family === 6 ? (tclass ?? tos) : tos;
      return value === undefined ? undefined : `0x${value.toString(16).padStart(2, '0')} (DSCP ${value >> 2})`;
    },
  ),
  inetField(
    'v6Only',
    {
      group: 'negotiated',
      title: 'IPv6 only',
      help: 'Takes no IPv4 connections (IPV6_V6ONLY). Otherwise an IPv6 listener takes both.',
      kernelName: 'INET_DIAG_SKV6ONLY',
      unit: 'boolean',
    },
    ({ v6Only }) => v6Only,
  ),
  inetField(
    'mark',
    {
      group: 'who',
      title: 'Mark',
      help: 'SO_MARK: firewall and routing rules may treat marked packets in their own way. Told only to agents with CAP_NET_ADMIN.',
      kernelName: 'INET_DIAG_MARK',
      unit: 'text',
    },
    ({ mark }) => hexOf(mark),
  ),
  inetField(
    'classId',
    {
      group: 'who',
      title: 'Class id or priority',
      help: 'Traffic class of its cgroup (net_cls), or SO_PRIORITY where there is none: qdiscs may sort packets by it.',
      kernelName: 'INET_DIAG_CLASS_ID',
      unit: 'text',
    },
    ({ classId }) => hexOf(classId),
  ),
  inetField(
    'bits',
    {
      group: 'negotiated',
      title: 'Socket flags',
      help: 'Flags of struct inet_diag_sockopt that are set: freebind and transparent allow foreign addresses, bind_address_no_port picks the port at connect(), hdrincl lets a raw socket write IP headers.',
      kernelName: 'INET_DIAG_SOCKOPT',
      unit: 'text',
    },
    ({ bits }) => (bits === undefined || bits.length === 0 ? undefined : bits.join(', ')),
  ),
  inetField(
    'ulp',
    {
      group: 'negotiated',
      title: 'Upper layer protocol',
      help: 'What the kernel runs on top of this TCP socket: tls encrypts in the kernel, mptcp makes it one path of a larger connection.',
      kernelName: 'INET_DIAG_ULP_INFO',
      unit: 'text',
    },
    ({ ulp }) => ulp,
  ),
];

const packetField = (
  id: string,
  text: Pick<SocketField, 'title' | 'help' | 'kernelName' | 'unit'>,
  pick: (packet: Extract<FoundSocket, { kind: 'packet' }>['packet']) => ReturnType<SocketField['pick']>,
): SocketField => ({
  ...text,
  id,
  group: 'capture',
  pick: (socket) => ('packet' in socket ? pick(socket.packet) : undefined),
});

const ringWords = (ring: { blocks: number; blockBytes: number; frames: number; frameBytes: number } | undefined) =>
  ring === undefined
    ? undefined
    : `${ring.blocks} blocks of ${ring.blockBytes} B, ${ring.frames} frames of ${ring.frameBytes} B`;

/** Of packet sockets: what captures traffic, as tcpdump and DHCP clients do. */
export const captureFields = (): readonly SocketField[] => [
  packetField(
    'packetFlags',
    {
      title: 'Flags',
      help: 'running: attached to a device; auxdata, origdev and vnethdr: packets come with more facts; loss: bad packets in the send ring are skipped.',
      kernelName: 'pdi_flags',
      unit: 'text',
    },
    ({ flags }) => flags?.join(', ') || undefined,
  ),
  packetField(
    'packetVersion',
    {
      title: 'Ring version',
      help: 'Layout of the ring that packets are handed over in: V3 passes them in blocks and costs least.',
      kernelName: 'pdi_version',
      unit: 'text',
    },
    ({ version }) => (version === undefined ? undefined : `TPACKET_V${version + 1}`),
  ),
  packetField(
    'packetRxRing',
    {
      title: 'Receive ring',
      help: 'Memory shared with the program. When all of it is full, packets are lost to the program, and are not counted as drops of the socket.',
      kernelName: 'PACKET_DIAG_RX_RING',
      unit: 'text',
    },
    ({ rxRing }) => ringWords(rxRing),
  ),
  packetField(
    'packetTxRing',
    {
      title: 'Send ring',
      help: 'Memory shared with the program from which the kernel sends packets.',
      kernelName: 'PACKET_DIAG_TX_RING',
      unit: 'text',
    },
    ({ txRing }) => ringWords(txRing),
  ),
  packetField(
    'packetFanout',
    {
      title: 'Fanout group',
      help: 'Sockets of one group share the packets of a device: by which rule, and the group’s number.',
      kernelName: 'PACKET_DIAG_FANOUT',
      unit: 'text',
    },
    ({ fanout }) =>
      fanout === undefined ? undefined : `${fanout.id}, by ${FANOUTS[fanout.type & 0xff] ?? fanout.type}`,
  ),
  packetField(
    'packetFilter',
    {
      title: 'Filter',
      help: 'Instructions of the classic BPF program that chooses packets. None means that every packet is copied. Told only to agents with CAP_NET_ADMIN.',
      kernelName: 'PACKET_DIAG_FILTER',
      unit: 'count',
    },
    ({ filterInstructions }) => filterInstructions,
  ),
];
