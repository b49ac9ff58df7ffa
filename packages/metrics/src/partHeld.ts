/** A sending TCP socket at one moment; NaN is unknown. */
export interface PartFacts {
  readonly notsentBytes: number;
  readonly mssBytes: number;
  readonly unackedSegs: number;
  readonly cwnd: number;
  /** Bytes in flight or waiting to be sent. */
  readonly sendQ: number;
  /** The peer's window. */
  readonly sndWndBytes: number;
}

/** More is a transfer, not a conversation. */
export const CONVERSATION_BYTES_PER_SECOND = 1_000_000;
/** Of the congestion window: with less in flight the path is not what it waits for. */
const ROOM = 0.5;

/** A last part of a segment waits, while something is in flight and both windows have room: only Nagle's algorithm or a cork does that. */
export function isPartHeld({ notsentBytes, mssBytes, unackedSegs, cwnd, sndWndBytes, sendQ }: PartFacts): boolean {
  if (!(notsentBytes > 0 && notsentBytes < mssBytes && unackedSegs > 0)) return false;
  return unackedSegs < ROOM * cwnd && !(sendQ >= sndWndBytes);
}
