import type { Words } from '@netstrata/metrics';

/**
 * Memory that one queued datagram is charged for: its bytes and the kernel's bookkeeping, rounded up to the allocator's
 * sizes while it is one piece of memory. Measured on loopback with its own MTU of 64 KiB, Linux 6.18; drivers differ, most of them
 * charge a full frame's buffer for a small datagram.
 */
const TRUESIZE: readonly (readonly [payload: number, truesize: number])[] = [
  [197, 832],
  [645, 1280],
  [1669, 2304],
  [3717, 4352],
  [7813, 8448],
  [16_049, 16_640],
];
/** Larger ones lie in pages, without rounding. */
const BOOKKEEPING = 832;
/** The largest that UDP over IPv4 can say. */
const LARGEST = 65_507;
/** Of a size that is not known: a full Ethernet frame. */
const UNKNOWN_PAYLOAD = 1472;
const IPV4_AND_UDP_HEADERS = 28;
/** The host's average packet speaks for UDP only when nearly all packets are UDP. */
const MOSTLY_UDP = 0.8;

export interface DatagramSize {
  readonly truesize: number;
  /** How it is known, to stand behind the number. */
  readonly basis: Words;
}

export function truesizeOf(payload: number): number {
  return TRUESIZE.find(([upTo]) => payload <= upTo)?.[1] ?? Math.min(payload, LARGEST) + BOOKKEEPING;
}

export interface PacketRates {
  readonly udpPerSecond: number | undefined;
  readonly ipPacketsPerSecond: number | undefined;
  readonly ipBytesPerSecond: number | undefined;
}

/** From the average packet where UDP makes nearly all of them, else the size of a full frame. */
export function datagramSize({ udpPerSecond, ipPacketsPerSecond, ipBytesPerSecond }: PacketRates): DatagramSize {
  const mostlyUdp =
    udpPerSecond !== undefined &&
    ipPacketsPerSecond !== undefined &&
    ipPacketsPerSecond > 0 &&
    udpPerSecond / ipPacketsPerSecond >= MOSTLY_UDP;
  if (!mostlyUdp || ipBytesPerSecond === undefined) {
    const truesize = truesizeOf(UNKNOWN_PAYLOAD);
    return {
      truesize,
      basis: {
        en: `${truesize} B (what the kernel charges for a full Ethernet frame: the size is not known)`,
        'zh-CN': `${truesize} B（内核对一个满以太网帧的计费：实际大小未知）`,
      },
    };
  }
  const payload = Math.max(0, ipBytesPerSecond / ipPacketsPerSecond - IPV4_AND_UDP_HEADERS);
  const truesize = truesizeOf(payload);
  return {
    truesize,
    basis: {
      en: `${truesize} B (what the kernel charges for a datagram of ${Math.round(payload)} B)`,
      'zh-CN': `${truesize} B（内核对一个 ${Math.round(payload)} B 数据报的计费）`,
    },
  };
}
