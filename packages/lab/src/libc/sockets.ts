import { isIP } from 'node:net';
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  EAGAIN,
  ECONNRESET,
  EINPROGRESS,
  IPPROTO_TCP,
  MSG_DONTWAIT,
  POLLOUT,
  SO_ERROR,
  SO_MAX_PACING_RATE,
  SO_RCVBUF,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SO_SNDBUF,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_RAW,
  SOCK_STREAM,
  SOL_SOCKET,
  TCP_CONGESTION,
  TCP_CORK,
  TCP_NODELAY,
} from './constants.ts';
import { checked, LibcError, lastErrno, libc } from './libc.ts';

/** Where a socket is or goes. `address` is an IPv4 or IPv6 literal. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What is set before a socket is bound or connected, where the kernel takes it into account. Bytes as asked, before it doubles them. */
export interface SocketSettings {
  readonly rcvbuf?: number | undefined;
  readonly sndbuf?: number | undefined;
  readonly congestion?: string | undefined;
  readonly pacedBytesPerSecond?: number | undefined;
  readonly reusePort?: boolean | undefined;
  readonly noDelay?: boolean | undefined;
  readonly cork?: boolean | undefined;
}

const int32 = (value: number): Uint8Array => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};

const groupsOf = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => Number(`0x${group}`)));

/** The sixteen bytes of an IPv6 literal without a zone or an embedded IPv4 address. */
const ipv6Bytes = (address: string): Buffer => {
  const [head = '', tail] = address.split('::');
  const front = groupsOf(head);
  const back = tail === undefined ? [] : groupsOf(tail);
  const bytes = Buffer.alloc(16);
  for (const [index, group] of front.entries()) bytes.writeUInt16BE(group, index * 2);
  for (const [index, group] of back.entries()) bytes.writeUInt16BE(group, 16 - (back.length - index) * 2);
  return bytes;
};

/** struct sockaddr_in or sockaddr_in6. @throws RangeError for anything but an address literal and a port. */
export const encodeEndpoint = ({ address, port }: Endpoint): Buffer => {
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new RangeError(`${port} is not a port: 0 to 65535.`);
  const version = isIP(address);
  if (version === 0 || (version === 6 && /[%.]/.test(address)))
    throw new RangeError(`"${address}" is not an IPv4 or plain IPv6 address.`);
  const bytes = Buffer.alloc(version === 4 ? 16 : 28);
  bytes.writeUInt16LE(version === 4 ? AF_INET : AF_INET6, 0);
  bytes.writeUInt16BE(port, 2);
  if (version === 4)
    for (const [index, part] of address.split('.').entries()) bytes.writeUInt8(Number(part), 4 + index);
  else ipv6Bytes(address).copy(bytes, 8);
  return bytes;
};

const openSocket = (endpoint: Endpoint, type: number, settings: SocketSettings, protocol = 0): number => {
  const family = isIP(endpoint.address) === 6 ? AF_INET6 : AF_INET;
  const fd = checked('socket', libc.socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol));
  try {
    for (const [name, level, option, value] of [
      ['SO_RCVBUF', SOL_SOCKET, SO_RCVBUF, settings.rcvbuf],
      ['SO_SNDBUF', SOL_SOCKET, SO_SNDBUF, settings.sndbuf],
      ['SO_MAX_PACING_RATE', SOL_SOCKET, SO_MAX_PACING_RATE, settings.pacedBytesPerSecond],
      ['SO_REUSEPORT', SOL_SOCKET, SO_REUSEPORT, settings.reusePort],
      ['TCP_NODELAY', IPPROTO_TCP, TCP_NODELAY, settings.noDelay],
      ['TCP_CORK', IPPROTO_TCP, TCP_CORK, settings.cork],
    ] as const) {
      if (value !== undefined)
        checked(`setsockopt ${name}`, libc.setsockopt(fd, level, option, int32(Number(value)), 4));
    }
    if (settings.congestion !== undefined) {
      const name = Buffer.from(settings.congestion);
      checked(
        `setsockopt TCP_CONGESTION ${settings.congestion}`,
        libc.setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name, name.length),
      );
    }
    return fd;
  } catch (error) {
    libc.close(fd);
    throw error;
  }
};

const bound = (fd: number, endpoint: Endpoint): number => {
  try {
    const address = encodeEndpoint(endpoint);
    checked(`bind ${endpoint.address}:${endpoint.port}`, libc.bind(fd, address, address.length));
    return fd;
  } catch (error) {
    libc.close(fd);
    throw error;
  }
};

/** A non-blocking listener that accepts nothing unless `acceptOne` is called. */
export const listenTcp = (endpoint: Endpoint, backlog: number, settings: SocketSettings = {}): number => {
  const fd = openSocket(endpoint, SOCK_STREAM, settings);
  libc.setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, int32(1), 4);
  bound(fd, endpoint);
  checked('listen', libc.listen(fd, backlog));
  return fd;
};

