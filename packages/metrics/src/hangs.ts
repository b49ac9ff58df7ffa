import type { SocketRow } from './sockets.ts';

/** One timeout is everyday; after two in a row the path or the peer is in question. */
export const HUNG_TIMEOUTS = 2;

/** Of the connections that have something to send: on any large server a peer that went away leaves one behind now and then. */
export const HANGING_SHARE = 0.1;
/** Of the time; who sends less has next to nothing to send. */
const BUSY = 0.1;

/** Data waits, and two timeouts in a row and more brought no answer: nothing gets through. */
export const hangs = ({ protocol, sendQ, unanswered = 0 }: SocketRow): boolean =>
  protocol === 'tcp' && sendQ > 0 && unanswered >= HUNG_TIMEOUTS;

const isHome = (address: string): boolean => address.startsWith('127.') || address === '::1';
const key = ({ cookie }: SocketRow): string => cookie;

/**
 * The connections over a path that hang, most timeouts first, when they are a good part of those that have something to send; otherwise
 * none. Within a host somebody throws the data away, which is told where that happens. Rows may come twice.
 */
export function hangingOf(rows: readonly SocketRow[]): readonly SocketRow[] {
  const each = [...new Map(rows.map((row) => [key(row), row])).values()];
  const hung = each.filter((row) => hangs(row) && row.local !== row.remote && !isHome(row.remote));
  const busy = each.filter((row) => !hangs(row) && (row.busyShare ?? 0) >= BUSY);
  if (hung.length < HANGING_SHARE * (hung.length + busy.length)) return [];
  return hung.toSorted((a, b) => (b.unanswered ?? 0) - (a.unanswered ?? 0));
}
