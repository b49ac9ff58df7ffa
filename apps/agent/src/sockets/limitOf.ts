import type { SocketProtocol, SocketState } from '@netstrata/kernel/types';
import {
  CONVERSATION_BYTES_PER_SECOND,
  HUNG_TIMEOUTS,
  type PartFacts,
  QUIET_BYTES_PER_SECOND,
  type ReceiveFacts,
  receiveWindowUse,
  type SocketLimit,
  WINDOW_USED_UP,
} from '@netstrata/metrics';

/** What decides who limits a socket. Shares are of the last dump interval; NaN is unknown. */
export interface LimitFacts extends ReceiveFacts {
  readonly protocol: SocketProtocol;
  readonly state: SocketState;
  /** Bytes that are not acknowledged. Listener: its backlog. */
  readonly sendQ: number;
  /** Receive memory against receive buffer. */
  readonly receiveFill: number;
  readonly txBytesPerSecond: number;
  readonly busyShare: number;
  readonly rwndLimitedShare: number;
  readonly sndbufLimitedShare: number;
  readonly appLimited: boolean;
  /** The send buffer makes the program wait while the network would take more, as `isSendStarved` sees it at this moment. */
  readonly sendStarved: boolean;
  /** The program gives less than buffer, window and path would take, as `isProgramShort` sees it at this moment. */
  readonly programShort: boolean;
  /** A last part of a segment waits for an acknowledgement, as `isPartHeld` sees it at this moment. */
  readonly partHeld: boolean;
  /** Timeouts in a row for the oldest data. */
  readonly unanswered: number;
  /** The peer's window. */
  readonly sndWndBytes: number;
}

/** From here on the receive side counts as full: the kernel has begun to squeeze the window. */
const FULL = 0.8;
/** A socket that had nothing to send for nine tenths of the time is limited by nothing but its program. */
const BUSY = 0.1;
/**
 * The kernel counts a sender's time against its buffer only while all that it holds is sent, the program waits for room, and the congestion
 * window would let more go. Of a paced connection that is never most of the time: what the buffer took is on its way out for the rest.
 */
const HELD_BY_BUFFER = 0.25;

/**
 * Who limits a socket:
 * - `accept`: a listener whose accept queue has reached its backlog.
 * - `reader`: unread data fills 80 % of the receive buffer (memory), or of the window (bytes unread against unread and
 *   window left, because with large segments the window closes at half the memory).
 * - `receiver`, `network` also where nothing at all gets through, whatever the kernel's times say: the peer keeps its window shut since the
 *   look before, or two timeouts in a row and more left the oldest data unanswered.
 * - `application`: the socket had data to send in less than a tenth of the interval, or nothing else holds it back more and
 *   either the kernel marked the measured delivery rate as limited by the application, or it is seen to give too little now.
 * - `nagle`: of a conversation, a small part that the program wrote waits for an acknowledgement, and nothing else holds it back.
 * - `receiver`, `send-buffer`, `network`: which held a busy sender back the longest: the peer's window, its own send buffer, or the
 *   rest of its busy time, in which congestion window and path did. Also `send-buffer`: it did for a quarter of the time, or is seen
 *   holding the sender back now.
 * - `receive-buffer`: it receives more than it sends, nothing but its program holds back what it sends, and a round trip uses up the
 *   window that its receive buffer leaves. `sender`: the window has room, or is not known, so that the peer or the path sets the pace of
 *   a stream that is worth the name.
 * - `none`: nothing of the kind can apply, a queue has room, or a trickle comes in and is read: a peer with little to say limits nothing. `unknown`: the kernel lacks the times (before 4.10), or the socket was
 *   not in the dump before.
 */
