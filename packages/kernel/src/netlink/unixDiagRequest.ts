import { dumpMessage } from './dumpMessage.ts';
import { AF_UNIX, NLMSG_HEADER_BYTES, SOCK_DIAG_BY_FAMILY, UNIX_DIAG_REQ_BYTES } from './wire.ts';

/** Bits 1 to 12; Unix sockets are in three of these states. */
const ALL_STATES = 0x1ffe;

/** The message that asks for every Unix socket, with the attributes whose UDIAG_SHOW bits are in `show`. */
export function unixDiagRequest({ seq, show }: { readonly seq: number; readonly show: number }): Uint8Array {
  const message = dumpMessage(SOCK_DIAG_BY_FAMILY, UNIX_DIAG_REQ_BYTES, seq);
  message.setUint8(NLMSG_HEADER_BYTES, AF_UNIX);
  message.setUint32(NLMSG_HEADER_BYTES + 4, ALL_STATES, true);
  message.setUint32(NLMSG_HEADER_BYTES + 12, show, true);
  return new Uint8Array(message.buffer);
}
