/**
 * Numbers of the netlink, inet_diag, unix_diag and packet_diag formats, named as the kernel's headers name them: include/uapi/linux/netlink.h,
 * sock_diag.h, inet_diag.h, unix_diag.h, packet_diag.h and tcp.h of 6.18. Everything is in host byte order except ports and addresses.
 */
export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;
export const AF_NETLINK = 16;
export const AF_PACKET = 17;
export const NETLINK_SOCK_DIAG = 4;
export const NETLINK_GENERIC = 16;

export const NLMSG_HEADER_BYTES = 16;
export const NLMSG_NOOP = 1;
export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;
export const NLMSG_OVERRUN = 4;
export const NLM_F_REQUEST = 0x1;
export const NLM_F_ACK = 0x4;
export const NLM_F_DUMP_INTR = 0x10;
/** Of an acknowledgement: it does not repeat the request, and has attributes. */
export const NLM_F_CAPPED = 0x100;
export const NLM_F_ACK_TLVS = 0x200;
/** In words, what the kernel did not like. */
export const NLMSGERR_ATTR_MSG = 1;
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
export const INET_DIAG_PROTOCOL = 10;
export const INET_DIAG_CGROUP_ID = 21;
/** Attributes that only a question about a chosen socket looks at. */
export const INET_DIAG = {
  vegasInfo: 3,
  tos: 5,
  tclass: 6,
  shutdown: 8,
  dctcpInfo: 9,
  v6Only: 11,
  mark: 15,
  bbrInfo: 16,
  classId: 17,
  ulpInfo: 19,
  sockopt: 22,
} as const;
/** In the nest of INET_DIAG_ULP_INFO. */
export const INET_ULP_INFO = { name: 1, mptcp: 3 } as const;
/** MPTCP_SUBFLOW_ATTR_*. */
export const MPTCP_SUBFLOW = {
  remoteToken: 1,
  localToken: 2,
  mapSeq: 4,
  mapSubflowSeq: 5,
  subflowOffset: 6,
  mapBytes: 7,
  flags: 8,
  remoteId: 9,
  localId: 10,
} as const;
/** An attribute of a request: a protocol number that one byte cannot hold. */
export const INET_DIAG_REQ_PROTOCOL = 3;

export const IPPROTO_TCP = 6;
export const IPPROTO_UDP = 17;
export const IPPROTO_RAW = 255;
export const IPPROTO_MPTCP = 262;

/** Multicast groups of NETLINK_SOCK_DIAG: sockets that were destroyed, of TCP and UDP over IPv4 and IPv6. */
export const SKNLGRP_INET_DESTROY: readonly number[] = [1, 2, 3, 4];

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

/** The part of struct inet_diag_msg that names a socket, as a request has it too: struct inet_diag_sockid. */
export const SOCKID = { offset: 4, bytes: 48 } as const;

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
export const UDIAG_SHOW = { name: 1, vfs: 2, peer: 4, icons: 8, rqlen: 16, meminfo: 32, uid: 64 } as const;

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

export const PACKET_DIAG_REQ_BYTES = 20;
export const PACKET_DIAG_MSG_BYTES = 16;

/** Offsets in struct packet_diag_msg. */
export const PACKET_MSG = { family: 0, type: 1, etherType: 2, inode: 4, cookie: 8 } as const;

/** Attributes of a packet socket. */
export const PACKET_DIAG = { info: 0, rxRing: 2, txRing: 3, fanout: 4, uid: 5, meminfo: 6, filter: 7 } as const;

/** Everything of a packet socket but its multicast addresses (PACKET_SHOW_*). */
export const PACKET_SHOW_ALL = 0x1 | 0x4 | 0x8 | 0x10 | 0x20;
