import { dumpMessage } from './dumpMessage.ts';
import { AF_PACKET, NLMSG_HEADER_BYTES, PACKET_DIAG_REQ_BYTES, PACKET_SHOW_ALL, SOCK_DIAG_BY_FAMILY } from './wire.ts';

/** The message that asks for every packet socket. */
export function packetDiagRequest(seq: number): Uint8Array {
  const message = dumpMessage(SOCK_DIAG_BY_FAMILY, PACKET_DIAG_REQ_BYTES, seq);
  message.setUint8(NLMSG_HEADER_BYTES, AF_PACKET);
  message.setUint32(NLMSG_HEADER_BYTES + 8, PACKET_SHOW_ALL, true);
  return new Uint8Array(message.buffer);
}
