/**
 * Byte offsets in struct tcp_info (include/uapi/linux/tcp.h of 6.18). The struct only ever grows at its end, so a field is there
 * when the attribute is long enough; the comment behind the first field of each growth names the kernel that brought it.
 */

/** Fields of one byte. */
export const TCP_INFO_U8 = { state: 0, caState: 1, retransmits: 2, probes: 3, backoff: 4, options: 5 } as const;
/** Low half snd_wscale, high half rcv_wscale. */
export const TCP_INFO_WSCALES = 6;
/** Bit 0: the last delivery rate was limited by the application. Bits 1 and 2: why no data went with the SYN (5.5). */
export const TCP_INFO_RATE_BITS = 7;

/** Fields of two bytes. */
export const TCP_INFO_U16 = {
  totalRto: 240, // 6.7
  totalRtoRecoveries: 242,
  accecnFailMode: 276, // 6.18
  accecnOptSeen: 278,
} as const;

/** Fields of four bytes. */
export const TCP_INFO_U32 = {
  rtoUs: 8,
  atoUs: 12,
  sndMssBytes: 16,
  rcvMssBytes: 20,
  unacked: 24,
  sacked: 28,
  lost: 32,
  retrans: 36,
  lastDataSentMs: 44,
  lastDataRecvMs: 52,
  lastAckRecvMs: 56,
  pmtuBytes: 60,
  rcvSsthresh: 64,
  rttUs: 68,
  rttvarUs: 72,
  sndSsthresh: 76,
  sndCwnd: 80,
  advmssBytes: 84,
  reordering: 88,
  rcvRttUs: 92,
  rcvSpaceBytes: 96,
  totalRetrans: 100,
  segsOut: 136, // 4.2
  segsIn: 140,
  notsentBytes: 144, // 4.6
  minRttUs: 148,
  dataSegsIn: 152,
  dataSegsOut: 156,
  delivered: 192, // 4.18
  deliveredCe: 196,
  dsackDups: 216, // 4.19
  reordSeen: 220,
  rcvOooPack: 224, // 5.4
  sndWndBytes: 228,
  rcvWndBytes: 232, // 6.2
  rehash: 236,
  totalRtoTimeMs: 244, // 6.7
  receivedCe: 248, // 6.18
  deliveredE1Bytes: 252,
  deliveredE0Bytes: 256,
  deliveredCeBytes: 260,
  receivedE1Bytes: 264,
  receivedE0Bytes: 268,
  receivedCeBytes: 272,
} as const;

/** Fields of eight bytes. */
export const TCP_INFO_U64 = {
  pacingRateBytesPerSecond: 104, // 3.15
  maxPacingRateBytesPerSecond: 112,
  bytesAcked: 120, // 4.1
  bytesReceived: 128,
  deliveryRateBytesPerSecond: 160, // 4.9
  busyTimeUs: 168, // 4.10
  rwndLimitedUs: 176,
  sndbufLimitedUs: 184,
  bytesSent: 200, // 4.19
  bytesRetrans: 208,
} as const;
