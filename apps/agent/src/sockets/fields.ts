import { TCP_INFO_U32, TCP_INFO_U64 } from '@netstrata/kernel';
import type { SocketRow } from '@netstrata/metrics';
import type { SocketView } from './SocketView.ts';

/** Fields of SocketRow that hold a number the kernel gives for one socket; the process and the wait in a queue are found elsewhere. */
export type SocketNumber = Exclude<
  { [K in keyof SocketRow]-?: NonNullable<SocketRow[K]> extends number ? K : never }[keyof SocketRow],
  'pid' | 'acceptWaitMs'
>;

/** No round trip was measured yet: the kernel's start value of tcp_min_rtt. */
const NO_MIN_RTT = 0xffffffff;
const UNLIMITED = 2 ** 64;

const positive = (value: number): number => (value > 0 ? value : Number.NaN);
const below = (value: number, bound: number): number => (value < bound ? value : Number.NaN);

/** Each number of a socket as pages, sorting and the API see it; NaN is unknown. The one list of them. */
export const SOCKET_NUMBERS: { readonly [K in SocketNumber]: (view: SocketView) => number } = {
  family: (view) => view.cursor.family,
  localPort: (view) => view.cursor.localPort,
  remotePort: (view) => view.cursor.remotePort,
  inode: (view) => view.cursor.inode,
  uid: (view) => view.cursor.uid,
  interfaceIndex: (view) => positive(view.cursor.interfaceIndex),
  recvQ: (view) => view.recvQ,
  sendQ: (view) => view.sendQ,
  rmemAlloc: (view) => view.cursor.rmemAlloc,
  rcvbuf: (view) => view.cursor.rcvbuf,
  wmemQueued: (view) => view.sendMemory,
  sndbuf: (view) => view.cursor.sndbuf,
  drops: (view) => view.cursor.drops,
  rttUs: (view) => positive(view.rttUs),
  minRttUs: (view) => below(view.tcp32(TCP_INFO_U32.minRttUs), NO_MIN_RTT),
  cwnd: (view) => view.cwnd,
  mssBytes: (view) => view.mssBytes,
  ssthresh: (view) => view.tcp32(TCP_INFO_U32.sndSsthresh),
  unackedSegs: (view) => view.unackedSegs,
  notsentBytes: (view) => view.notsentBytes,
  retransTotal: (view) => view.tcp32(TCP_INFO_U32.totalRetrans),
  unanswered: (view) => view.unanswered,
  lastAckRecvMs: (view) => view.tcp32(TCP_INFO_U32.lastAckRecvMs),
  deliveryRateBytesPerSecond: (view) => positive(view.tcp64(TCP_INFO_U64.deliveryRateBytesPerSecond)),
  pacingRateBytesPerSecond: (view) => below(view.tcp64(TCP_INFO_U64.pacingRateBytesPerSecond), UNLIMITED),
  bytesAcked: (view) => view.tcp64(TCP_INFO_U64.bytesAcked),
  bytesReceived: (view) => view.tcp64(TCP_INFO_U64.bytesReceived),
  txBytesPerSecond: (view) => Math.round(view.txBytesPerSecond),
  rxBytesPerSecond: (view) => Math.round(view.rxBytesPerSecond),
  busyShare: (view) => rounded(view.busyShare),
  rwndLimitedShare: (view) => rounded(view.rwndLimitedShare),
  sndbufLimitedShare: (view) => rounded(view.sndbufLimitedShare),
  sndWndBytes: (view) => view.sndWndBytes,
  rcvRttUs: (view) => positive(view.rcvRttUs),
  rcvWndBytes: (view) => view.rcvWndBytes,
  dataSegsOut: (view) => view.tcp32(TCP_INFO_U32.dataSegsOut),
  lastDataRecvMs: (view) => view.tcp32(TCP_INFO_U32.lastDataRecvMs),
  fill: (view) => rounded(view.fill),
};

export const SOCKET_NUMBER_NAMES = Object.keys(SOCKET_NUMBERS) as readonly SocketNumber[];

/** A ten-thousandth is finer than anybody looks, and short on the wire. */
function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
