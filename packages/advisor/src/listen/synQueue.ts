import { ID, type SocketRow } from '@netstrata/metrics';
import { recentDumps } from '../dumps.ts';
import type { RuleContext } from '../types.ts';

export const SYN_QUEUE = {
  dropped: ID.tcp.reqQFullDrop,
  cookies: 'socket.tcpExt.tcpReqQFullDoCookies',
  cookiesSent: 'transport.tcpExt.syncookiesSent',
  cookiesBack: 'transport.tcpExt.syncookiesRecv',
  sockets: 'socket.sockets.count',
} as const;
export const HALF_OPEN = { protocol: 'tcp', state: 'syn-recv' } as const;
const LATELY_SECONDS = 15;
/** Of so many cookies at least a tenth come back from real clients. */
const FLOOD = { cookies: 50, share: 0.1 };

export interface SynQueue {
  /** SYNs that were dropped, and those answered with a cookie, because a queue was full. */
  readonly dropped: number;
  readonly cookies: number;
  /** They are dropped now: some were lately, or nothing but drops was counted. */
  readonly dropping: boolean;
  /** Most half-open connections at a time; undefined without a dump. */
  readonly halfOpen: number | undefined;
  /** Of the cookies sent, how many came back, 0..1; undefined with too few to tell. */
  readonly answered: number | undefined;
  /** Nearly nobody answered: the SYNs were forged. */
  readonly flood: boolean;
  /** Listeners whose queue was small enough to be full then, the smallest first. */
  readonly suspects: readonly SocketRow[];
}

/** What the queues of half-open connections went through in the last `seconds`. */
export function synQueueOf(context: RuleContext, seconds: number): SynQueue {
  const { window } = context;
  const sent = window.delta(SYN_QUEUE.cookiesSent, seconds);
  const back = window.delta(SYN_QUEUE.cookiesBack, seconds);
  const answered = sent === undefined || back === undefined || sent < FLOOD.cookies ? undefined : back / sent;
  const halfOpen = window.max(SYN_QUEUE.sockets, seconds, HALF_OPEN);
  const listeners = recentDumps(context, seconds).at(-1)?.listeners ?? [];
  const dropped = window.delta(SYN_QUEUE.dropped, seconds) ?? 0;
  const cookies = window.delta(SYN_QUEUE.cookies, seconds) ?? 0;
  const lately = (window.delta(SYN_QUEUE.dropped, LATELY_SECONDS) ?? 0) > 0;
  return {
    dropped,
    cookies,
    dropping: dropped > 0 && (lately || cookies === 0),
    halfOpen,
    answered,
    flood: answered !== undefined && answered < FLOOD.share,
    suspects: listeners
      .filter(({ protocol, sendQ }) => protocol === 'tcp' && halfOpen !== undefined && sendQ <= halfOpen)
      .toSorted((a, b) => a.sendQ - b.sendQ),
  };
}
