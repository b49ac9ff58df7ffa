/** A receiving TCP socket at one moment; NaN is unknown. */
export interface ReceiveFacts {
  readonly rxBytesPerSecond: number;
  /** Estimated by the receiver, and what the connection itself measured. */
  readonly rcvRttUs: number;
  readonly rttUs: number;
  /** Bytes unread. */
  readonly recvQ: number;
  /** What the peer may still send; since 6.2. */
  readonly rcvWndBytes: number;
}

/** With so much of the window used up at one look, it is what the peer waits for: left to itself the kernel keeps it twice as wide as needed. */
export const WINDOW_USED_UP = 0.7;
/** Below this round trip the path is a machine or a rack, and timestamps are too coarse to tell it. */
const NEAR_US = 1000;
/**
 * Times the round trip that the connection itself measured. Without timestamps (Windows, unless told) the kernel takes for the
 * receiver's round trip how long a whole window takes to come, which says nothing of the path.
 */
const TRUSTED = 2;

/** Whether the receiver's estimate tells how long the path is. */
export function isRoundTrip({ rcvRttUs, rttUs }: Pick<ReceiveFacts, 'rcvRttUs' | 'rttUs'>): boolean {
  return rcvRttUs >= NEAR_US && rcvRttUs <= TRUSTED * rttUs;
}

/** Bytes that come within one round trip: so many are under way at a time. NaN where it cannot be told. */
export function incomingBytes(facts: ReceiveFacts): number {
  return isRoundTrip(facts) ? (facts.rxBytesPerSecond * facts.rcvRttUs) / 1e6 : Number.NaN;
}

/** How much of the receive window is unread or under way, 0..1 and above; NaN where it cannot be told. */
export function receiveWindowUse(facts: ReceiveFacts): number {
  return (facts.recvQ + incomingBytes(facts)) / (facts.recvQ + facts.rcvWndBytes);
}
