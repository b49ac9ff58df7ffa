/** Typed records of the trace events that are read; see tracefs/. A field that the running kernel does not record is undefined. */

/** skb:kfree_skb: a packet was freed without having been delivered. */
export interface DropEvent {
  /** Its value in enum skb_drop_reason of this kernel, or of a subsystem (upper 16 bits); undefined before 5.17. */
  readonly reason: number | undefined;
  /** EtherType in host order; 0 for a packet of no network protocol, as Unix sockets have. */
  readonly protocol: number | undefined;
  /** Where in the kernel, without the top 16 bits of the address. */
  readonly location: number;
}

/** udp:udp_fail_queue_rcv_skb: a UDP socket had no room for a datagram. */
export interface UdpRefusedEvent {
  /** Where it was sent to: the address of the socket, or one that it takes. Undefined before 6.10. */
  readonly localAddress: string | undefined;
  readonly localPort: number;
  /** The newest sender. Undefined before 6.10. */
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  /** -12 (ENOMEM) for a full receive buffer, -105 (ENOBUFS) for memory of all UDP sockets together. */
  readonly error: number | undefined;
}

/**
 * sock:sock_rcvqueue_full: a socket's receive buffer had no room for a packet. Bytes of memory, not of payload. UDP, raw and
 * packet sockets of current kernels look at their buffer themselves and are not among them.
 */
export interface RcvqueueFullEvent {
  readonly rmemAlloc: number | undefined;
  readonly truesize: number | undefined;
  readonly rcvbuf: number | undefined;
}

/** sock:sock_exceed_buf_limit: a protocol refused a socket more memory. */
export interface ExceedBufLimitEvent {
  /** The protocol's name in the kernel: `TCP`, `UDP`, `UDPv6`. */
  readonly protocol: string;
  /** 0 for the write side, 1 for the read side; undefined before 4.20. */
  readonly kind: number | undefined;
  /** net.ipv4.tcp_mem or udp_mem: min, pressure, max, in pages. */
  readonly limitPages: readonly (number | undefined)[];
  /** What the protocol holds, in pages. */
  readonly allocatedPages: number | undefined;
  /** The smallest buffer that every socket may have (tcp_rmem[0], tcp_wmem[0]), and what this one holds, in bytes. */
  readonly rmemMin: number | undefined;
  readonly rmemAlloc: number | undefined;
  readonly wmemMin: number | undefined;
  readonly wmemAlloc: number | undefined;
  readonly wmemQueued: number | undefined;
}

/** tcp:tcp_retransmit_skb: TCP sent a segment again. */
export interface RetransmitEvent {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** The kernel's number of the connection's state; undefined before 4.16. */
  readonly state: number | undefined;
  /** Not 0: it could not be sent. Undefined before 6.14, where the event stands for success alone. */
  readonly error: number | undefined;
}