/** A non-blocking UDP socket that reads nothing unless `libc.recv` is called. */
export const bindUdp = (endpoint: Endpoint, settings: SocketSettings = {}): number =>
  bound(openSocket(endpoint, SOCK_DGRAM, settings), endpoint);

/** The next connection of a listener as a non-blocking socket; undefined when none waits. */
export const acceptOne = (listener: number): number | undefined => {
  const fd = libc.accept4(listener, null, null, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd >= 0) return fd;
  if (lastErrno() === EAGAIN) return undefined;
  throw new LibcError('accept', lastErrno());
};

const connectSocket = (endpoint: Endpoint, type: number, settings: SocketSettings, protocol = 0): number => {
  const address = encodeEndpoint(endpoint);
  const fd = openSocket(endpoint, type, settings, protocol);
  if (libc.connect(fd, address, address.length) < 0 && lastErrno() !== EINPROGRESS) {
    const error = new LibcError(`connect ${endpoint.address}:${endpoint.port}`, lastErrno());
    libc.close(fd);
    throw error;
  }
  return fd;
};

/** A non-blocking socket whose connection may still be under way: `pendingError` tells how it ended once it is writable. */
export const connectTcp = (endpoint: Endpoint, settings: SocketSettings = {}): number =>
  connectSocket(endpoint, SOCK_STREAM, settings);

export const connectUdp = (endpoint: Endpoint, settings: SocketSettings = {}): number =>
  connectSocket(endpoint, SOCK_DGRAM, settings);

/** A socket whose messages begin with the header of `protocol`, which the kernel neither makes nor checks. Needs CAP_NET_RAW. */
export const connectRaw = (endpoint: Endpoint, protocol: number): number => {
  if (isIP(endpoint.address) !== 4) throw new RangeError(`"${endpoint.address}" is not an IPv4 address.`);
  return connectSocket(endpoint, SOCK_RAW, {}, protocol);
};

/** A socket that sends to any address, given with each message; see `encodeEndpoint`. */
export const openUdp = (): number => openSocket({ address: '0.0.0.0', port: 0 }, SOCK_DGRAM, {});

/** The writing and the reading end of a Unix stream, non-blocking. */
export const unixStream = (): readonly [writer: number, reader: number] => {
  const fds = Buffer.alloc(8);
  const type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
  checked('socketpair', libc.socketpair(AF_UNIX, type, 0, fds));
  return [fds.readInt32LE(0), fds.readInt32LE(4)];
};

/**
 * A Unix datagram socket with a name of the kernel's choice, and one that sends to it, non-blocking. They are no pair: the
 * length of the queue is limited only for senders whom the reader is not connected to.
 */
export const unixDatagrams = (): readonly [writer: number, reader: number] => {
  const type = SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
  const [writer, reader] = [0, 1].map(() => checked('socket', libc.socket(AF_UNIX, type, 0))) as [number, number];
  const family = Buffer.alloc(2);
  family.writeUInt16LE(AF_UNIX);
  checked('bind', libc.bind(reader, family, family.length));
  const name = Buffer.alloc(110);
  const length = int32(name.length);
  checked('getsockname', libc.getsockname(reader, name, length));
  checked('connect', libc.connect(writer, name, Buffer.from(length).readInt32LE()));
  return [writer, reader];
};

const integerOption = (fd: number, option: number): number => {
  const value = Buffer.alloc(4);
  checked('getsockopt', libc.getsockopt(fd, SOL_SOCKET, option, value, int32(4)));
  return value.readInt32LE();
};

/** SO_ERROR: 0, or the errno with which the connection failed; reading it clears it. */
export const pendingError = (fd: number): number => integerOption(fd, SO_ERROR);

/** Whether the connection of a socket has been made, which is waited for. */
export const isConnected = (fd: number, limitMs: number): boolean => {
  const request = Buffer.alloc(8);
  request.writeInt32LE(fd, 0);
  request.writeInt16LE(POLLOUT, 4);
  return libc.poll(request, 1, limitMs) === 1 && pendingError(fd) === 0;
};

/** SO_RCVBUF as the kernel keeps it: twice what was asked, capped by net.core.rmem_max. */
export const receiveBufferOf = (fd: number): number => integerOption(fd, SO_RCVBUF);

export const sendBufferOf = (fd: number): number => integerOption(fd, SO_SNDBUF);

export const localPortOf = (fd: number): number => {
  const address = Buffer.alloc(28);
  checked('getsockname', libc.getsockname(fd, address, int32(28)));
  return address.readUInt16BE(2);
};

/** Bytes of the next datagram or of the stream; undefined when nothing waits; 0 when a stream has ended or was cut off. */
export const receive = (fd: number, into: Uint8Array): number | undefined => {
  const bytes = libc.recv(fd, into, into.length, MSG_DONTWAIT);
  if (bytes >= 0) return bytes;
  const errno = lastErrno();
  if (errno === EAGAIN) return undefined;
  if (errno === ECONNRESET) return 0;
  throw new LibcError('recv', errno);
};
