import type { SocketProtocol } from '../types.ts';
import {
  AF_INET,
  AF_INET6,
  INET_DIAG_CONG,
  INET_DIAG_INFO,
  INET_DIAG_REQ_V2_BYTES,
  INET_DIAG_SKMEMINFO,
  IPPROTO_TCP,
  IPPROTO_UDP,
  NLM_F_DUMP,
  NLM_F_REQUEST,
  NLMSG_HEADER_BYTES,
  SOCK_DIAG_BY_FAMILY,
} from './wire.ts';

/** Bits 1 to 12. Sockets that are only bound (bit 13, 6.8) would make the kernel walk one more table. */
const ALL_STATES = 0x1ffe;
const EXTENSIONS = [INET_DIAG_INFO, INET_DIAG_CONG, INET_DIAG_SKMEMINFO].reduce(
  (bits, id) => bits | (1 << (id - 1)),
  0,
);

export interface InetDiagRequest {
  readonly protocol: SocketProtocol;
  readonly family: 4 | 6;
  readonly seq: number;
}

/** The message that asks for every socket of one protocol and family, in every state, with tcp_info, skmem and congestion control. */
export function inetDiagRequest({ protocol, family, seq }: InetDiagRequest): Uint8Array {
  const bytes = new Uint8Array(NLMSG_HEADER_BYTES + INET_DIAG_REQ_V2_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length, true);
  view.setUint16(4, SOCK_DIAG_BY_FAMILY, true);
  view.setUint16(6, NLM_F_REQUEST | NLM_F_DUMP, true);
  view.setUint32(8, seq, true);
  view.setUint8(NLMSG_HEADER_BYTES, family === 4 ? AF_INET : AF_INET6);
  view.setUint8(NLMSG_HEADER_BYTES + 1, protocol === 'tcp' ? IPPROTO_TCP : IPPROTO_UDP);
  view.setUint8(NLMSG_HEADER_BYTES + 2, EXTENSIONS);
  view.setUint32(NLMSG_HEADER_BYTES + 4, ALL_STATES, true);
  return bytes;
}
