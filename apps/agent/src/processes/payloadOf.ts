import { type InetDiagCursor, STATE_NUMBER, TCP_INFO_U64 } from '@netstrata/kernel';

/** Bytes that programs gave and got, of one connection since it was made. */
export interface Payload {
  txBytes: number;
  rxBytes: number;
}

/** Those in which the other side has said that it sends no more. */
const ENDED = new Set([STATE_NUMBER['close-wait'], STATE_NUMBER['last-ack'], STATE_NUMBER.closing]);

/**
 * What a connection has moved by its tcp_info, written into `payload`: acknowledged and received; NaN where the kernel does not say it.
 * The kernel counts the ends of a handshake and of a connection as a byte each. Of what was sent that is left out; of what was received
 * only where the state tells it, so that of a closed connection one byte may be none of its program.
 */
export function payloadOf(cursor: Pick<InetDiagCursor, 'state' | 'tcpInfo64'>, payload: Payload): void {
  const acked = cursor.tcpInfo64(TCP_INFO_U64.bytesAcked);
  const sent = cursor.tcpInfo64(TCP_INFO_U64.bytesSent) - cursor.tcpInfo64(TCP_INFO_U64.bytesRetrans);
  payload.txBytes = Number.isNaN(sent) ? Math.max(0, acked - 1) : Math.max(0, Math.min(acked, sent));
  payload.rxBytes = cursor.tcpInfo64(TCP_INFO_U64.bytesReceived) - Number(ENDED.has(cursor.state));
}
