import { NLM_F_REQUEST, NLMSG_HEADER_BYTES } from './wire.ts';

export interface RequestMessage {
  readonly type: number;
  /** Besides NLM_F_REQUEST. */
  readonly flags: number;
  readonly seq: number;
  readonly payload: Uint8Array;
}

/** struct nlmsghdr and what stands behind it. The kernel fills in the port of the sender. */
export function requestMessage({ type, flags, seq, payload }: RequestMessage): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(NLMSG_HEADER_BYTES + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length, true);
  view.setUint16(4, type, true);
  view.setUint16(6, NLM_F_REQUEST | flags, true);
  view.setUint32(8, seq, true);
  bytes.set(payload, NLMSG_HEADER_BYTES);
  return bytes;
}
