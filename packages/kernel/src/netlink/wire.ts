/**
 * Numbers of the netlink, inet_diag and unix_diag formats, named as the kernel's headers name them: include/uapi/linux/netlink.h,
 * sock_diag.h, inet_diag.h, unix_diag.h and tcp.h of 6.18. Everything is in host byte order except ports and addresses.
 */
export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;
export const AF_NETLINK = 16;
export const NETLINK_SOCK_DIAG = 4;

export const NLMSG_HEADER_BYTES = 16;
export const NLMSG_NOOP = 1;
export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;
export const NLMSG_OVERRUN = 4;
export const NLM_F_REQUEST = 0x1;
export const NLM_F_DUMP_INTR = 0x10;
export const NLM_F_DUMP = 0x300;

export const SOCK_DIAG_BY_FAMILY = 20;
/** The request of before 3.3, for TCP alone: answers carry its number. */
export const TCPDIAG_GETSOCK = 18;
export const INET_DIAG_REQ_BYTES = 60;
export const INET_DIAG_REQ_V2_BYTES = 56;
export const INET_DIAG_MSG_BYTES = 72;

export const INET_DIAG_INFO = 2;
export const INET_DIAG_CONG = 4;
export const INET_DIAG_SKMEMINFO = 7;
export const INET_DIAG_CGROUP_ID = 21;

export const IPPROTO_TCP = 6;
export const IPPROTO_UDP = 17;

/** Offsets in struct inet_diag_msg. */
export const MSG = {
  family: 0,
  state: 1,
  timer: 2,
  retrans: 3,
  localPort: 4,
  remotePort: 6,
  localAddress: 8,
  remoteAddress: 24,
  interface: 40,
  cookieLow: 44,
  cookieHigh: 48,
  expiresMs: 52,
  recvQ: 56,
  sendQ: 60,
  uid: 64,
  inode: 68,
} as const;

export const UNIX_DIAG_REQ_BYTES = 24;
export const UNIX_DIAG_MSG_BYTES = 16;

/** Offsets in struct unix_diag_msg. */
export const UNIX_MSG = { family: 0, type: 1, state: 2, inode: 4, cookie: 8 } as const;

/** Attributes of a Unix socket; unlike those of inet_diag they begin with 0. */
export const UNIX_DIAG = {
  name: 0,
  vfs: 1,
  peer: 2,
  icons: 3,
  rqlen: 4,
  meminfo: 5,
  shutdown: 6,
  uid: 7,
} as const;

/** What a request asks for (UDIAG_SHOW_*); the shutdown attribute comes unasked. */
export const UDIAG_SHOW = { name: 1, peer: 4, icons: 8, rqlen: 16, meminfo: 32, uid: 64 } as const;

/** Word numbers in the arrays of UNIX_DIAG_MEMINFO and INET_DIAG_SKMEMINFO (SK_MEMINFO_*). */
export const SKMEM = {
  rmemAlloc: 0,
  rcvbuf: 1,
  wmemAlloc: 2,
  sndbuf: 3,
  fwdAlloc: 4,
  wmemQueued: 5,
  optmem: 6,
  backlog: 7,
  drops: 8,
} as const;
