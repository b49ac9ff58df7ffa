import type { SocketOptionName } from '@netstrata/kernel/types';
import type { SocketOptionText } from './types.ts';

const OFF = { unit: 'boolean', usual: false } as const;
/** What nothing, in each of its forms, means. */
const NONE = (words: string) => ({ '0': words, false: words, '': words });
const LOCKS = [
  'tuned by the kernel',
  'send buffer set by the program',
  'receive buffer set by the program',
  'both set by the program',
];
const MTU_DISCOVERIES = [
  'never',
  'as the route says',
  'always',
  'probe: the path is not believed',
  'interface',
  'omit',
];
const named = (names: readonly string[]) => Object.fromEntries(names.entries());

/** What each option means to somebody who looks for a reason. The names are the kernel's; every one that is read has an entry. */
export const socketOptionTexts = (): Readonly<Record<SocketOptionName, SocketOptionText>> => ({
  SO_SNDBUF: {
    unit: 'bytes',
    title: 'Send buffer',
    help: 'Twice what the program asked for, since the kernel counts overhead too.',
  },
  SO_RCVBUF: {
    unit: 'bytes',
    title: 'Receive buffer',
    help: 'Twice what the program asked for, since the kernel counts overhead too.',
  },
  SO_BUF_LOCK: {
    unit: 'text',
    usual: 0,
    words: named(LOCKS),
    title: 'Buffers locked',
    help: 'A buffer that a program set is never tuned again: raising tcp_rmem or tcp_wmem does nothing for it.',
  },
  SO_RESERVE_MEM: {
    unit: 'bytes',
    usual: 0,
    words: NONE('none'),
    title: 'Memory kept in reserve',
    help: 'Stays charged to the socket, so that it need not ask under pressure.',
  },
  SO_RCVLOWAT: {
    unit: 'bytes',
    usual: 1,
    title: 'Wakes the reader at',
    help: 'A read or poll waits until so much is there.',
  },
  SO_RCVTIMEO: {
    unit: 'milliseconds',
    usual: 0,
    words: NONE('for ever'),
    title: 'Read waits',
    help: 'How long a read that blocks waits at most.',
  },
  SO_SNDTIMEO: {
    unit: 'milliseconds',
    usual: 0,
    words: NONE('for ever'),
    title: 'Write waits',
    help: 'How long a write that blocks waits at most.',
  },
  SO_LINGER: {
    unit: 'seconds',
    usual: false,
    words: { false: 'off', '0': 'close() resets the connection' },
    title: 'Close waits',
    help: 'How long close() waits for unsent data. With 0 seconds it throws the data away and sends a reset.',
  },
  SO_REUSEADDR: {
    ...OFF,
    title: 'Reuses addresses',
    help: 'A listener may bind while old connections are still in TIME-WAIT.',
  },
  SO_REUSEPORT: {
    ...OFF,
    title: 'Shares its port',
    help: 'Several sockets on one port; the kernel spreads connections over them by hash, however busy each is.',
  },
  SO_KEEPALIVE: {
    ...OFF,
    title: 'Keepalive',
    help: 'Silent connections are probed, so that a dead other side is noticed. Without it, never.',
  },
  SO_BROADCAST: { ...OFF, title: 'May broadcast', help: 'Datagrams to broadcast addresses are allowed.' },
  SO_OOBINLINE: { ...OFF, title: 'Urgent data in line', help: 'Urgent data is read with the rest.' },
  SO_PRIORITY: { unit: 'count', usual: 0, title: 'Priority', help: 'Chooses the band of a pfifo_fast or prio qdisc.' },
  SO_MARK: { unit: 'count', usual: 0, title: 'Mark', help: 'Firewall and routing rules may look at it.' },
  SO_BINDTODEVICE: {
    unit: 'text',
    usual: '',
    words: NONE('any interface'),
    title: 'Bound to interface',
    help: 'Packets come and go by this interface alone.',
  },
  SO_BUSY_POLL: {
    unit: 'microseconds',
    usual: 0,
    words: NONE('off'),
    title: 'Busy polling',
    help: 'A read looks into the device queue itself for so long before it sleeps: lower latency for a whole CPU.',
  },
  SO_PREFER_BUSY_POLL: {
    ...OFF,
    title: 'Prefers busy polling',
    help: 'Interrupts of the queue stay off while the program polls.',
  },
  SO_INCOMING_CPU: {
    unit: 'count',
    title: 'CPU of the last packet',
    help: 'Which CPU handled what came in last. A program on another CPU pays for moving it.',
  },
  SO_INCOMING_NAPI_ID: {
    unit: 'count',
    title: 'Device queue',
    help: 'Number of the NAPI queue that the last packet came from; 0 where none is known, as on loopback.',
  },
  SO_MAX_PACING_RATE: {
    unit: 'bytes/s',
    usual: false,
    words: NONE('no limit'),
    title: 'Rate limit',
    help: 'The kernel sends no faster, whatever the windows allow.',
  },
  SO_ZEROCOPY: { ...OFF, title: 'Zero copy allowed', help: 'The program may send from its own memory (MSG_ZEROCOPY).' },
  SO_TXREHASH: {
    unit: 'count',
    words: named(['off', 'on']),
    title: 'Tries other paths',
    help: 'After timeouts the flow hash is changed, in the hope of a path that works.',
  },
  SO_PASSCRED: { ...OFF, title: 'Takes credentials', help: 'Each message tells the process and user that sent it.' },
  TCP_NODELAY: {
    ...OFF,
    title: 'Sends at once',
    help: 'Off, small writes wait for the acknowledgement of the one before (Nagle): up to 40 ms with a receiver that delays those.',
  },
  TCP_CORK: {
    ...OFF,
    title: 'Corked',
    help: 'Only full segments go out, for at most 200 ms, until the program pulls the cork.',
  },
  TCP_QUICKACK: {
    unit: 'boolean',
    title: 'Acknowledges at once',
    help: 'At the moment; the kernel changes it by itself when the exchange looks interactive.',
  },
  TCP_NOTSENT_LOWAT: {
    unit: 'bytes',
    words: NONE('as net.ipv4.tcp_notsent_lowat says'),
    title: 'Unsent data at most',
    help: 'Above it the program is told to wait: less data grows old in the send queue.',
  },
  TCP_USER_TIMEOUT: {
    unit: 'milliseconds',
    usual: 0,
    words: NONE('as tcp_retries2 says'),
    title: 'Gives up after',
    help: 'How long data may stay unacknowledged before the connection is closed.',
  },
  TCP_KEEPIDLE: { unit: 'seconds', title: 'Keepalive after', help: 'Silence before the first probe.' },
  TCP_KEEPINTVL: { unit: 'seconds', title: 'Keepalive every', help: 'Between two probes.' },
  TCP_KEEPCNT: {
    unit: 'count',
    title: 'Keepalive probes',
    help: 'Without an answer to so many, the connection is closed.',
  },
  TCP_SYNCNT: { unit: 'count', title: 'SYNs at most', help: 'How often a connection is tried.' },
  TCP_LINGER2: {
    unit: 'seconds',
    title: 'FIN-WAIT-2 for',
    help: 'How long a connection that only we have closed is kept.',
  },
  TCP_DEFER_ACCEPT: {
    unit: 'seconds',
    usual: 0,
    words: NONE('off'),
    title: 'Accepts only with data',
    help: 'A listener is woken when the first data is there, or after so long.',
  },
  TCP_FASTOPEN: {
    unit: 'count',
    usual: 0,
    words: NONE('off'),
    title: 'Fast open queue',
    help: 'Connections with data in their SYN that a listener keeps before the handshake is complete.',
  },
  TCP_FASTOPEN_CONNECT: { ...OFF, title: 'Fast open at connect', help: 'The first write goes out with the SYN.' },
  TCP_WINDOW_CLAMP: { unit: 'bytes', title: 'Window at most', help: 'No larger receive window is offered.' },
  TCP_MAXSEG: { unit: 'bytes', title: 'Segment at most', help: 'Data in one segment.' },
  TCP_CONGESTION: { unit: 'text', title: 'Congestion control', help: 'The algorithm of this socket.' },
  TCP_ULP: {
    unit: 'text',
    usual: '',
    words: NONE('none'),
    title: 'Upper layer protocol',
    help: 'tls where the kernel encrypts.',
  },
  TCP_RTO_MAX_MS: {
    unit: 'milliseconds',
    title: 'Retransmission timeout at most',
    help: 'The doubling of the timeout ends here.',
  },
  UDP_CORK: { ...OFF, title: 'Corked', help: 'Writes are gathered to one datagram until the program pulls the cork.' },
  UDP_SEGMENT: {
    unit: 'bytes',
    usual: 0,
    words: NONE('off'),
    title: 'Segment size',
    help: 'One write becomes datagrams of this size (GSO): much cheaper than one write each.',
  },
  UDP_GRO: { ...OFF, title: 'Takes datagrams in batches', help: 'Datagrams of one flow are read as one (GRO).' },
  IP_TOS: {
    unit: 'count',
    usual: 0,
    title: 'TOS',
    help: 'The byte in the IP header: upper six bits DSCP, lower two ECN.',
  },
  IP_TTL: { unit: 'count', title: 'TTL', help: 'Routers a packet may pass.' },
  IP_MTU_DISCOVER: {
    unit: 'text',
    words: named(MTU_DISCOVERIES),
    title: 'Path MTU discovery',
    help: 'Whether packets say that they must not be cut on the way.',
  },
  IP_RECVERR: { ...OFF, title: 'Takes ICMP errors', help: 'The program can read which datagram an error belongs to.' },
  IP_FREEBIND: { ...OFF, title: 'Binds to foreign addresses', help: 'The address need not be of this machine (yet).' },
  IP_TRANSPARENT: {
    ...OFF,
    title: 'Transparent proxy',
    help: 'Takes connections to addresses that are not of this machine.',
  },
  IP_BIND_ADDRESS_NO_PORT: {
    ...OFF,
    title: 'Port chosen at connect',
    help: 'With many outgoing connections from one address, ports can be used again for other destinations.',
  },
  IPV6_TCLASS: {
    unit: 'count',
    title: 'Traffic class',
    help: 'The byte in the IPv6 header: upper six bits DSCP, lower two ECN.',
  },
  IPV6_UNICAST_HOPS: { unit: 'count', title: 'Hop limit', help: 'Routers a packet may pass.' },
  IPV6_MTU_DISCOVER: {
    unit: 'text',
    words: named(MTU_DISCOVERIES),
    title: 'Path MTU discovery',
    help: 'Whether packets say that they must not be cut on the way.',
  },
  IPV6_V6ONLY: { ...OFF, title: 'IPv6 only', help: 'Takes no IPv4 connections.' },
});