export function limitOf(facts: LimitFacts): SocketLimit {
  if (facts.protocol === 'udp') return facts.receiveFill >= FULL ? 'reader' : 'none';
  switch (facts.state) {
    case 'listen':
      return facts.recvQ > 0 && facts.recvQ >= facts.sendQ ? 'accept' : 'none';
    case 'established':
    case 'close-wait':
    case 'fin-wait-1':
    case 'closing':
    case 'last-ack':
      return unreadFills(facts) ? 'reader' : (blockedBy(facts) ?? eitherLimit(facts));
    case 'fin-wait-2':
      return unreadFills(facts) ? 'reader' : receives(facts) ? receiverLimit(facts) : 'none';
    case 'syn-sent':
    case 'syn-recv':
    case 'new-syn-recv':
    case 'time-wait':
    case 'close':
      return 'none';
  }
}

function unreadFills({ recvQ, receiveFill, rcvWndBytes }: LimitFacts): boolean {
  return recvQ > 0 && (receiveFill >= FULL || recvQ >= FULL * (recvQ + rcvWndBytes));
}

/** Nothing gets through: neither the kernel's times nor its mark of the program, both from when something still did, count then. */
function blockedBy({ sendQ, sndWndBytes, txBytesPerSecond, unanswered }: LimitFacts): SocketLimit | undefined {
  if (sendQ === 0) return undefined;
  if (sndWndBytes === 0 && txBytesPerSecond === 0) return 'receiver';
  return unanswered >= HUNG_TIMEOUTS ? 'network' : undefined;
}

const receives = ({ rxBytesPerSecond, txBytesPerSecond }: LimitFacts): boolean => rxBytesPerSecond > txBytesPerSecond;

/** A socket that mostly receives has little to say: what it sends is no trouble unless something holds it back. */
function eitherLimit(facts: LimitFacts): SocketLimit {
  const limit = senderLimit(facts);
  return limit === 'application' && receives(facts) ? receiverLimit(facts) : limit;
}

function receiverLimit(facts: LimitFacts): SocketLimit {
  // Not known counts as room: then what comes is read in time, and that is all that can be said.
  if (receiveWindowUse(facts) >= WINDOW_USED_UP) return 'receive-buffer';
  return facts.rxBytesPerSecond >= QUIET_BYTES_PER_SECOND ? 'sender' : 'none';
}

function senderLimit(facts: LimitFacts): SocketLimit {
  const { busyShare, rwndLimitedShare, sndbufLimitedShare } = facts;
  if (Number.isNaN(busyShare)) return 'unknown';
  if (busyShare < BUSY) return 'application';
  const network = busyShare - rwndLimitedShare - sndbufLimitedShare;
  if (rwndLimitedShare >= sndbufLimitedShare && rwndLimitedShare > network) return 'receiver';
  if (sndbufLimitedShare > Math.min(network, HELD_BY_BUFFER) || facts.sendStarved) return 'send-buffer';
  if (facts.partHeld && facts.txBytesPerSecond <= CONVERSATION_BYTES_PER_SECOND) return 'nagle';
  return facts.appLimited || facts.programShort ? 'application' : 'network';
}

/** One sending socket at one moment; NaN is unknown. */
export interface SendFacts extends PartFacts {
  readonly sendFill: number;
}

/** A program that waits for room in the buffer is woken only below two thirds (sk_stream_min_wspace). */
const WAITING_FILL = 2 / 3;
const ROOM = 0.9;

/**
 * The send buffer is what holds the sender back: it is too full to take more, all of it is in flight, and both the congestion
 * window and the peer's would let more go. The kernel's own time, sndbuf_limited, misses this for a program that does not block
 * and is not paced: it starts that clock only when it sends after the program was refused.
 */
export function isSendStarved(facts: SendFacts): boolean {
  return facts.sendFill >= WAITING_FILL && allIsSent(facts);
}

/**
 * The program is what holds the sender back: all that it gave is in flight, and buffer and both windows have room for more. The
 * kernel's own mark, on the delivery rate, misses this for a steady trickle on a long path, which always has data in flight.
 */
export function isProgramShort(facts: SendFacts): boolean {
  return facts.sendFill < WAITING_FILL && allIsSent(facts);
}

function allIsSent(facts: SendFacts): boolean {
  return (
    facts.notsentBytes < facts.mssBytes &&
    facts.unackedSegs < ROOM * facts.cwnd &&
    facts.sendQ < ROOM * facts.sndWndBytes
  );
}
