import { pow2ceil } from '../guards.ts';

/** Kernel bookkeeping around one segment: sk_buff, headers, and what shares the end of the data. */
const SKB_BYTES = 256;
const HEADER_BYTES = 256;
const SHARED_INFO_BYTES = 320;
/** Ethernet, for a connection whose segment size is not known. */
const DEFAULT_MSS = 1448;

/** Send buffer that the kernel grants for a window: twice the window, three times with bbr (tcp_sndbuf_expand). */
export function windowsOf(congestionControl: string | undefined): number {
  return congestionControl?.startsWith('bbr') === true ? 3 : 2;
}

/** Memory that the kernel reckons for one segment in the worst case. */
export function segmentBytes(mss: number): number {
  return pow2ceil(mss + HEADER_BYTES + SHARED_INFO_BYTES) + SKB_BYTES;
}

/** Bytes of send buffer for each byte in flight, to one decimal: 3.2 with cubic and 4.8 with bbr on Ethernet. */
export function bufferFactor(congestionControl: string | undefined, mss = DEFAULT_MSS): number {
  return Math.round((10 * windowsOf(congestionControl) * segmentBytes(mss)) / mss) / 10;
}
