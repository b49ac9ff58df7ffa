import { IPPROTO_TCP, TCP_INFO } from './constants.ts';
import { checked, libc } from './libc.ts';

/** The few fields of struct tcp_info that a workload reports; see include/uapi/linux/tcp.h. */
export interface PathInfo {
  readonly rttUs: number;
  readonly minRttUs: number | undefined;
  readonly congestionWindow: number;
  readonly retransmitted: number;
  readonly deliveryRateBytesPerSecond: number | undefined;
  readonly sendBufferLimitedUs: number | undefined;
}

/** Reads TCP_INFO of a connected socket. Fields that this kernel does not fill are undefined. */
export const pathInfoOf = (fd: number): PathInfo => {
  const bytes = Buffer.alloc(256);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  checked('getsockopt TCP_INFO', libc.getsockopt(fd, IPPROTO_TCP, TCP_INFO, bytes, length));
  const filled = length.readUInt32LE();
  const long = (offset: number): number | undefined =>
    filled >= offset + 8 ? Number(bytes.readBigUInt64LE(offset)) : undefined;
  return {
    rttUs: bytes.readUInt32LE(68),
    minRttUs: filled >= 152 ? bytes.readUInt32LE(148) : undefined,
    congestionWindow: bytes.readUInt32LE(80),
    retransmitted: bytes.readUInt32LE(100),
    deliveryRateBytesPerSecond: long(160),
    sendBufferLimitedUs: long(184),
  };
};
