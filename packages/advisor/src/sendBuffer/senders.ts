import { endpoint, type SocketRow, type SocketsReport } from '@netstrata/metrics';
import { type Sight, sightsByCookie, spanSeconds } from '../dumps.ts';
import { autotunedBytes } from './need.ts';

/** A buffer this near to tcp_wmem's third number has grown as far as it may. */
const AT_CEILING = 0.9;
/** A buffer that kept its size for this long, in this many looks, does not grow any more. */
const FIXED_SECONDS = 10;
const LOOKS = 3;
/** Half a window of data that is not sent yet: the buffer is ahead of the network, not behind. */
const AHEAD = 0.5;
const WINDOW_FULL = 0.8;
/** A send buffer emptier than this belongs to a program that does not write enough to fill it. */
const UNFILLED = 0.5;

/**
 * What holds a sender back that reports send buffer limits: its buffer has grown as far as tcp_wmem lets it (`ceiling`),
 * the program fixed its size (`locked`), or nothing that a larger buffer would cure (`other`).
 */
type SenderKind = 'ceiling' | 'locked' | 'other';

export interface Sender {
  readonly row: SocketRow;
  readonly name: string;
  readonly sndbuf: number;
  readonly share: number;
  readonly kind: SenderKind;
  /** The same connection in the dumps before, oldest first. */
  readonly sights: readonly Sight[];
}

function senderName(row: SocketRow): string {
  const program = row.process ?? 'a program';
  return `${program} to ${endpoint(row.remote, row.remotePort)}`;
}

/** True when the program, not the buffer, is what the network waits for. */
function isAppLimited({ row, sights }: { readonly row: SocketRow; readonly sights: readonly Sight[] }): boolean {
  const filled = row.wmemQueued === undefined || row.sndbuf === undefined ? 1 : row.wmemQueued / row.sndbuf;
  return filled < UNFILLED && sights.every((sight) => sight.row.appLimited === true);
}

/** True when data already waits in the buffer for a full congestion window. */
function isCwndLimited({ notsentBytes, cwnd, mssBytes, unackedSegs }: SocketRow): boolean {
  if (notsentBytes === undefined || cwnd === undefined || mssBytes === undefined || unackedSegs === undefined)
    return false;
  return notsentBytes >= AHEAD * cwnd * mssBytes && unackedSegs >= WINDOW_FULL * cwnd;
}

/** Fixed, and smaller than the kernel would have made it by itself: the mark of SO_SNDBUF. */
function looksLocked(row: SocketRow, sndbuf: number, sights: readonly Sight[]): boolean {
  if (sights.length < LOOKS || spanSeconds(sights) < FIXED_SECONDS) return false;
  if (sights.some((sight) => sight.row.sndbuf !== sndbuf)) return false;
  const automatic = autotunedBytes(row);
  return automatic === undefined || sndbuf < automatic;
}

function kindOf(row: SocketRow, sndbuf: number, most: number, sights: readonly Sight[]): SenderKind {
  if (isAppLimited({ row, sights }) || isCwndLimited(row)) return 'other';
  if (sndbuf > most) return 'locked';
  if (sndbuf >= AT_CEILING * most) return 'ceiling';
  return looksLocked(row, sndbuf, sights) ? 'locked' : 'other';
}

/** Connections that lost more than `minShare` of their time to their send buffer while moving real data. */
export function limitedSenders(
  dumps: readonly SocketsReport[],
  most: number,
  least: { readonly share: number; readonly bytesPerSecond: number },
): readonly Sender[] {
  const byCookie = sightsByCookie(dumps, 'senders', (row) => (row.sndbufLimitedShare ?? 0) > least.share);
  const senders: Sender[] = [];
  for (const row of dumps.at(-1)?.senders ?? []) {
    const { sndbuf, sndbufLimitedShare: share, txBytesPerSecond } = row;
    if (row.protocol !== 'tcp' || sndbuf === undefined || share === undefined) continue;
    if (share <= least.share || (txBytesPerSecond ?? 0) <= least.bytesPerSecond) continue;
    const sights = byCookie.get(row.cookie) ?? [];
    senders.push({ row, name: senderName(row), sndbuf, share, kind: kindOf(row, sndbuf, most, sights), sights });
  }
  return senders;
}
