import type {
  BbrInfo,
  DctcpInfo,
  InetProtocol,
  InetSocketDetail,
  MptcpInfo,
  MptcpSubflowInfo,
  SocketBit,
  VegasInfo,
} from '../types.ts';
import type { AttributeTable } from './AttributeTable.ts';
import type { InetDiagCursor } from './InetDiagCursor.ts';
import { known } from './known.ts';
import { toInetSocket } from './toInetSocket.ts';
import { INET_DIAG, INET_DIAG_INFO, MPTCP_SUBFLOW } from './wire.ts';

/** struct inet_diag_sockopt, lowest bit first. */
const SOCKET_BITS: readonly SocketBit[] = [
  'recverr',
  'is_icsk',
  'freebind',
  'hdrincl',
  'mc_loop',
  'transparent',
  'mc_all',
  'nodefrag',
  'bind_address_no_port',
  'recverr_rfc4884',
  'defer_connect',
];
/** Gains are fixed-point numbers with eight bits behind the point (BBR_UNIT). */
const BBR_UNIT = 256;
/** dctcp_alpha is a share of 1024 (DCTCP_MAX_ALPHA). */
const DCTCP_MAX_ALPHA = 1024;
/** struct mptcp_info of 5.9. */
const OLDEST_MPTCP_INFO_BYTES = 40;

const BBR_INFO_BYTES = 20;
const VEGAS_INFO_BYTES = 16;
const DCTCP_INFO_BYTES = 16;

/** A lasting copy of everything that the kernel said of the socket under the cursor. */
export function toInetDetail(cursor: InetDiagCursor, protocol: InetProtocol): InetSocketDetail {
  const all = cursor.attributes();
  const u8 = (type: number) => known(all.u8(type));
  const u32 = (type: number) => known(all.u32(type));
  const v6Only = u8(INET_DIAG.v6Only);
  return {
    ...toInetSocket(cursor, protocol),
    drops: known(cursor.drops),
    interfaceIndex: cursor.interfaceIndex === 0 ? undefined : cursor.interfaceIndex,
    shutdown: u8(INET_DIAG.shutdown),
    tos: u8(INET_DIAG.tos),
    tclass: u8(INET_DIAG.tclass),
    v6Only: v6Only === undefined ? undefined : v6Only !== 0,
    mark: u32(INET_DIAG.mark),
    classId: u32(INET_DIAG.classId),
    bits: bitsOf(all),
    bbr: bbrOf(all),
    vegas: vegasOf(all),
    dctcp: dctcpOf(all),
    ulp: cursor.upperLayer,
    mptcp: protocol === 'mptcp' ? mptcpOf(all) : undefined,
    subflow: subflowOf(cursor.subflow),
  };
}

function bitsOf(all: AttributeTable): readonly SocketBit[] | undefined {
  if (!all.has(INET_DIAG.sockopt)) return undefined;
  const bytes = all.bytes(INET_DIAG.sockopt);
  return SOCKET_BITS.filter((_, bit) => (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1);
}

function bbrOf(all: AttributeTable): BbrInfo | undefined {
  const type = INET_DIAG.bbrInfo;
  if (all.size(type) < BBR_INFO_BYTES) return undefined;
  return {
    bandwidthBytesPerSecond: all.u64(type),
    minRttUs: all.u32(type, 8),
    pacingGain: all.u32(type, 12) / BBR_UNIT,
    cwndGain: all.u32(type, 16) / BBR_UNIT,
  };
}

function vegasOf(all: AttributeTable): VegasInfo | undefined {
  const type = INET_DIAG.vegasInfo;
  if (all.size(type) < VEGAS_INFO_BYTES) return undefined;
  return {
    enabled: all.u32(type) !== 0,
    rttCount: all.u32(type, 4),
    rttUs: all.u32(type, 8),
    minRttUs: all.u32(type, 12),
  };
}

function dctcpOf(all: AttributeTable): DctcpInfo | undefined {
  const type = INET_DIAG.dctcpInfo;
  if (all.size(type) < DCTCP_INFO_BYTES) return undefined;
  const first = all.u32(type);
  return {
    enabled: (first & 0xffff) !== 0,
    ceState: first >>> 16,
    alpha: all.u32(type, 4) / DCTCP_MAX_ALPHA,
    ecnBytes: all.u32(type, 8),
    totalBytes: all.u32(type, 12),
  };
}

function exactU64(from: AttributeTable, type: number, offset = 0): bigint {
  return (BigInt(from.u32(type, offset + 4)) << 32n) | BigInt(from.u32(type, offset));
}

/** Undefined also where the kernel told only that there is such a nest. */
function subflowOf(nest: AttributeTable | undefined): MptcpSubflowInfo | undefined {
  if (nest === undefined || !nest.has(MPTCP_SUBFLOW.flags)) return undefined;
  const { remoteToken, localToken, mapSeq, mapSubflowSeq, subflowOffset, mapBytes, flags, remoteId, localId } =
    MPTCP_SUBFLOW;
  const low = known(nest.u8(mapBytes));
  return {
    flags: known(nest.u32(flags)) ?? 0,
    localToken: known(nest.u32(localToken)),
    remoteToken: known(nest.u32(remoteToken)),
    localId: known(nest.u8(localId)),
    remoteId: known(nest.u8(remoteId)),
    mapSeq: nest.size(mapSeq) < 8 ? undefined : exactU64(nest, mapSeq),
    mapSubflowSeq: known(nest.u32(mapSubflowSeq)),
    subflowOffset: known(nest.u32(subflowOffset)),
    mapBytes: low === undefined ? undefined : low + nest.u8(mapBytes, 1) * 256,
  };
}

function mptcpOf(all: AttributeTable): MptcpInfo | undefined {
  const type = INET_DIAG_INFO;
  if (all.size(type) < OLDEST_MPTCP_INFO_BYTES) return undefined;
  const later8 = (offset: number) => known(all.u8(type, offset));
  const later32 = (offset: number) => known(all.u32(type, offset));
  const later64 = (offset: number) => known(all.u64(type, offset));
  const exact64 = (offset: number) => exactU64(all, type, offset);
  return {
    subflows: all.u8(type, 0),
    addAddrSignal: all.u8(type, 1),
    addAddrAccepted: all.u8(type, 2),
    subflowsMax: all.u8(type, 3),
    addAddrSignalMax: all.u8(type, 4),
    addAddrAcceptedMax: all.u8(type, 5),
    flags: all.u32(type, 8),
    token: all.u32(type, 12),
    writeSeq: exact64(16),
    sndUna: exact64(24),
    rcvNxt: exact64(32),
    localAddrUsed: later8(40),
    localAddrMax: later8(41),
    csumEnabled: later8(42),
    retransmits: later32(44), // 6.5
    bytesRetrans: later64(48),
    bytesSent: later64(56),
    bytesReceived: later64(64),
    bytesAcked: later64(72),
    subflowsTotal: later8(80), // 6.6
    lastDataSentMs: later32(84), // 6.10
    lastDataRecvMs: later32(88),
    lastAckRecvMs: later32(92),
  };
}
