import { requestMessage } from './requestMessage.ts';
import { NLM_F_DUMP } from './wire.ts';

/** A request for a dump, with a payload of zeros to fill in. */
export function dumpMessage(type: number, payloadBytes: number, seq: number): DataView<ArrayBuffer> {
  return new DataView(requestMessage({ type, flags: NLM_F_DUMP, seq, payload: new Uint8Array(payloadBytes) }).buffer);
}
