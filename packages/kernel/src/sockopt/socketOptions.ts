/** How the kernel writes an option's value. */
type OptionKind = 'flag' | 'number' | 'limit' | 'text' | 'linger' | 'timeval';

export interface SocketOption {
  readonly level: number;
  readonly name: number;
  readonly kind: OptionKind;
}

const SOL_IP = 0;
const SOL_SOCKET = 1;
const SOL_TCP = 6;
const SOL_UDP = 17;
const SOL_IPV6 = 41;

const of = (level: number) => (kind: OptionKind, name: number) => ({ level, name, kind }) as const;
const socket = of(SOL_SOCKET);
const tcp = of(SOL_TCP);
const udp = of(SOL_UDP);
const ip = of(SOL_IP);
const ipv6 = of(SOL_IPV6);

/**
 * The options that are read from a chosen socket, by the kernel's names, with the numbers of include/uapi/asm-generic/socket.h, tcp.h,
 * udp.h, in.h and in6.h: the same on x86 and arm. Reading one changes nothing. Left out are those whose reading does: SO_ERROR and
 * PACKET_STATISTICS, which are zero after it. Which of them a socket has, the kernel knows: it refuses the others.
 */
export const SOCKET_OPTIONS = {
  SO_SNDBUF: socket('number', 7),
  SO_RCVBUF: socket('number', 8),
  SO_BUF_LOCK: socket('number', 72), // 5.14
  SO_RESERVE_MEM: socket('number', 73), // 5.16
  SO_RCVLOWAT: socket('number', 18),
  SO_RCVTIMEO: socket('timeval', 20),
  SO_SNDTIMEO: socket('timeval', 21),
  SO_LINGER: socket('linger', 13),
  SO_REUSEADDR: socket('flag', 2),
  SO_REUSEPORT: socket('flag', 15),
  SO_KEEPALIVE: socket('flag', 9),
  SO_BROADCAST: socket('flag', 6),
  SO_OOBINLINE: socket('flag', 10),
  SO_PRIORITY: socket('number', 12),
  SO_MARK: socket('number', 36),
  SO_BINDTODEVICE: socket('text', 25),
  SO_BUSY_POLL: socket('number', 46),
  SO_PREFER_BUSY_POLL: socket('flag', 69), // 5.11
  SO_INCOMING_CPU: socket('number', 49),
  SO_INCOMING_NAPI_ID: socket('number', 56),
  SO_MAX_PACING_RATE: socket('limit', 47),
  SO_ZEROCOPY: socket('flag', 60), // 4.14
  SO_TXREHASH: socket('number', 74), // 5.18
  SO_PASSCRED: socket('flag', 16),
  TCP_NODELAY: tcp('flag', 1),
  TCP_CORK: tcp('flag', 3),
  TCP_QUICKACK: tcp('flag', 12),
  TCP_NOTSENT_LOWAT: tcp('number', 25),
  TCP_USER_TIMEOUT: tcp('number', 18),
  TCP_KEEPIDLE: tcp('number', 4),
  TCP_KEEPINTVL: tcp('number', 5),
  TCP_KEEPCNT: tcp('number', 6),
  TCP_SYNCNT: tcp('number', 7),
  TCP_LINGER2: tcp('number', 8),
  TCP_DEFER_ACCEPT: tcp('number', 9),
  TCP_FASTOPEN: tcp('number', 23),
  TCP_FASTOPEN_CONNECT: tcp('flag', 30),
  TCP_WINDOW_CLAMP: tcp('number', 10),
  TCP_MAXSEG: tcp('number', 2),
  TCP_CONGESTION: tcp('text', 13),
  TCP_ULP: tcp('text', 31),
  TCP_RTO_MAX_MS: tcp('number', 44), // 6.15
  UDP_CORK: udp('flag', 1),
  UDP_SEGMENT: udp('number', 103), // 4.18
  UDP_GRO: udp('flag', 104), // 5.0
  IP_TOS: ip('number', 1),
  IP_TTL: ip('number', 2),
  IP_MTU_DISCOVER: ip('number', 10),
  IP_RECVERR: ip('flag', 11),
  IP_FREEBIND: ip('flag', 15),
  IP_TRANSPARENT: ip('flag', 19),
  IP_BIND_ADDRESS_NO_PORT: ip('flag', 24), // 4.2
  IPV6_TCLASS: ipv6('number', 67),
  IPV6_UNICAST_HOPS: ipv6('number', 16),
  IPV6_MTU_DISCOVER: ipv6('number', 23),
  IPV6_V6ONLY: ipv6('flag', 26),
} as const satisfies Readonly<Record<string, SocketOption>>;

export type SocketOptionName = keyof typeof SOCKET_OPTIONS;

/** The protocol a socket must have for the options of a level; a socket of another one would take them for something else. */
export function hasLevel(level: number, { domain, protocol }: { domain: number; protocol: number }): boolean {
  const isInet = domain === 2 || domain === 10;
  if (level === SOL_SOCKET) return true;
  if (level === SOL_TCP) return isInet && (protocol === 6 || protocol === 262);
  if (level === SOL_UDP) return isInet && protocol === 17;
  return level === SOL_IP ? isInet : domain === 10;
}
