import type { InetProtocol } from '../types.ts';
import { dumpMessage } from './dumpMessage.ts';
import { STATE_NUMBER } from './socketStates.ts';
import {
  AF_INET,
  AF_INET6,
  INET_DIAG_CONG,
  INET_DIAG_INFO,
  INET_DIAG_REQ_BYTES,
  INET_DIAG_REQ_PROTOCOL,
  INET_DIAG_REQ_V2_BYTES,
  INET_DIAG_SKMEMINFO,
  IPPROTO_MPTCP,
  IPPROTO_RAW,
  IPPROTO_TCP,
  IPPROTO_UDP,
  NLM_F_ACK,
  NLM_F_REQUEST,
  NLMSG_HEADER_BYTES,
  SOCK_DIAG_BY_FAMILY,
  TCPDIAG_GETSOCK,
} from './wire.ts';

/** Bits 1 to 12. Sockets that are only bound (bit 13, 6.8) would make the kernel walk one more table. */
const ALL_STATES = 0x1ffe;
const LISTEN_STATE = 1 << STATE_NUMBER.listen;
const EXTENSIONS = [INET_DIAG_INFO, INET_DIAG_CONG, INET_DIAG_SKMEMINFO].reduce(
  (bits, id) => bits | (1 << (id - 1)),
  0,
);
/** Attributes 1 to 8; those with higher numbers come unasked, or with one of these. */
const ALL_EXTENSIONS = 0xff;

/** MPTCP has no number of one byte: it stands in an attribute, and a kernel too old to know that finds no protocol 0. */
const PROTOCOL_NUMBER: Readonly<Record<InetProtocol, number>> = {
  tcp: IPPROTO_TCP,
  udp: IPPROTO_UDP,
  raw: IPPROTO_RAW,
  mptcp: 0,
};
const ATTRIBUTE_BYTES = 8;
const SOCKID_AT = NLMSG_HEADER_BYTES + 8;

export interface InetDiagRequest {
  readonly protocol: InetProtocol;
  readonly family: 4 | 6;
  readonly seq: number;
  /** Everything the kernel has to say of each socket, instead of tcp_info, skmem and congestion control. */
  readonly all?: boolean;
}

/** The message that asks for every socket of one protocol and family, in every state. */
export function inetDiagRequest({ protocol, family, seq, all = false }: InetDiagRequest): Uint8Array {
  const attributes = protocol === 'mptcp' ? ATTRIBUTE_BYTES : 0;
  const message = dumpMessage(SOCK_DIAG_BY_FAMILY, INET_DIAG_REQ_V2_BYTES + attributes, seq);
  message.setUint8(NLMSG_HEADER_BYTES, family === 4 ? AF_INET : AF_INET6);
  message.setUint8(NLMSG_HEADER_BYTES + 1, PROTOCOL_NUMBER[protocol]);
  message.setUint8(NLMSG_HEADER_BYTES + 2, all ? ALL_EXTENSIONS : EXTENSIONS);
  message.setUint32(NLMSG_HEADER_BYTES + 4, ALL_STATES, true);
  if (attributes > 0) {
    const at = NLMSG_HEADER_BYTES + INET_DIAG_REQ_V2_BYTES;
    message.setUint16(at, ATTRIBUTE_BYTES, true);
    message.setUint16(at + 2, INET_DIAG_REQ_PROTOCOL, true);
    message.setUint32(at + 4, IPPROTO_MPTCP, true);
  }
  return new Uint8Array(message.buffer);
}

/** The name of one TCP socket in the kernel's tables: its addresses, ports, interface and cookie. */
export interface TcpSocketKey {
  readonly family: 4 | 6;
  /** struct inet_diag_sockid. */
  readonly sockId: Uint8Array;
}

/** The message that asks for one TCP socket with everything the kernel has to say of it. An acknowledgement follows the answer. */
export function tcpSocketRequest({ family, sockId }: TcpSocketKey, seq: number): Uint8Array {
  const request = inetDiagRequest({ protocol: 'tcp', family, seq, all: true });
  new DataView(request.buffer).setUint16(6, NLM_F_REQUEST | NLM_F_ACK, true);
  request.set(sockId, SOCKID_AT);
  return request;
}

/**
 * The older message for TCP, whose answer holds both families. The kernel walks its whole table of connections for a dump, empty
 * places included (262,144 of them on a machine of 24 GB): one walk instead of two.
 */
export function tcpDiagRequest(seq: number): Uint8Array {
  return tcpRequestOf(seq, ALL_STATES);
}

/** The same for listening sockets alone: the kernel then leaves the table of connections aside. */
export function tcpListenersRequest(seq: number): Uint8Array {
  return tcpRequestOf(seq, LISTEN_STATE);
}

function tcpRequestOf(seq: number, states: number): Uint8Array {
  const message = dumpMessage(TCPDIAG_GETSOCK, INET_DIAG_REQ_BYTES, seq);
  message.setUint8(NLMSG_HEADER_BYTES + 3, EXTENSIONS);
  message.setUint32(NLMSG_HEADER_BYTES + 52, states, true);
  return new Uint8Array(message.buffer);
}
