import type { InetProtocol, InetSocket, TcpInfo } from '../types.ts';
import { addressText } from './addressText.ts';
import { cookieText } from './cookieText.ts';
import type { InetDiagCursor } from './InetDiagCursor.ts';
import { known } from './known.ts';
import { skmemOf } from './skmemOf.ts';
import { SOCKET_STATES } from './socketStates.ts';
import {
  TCP_INFO_RATE_BITS,
  TCP_INFO_U8,
  TCP_INFO_U16,
  TCP_INFO_U32,
  TCP_INFO_U64,
  TCP_INFO_WSCALES,
} from './tcpInfoLayout.ts';

/** struct tcp_info of kernels before 3.15: less than this has never been sent. */
const OLDEST_TCP_INFO_BYTES = 104;

/** A lasting copy of the socket under the cursor. */
export function toInetSocket(cursor: InetDiagCursor, protocol: InetProtocol): InetSocket {
  return {
    protocol,
    family: cursor.family,
    state: SOCKET_STATES[cursor.state] ?? 'close',
    localAddress: addressText(cursor.localAddressBytes),
    localPort: cursor.localPort,
    remoteAddress: addressText(cursor.remoteAddressBytes),
    remotePort: cursor.remotePort,
    cookie: cookieText(cursor),
    inode: cursor.inode,
    uid: cursor.uid,
    recvQ: cursor.recvQ,
    sendQ: cursor.sendQ,
    timer: cursor.timer,
    retransmits: cursor.retransmits,
    expiresMs: cursor.expiresMs,
    skmem: skmemOf(cursor),
    tcpInfo: tcpInfoOf(cursor),
    congestionControl: cursor.congestionControl,
    cgroupId: cursor.cgroupId,
  };
}

function tcpInfoOf(cursor: InetDiagCursor): TcpInfo | undefined {
  if (cursor.tcpInfoBytes < OLDEST_TCP_INFO_BYTES) return undefined;
  const u8 = (name: keyof typeof TCP_INFO_U8) => cursor.tcpInfo8(TCP_INFO_U8[name]);
  const u32 = (name: keyof typeof TCP_INFO_U32) => cursor.tcpInfo32(TCP_INFO_U32[name]);
  const later16 = (name: keyof typeof TCP_INFO_U16) => known(cursor.tcpInfo16(TCP_INFO_U16[name]));
  const later32 = (name: keyof typeof TCP_INFO_U32) => known(u32(name));
  const later64 = (name: keyof typeof TCP_INFO_U64) => known(cursor.tcpInfo64(TCP_INFO_U64[name]));
  const wscales = cursor.tcpInfo8(TCP_INFO_WSCALES);
  return {
    state: u8('state'),
    caState: u8('caState'),
    retransmits: u8('retransmits'),
    probes: u8('probes'),
    backoff: u8('backoff'),
    options: u8('options'),
    sndWscale: wscales & 0xf,
    rcvWscale: wscales >> 4,
    deliveryRateAppLimited: cursor.deliveryRateAppLimited,
    fastopenClientFail: (cursor.tcpInfo8(TCP_INFO_RATE_BITS) >> 1) & 3,
    rtoUs: u32('rtoUs'),
    atoUs: u32('atoUs'),
    sndMssBytes: u32('sndMssBytes'),
    rcvMssBytes: u32('rcvMssBytes'),
    unacked: u32('unacked'),
    sacked: u32('sacked'),
    lost: u32('lost'),
    retrans: u32('retrans'),
    lastDataSentMs: u32('lastDataSentMs'),
    lastDataRecvMs: u32('lastDataRecvMs'),
    lastAckRecvMs: u32('lastAckRecvMs'),
    pmtuBytes: u32('pmtuBytes'),
    rcvSsthresh: u32('rcvSsthresh'),
    rttUs: u32('rttUs'),
    rttvarUs: u32('rttvarUs'),
    sndSsthresh: u32('sndSsthresh'),
    sndCwnd: u32('sndCwnd'),
    advmssBytes: u32('advmssBytes'),
    reordering: u32('reordering'),
    rcvRttUs: u32('rcvRttUs'),
    rcvSpaceBytes: u32('rcvSpaceBytes'),
    totalRetrans: u32('totalRetrans'),
    pacingRateBytesPerSecond: later64('pacingRateBytesPerSecond'),
    maxPacingRateBytesPerSecond: later64('maxPacingRateBytesPerSecond'),
    bytesAcked: later64('bytesAcked'),
    bytesReceived: later64('bytesReceived'),
    segsOut: later32('segsOut'),
    segsIn: later32('segsIn'),
    notsentBytes: later32('notsentBytes'),
    minRttUs: later32('minRttUs'),
    dataSegsIn: later32('dataSegsIn'),
    dataSegsOut: later32('dataSegsOut'),
    deliveryRateBytesPerSecond: later64('deliveryRateBytesPerSecond'),
    busyTimeUs: later64('busyTimeUs'),
    rwndLimitedUs: later64('rwndLimitedUs'),
    sndbufLimitedUs: later64('sndbufLimitedUs'),
    delivered: later32('delivered'),
    deliveredCe: later32('deliveredCe'),
    bytesSent: later64('bytesSent'),
    bytesRetrans: later64('bytesRetrans'),
    dsackDups: later32('dsackDups'),
    reordSeen: later32('reordSeen'),
    rcvOooPack: later32('rcvOooPack'),
    sndWndBytes: later32('sndWndBytes'),
    rcvWndBytes: later32('rcvWndBytes'),
    rehash: later32('rehash'),
    totalRto: later16('totalRto'),
    totalRtoRecoveries: later16('totalRtoRecoveries'),
    totalRtoTimeMs: later32('totalRtoTimeMs'),
    receivedCe: later32('receivedCe'),
    deliveredE1Bytes: later32('deliveredE1Bytes'),
    deliveredE0Bytes: later32('deliveredE0Bytes'),
    deliveredCeBytes: later32('deliveredCeBytes'),
    receivedE1Bytes: later32('receivedE1Bytes'),
    receivedE0Bytes: later32('receivedE0Bytes'),
    receivedCeBytes: later32('receivedCeBytes'),
    accecnFailMode: later16('accecnFailMode'),
    accecnOptSeen: later16('accecnOptSeen'),
  };
}
