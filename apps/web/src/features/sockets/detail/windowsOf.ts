import { isPartHeld, type SocketDetail } from '@netstrata/metrics';
import { numberOf } from './numberOf.ts';

/** What may be under way from here, and what is; bytes. */
export interface SendWindow {
  readonly inFlight: number;
  readonly notSent: number;
  readonly cwnd: number;
  readonly peerWindow: number | undefined;
  /** Undefined while none was ever needed. */
  readonly ssthresh: number | undefined;
  /** The smaller of both. */
  readonly allowed: number;
  /** Room is left, and a small rest waits all the same. */
  readonly isPartHeld: boolean;
  /** No further segment may leave. */
  readonly isFull: boolean;
  /** Slow start: below ssthresh the congestion window doubles with each round trip, where more than half of it is used (tcp_is_cwnd_limited). */
  readonly doubles: boolean;
}
export interface ReceiveWindow {
  readonly unread: number;
  readonly free: number;
}

/** The kernel's "there is none". */
const NO_SSTHRESH = 0x7fff_ffff;

/** BBR sets its window by what it has measured, whatever ssthresh is. */
const hasSlowStart = ({ fields: { congestionControl } }: SocketDetail): boolean =>
  !String(congestionControl).startsWith('bbr');

/** Undefined where the kernel does not tell the windows: of listeners, of UDP, after the end. */
export const sendWindowOf = (now: SocketDetail): SendWindow | undefined => {
  const [segments, mss] = [numberOf(now, 'sndCwnd'), numberOf(now, 'sndMssBytes')];
  const [queued, notSent] = [numberOf(now, 'sendQ'), numberOf(now, 'notsentBytes')];
  if (segments === undefined || !mss || queued === undefined || notSent === undefined) return undefined;
  const peerWindow = numberOf(now, 'sndWndBytes');
  const threshold = numberOf(now, 'sndSsthresh');
  const cwnd = segments * mss;
  const allowed = Math.min(cwnd, peerWindow ?? cwnd);
  const inFlight = Math.max(0, queued - notSent);
  const unacked = numberOf(now, 'unacked');
  return {
    inFlight,
    notSent,
    cwnd,
    peerWindow,
    ssthresh: threshold === undefined || threshold >= NO_SSTHRESH ? undefined : threshold * mss,
    allowed,
    isPartHeld: isPartHeld({
      notsentBytes: notSent,
      mssBytes: mss,
      unackedSegs: unacked ?? Number.NaN,
      cwnd: segments,
      sendQ: queued,
      sndWndBytes: peerWindow ?? Number.NaN,
    }),
    isFull: queued > 0 && (inFlight + mss > allowed || (unacked ?? 0) >= segments),
    doubles: hasSlowStart(now) && segments < (threshold ?? NO_SSTHRESH) && segments < 2 * (unacked ?? 0),
  };
};

export const receiveWindowOf = (now: SocketDetail): ReceiveWindow | undefined => {
  const [unread, free] = [numberOf(now, 'recvQ'), numberOf(now, 'rcvWndBytes')];
  return unread === undefined || free === undefined ? undefined : { unread, free };
};

const ROOM = 1.2;

/** How many bytes the picture is wide: what is there and what is allowed fill most of it; a wider window lies beyond its edge. */
export const scaleOf = ({ inFlight, notSent, allowed, cwnd }: SendWindow): number =>
  Math.max(1, Math.max(inFlight, Math.min(inFlight + notSent, cwnd), allowed) * ROOM);
