import { constants } from 'node:os';

/** Numbers of the Linux ABI, the same on x86-64 and arm64. */
export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;
export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
export const SOCK_RAW = 3;
export const SOCK_NONBLOCK = 0o4000;
export const SOCK_CLOEXEC = 0o2000000;

export const SOL_SOCKET = 1;
export const SO_REUSEADDR = 2;
export const SO_ERROR = 4;
export const SO_SNDBUF = 7;
export const SO_RCVBUF = 8;
export const SO_REUSEPORT = 15;
export const SO_MAX_PACING_RATE = 47;
export const IPPROTO_TCP = 6;
export const IPPROTO_UDP = 17;
/** A raw socket whose messages begin with the IP header. */
export const IPPROTO_RAW = 255;
export const TCP_NODELAY = 1;
export const TCP_CORK = 3;
export const TCP_INFO = 11;
export const TCP_CONGESTION = 13;

export const MSG_DONTWAIT = 0x40;
export const MSG_NOSIGNAL = 0x4000;

export const POLLIN = 1;
export const POLLOUT = 4;
export const POLLERR = 8;
export const POLLHUP = 16;
export const POLLNVAL = 32;

export const O_RDONLY = 0;
export const O_RDWR = 2;
export const O_NONBLOCK = 0o4000;
export const O_CLOEXEC = 0o2000000;
export const RLIMIT_NOFILE = 7;
export const CLONE_NEWNET = 0x40000000;

export const { EADDRNOTAVAIL, EAGAIN, ECONNREFUSED, ECONNRESET, EHOSTUNREACH, EINPROGRESS, ENETUNREACH, ENOBUFS } =
  constants.errno;
