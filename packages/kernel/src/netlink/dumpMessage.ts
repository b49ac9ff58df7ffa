import { NLM_F_DUMP, NLM_F_REQUEST, NLMSG_HEADER_BYTES } from './wire.ts';

/** A request for a dump, with a payload of zeros to fill in. */
export function dumpMessage(type: number, payloadBytes: number, seq: number): DataView<ArrayBuffer> {
  const message = new DataView(new ArrayBuffer(NLMSG_HEADER_BYTES + payloadBytes));
  message.setUint32(0, message.byteLength, true);
  message.setUint16(4, type, true);
  message.setUint16(6, NLM_F_REQUEST | NLM_F_DUMP, true);
  message.setUint32(8, seq, true);
  return message;
}
