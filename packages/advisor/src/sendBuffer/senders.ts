import { endpoint, type SocketRow, type SocketsReport, type Words } from '@netstrata/metrics';
import { type Sight, sightsByCookie, spanSeconds } from '../dumps.ts';
import { whoOf } from '../owner.ts';
import type { RuleContext } from '../types.ts';
import { autotunedBytes } from './need.ts';

/** A buffer this near to tcp_wmem's third number has grown as far as it may. */
const AT_CEILING = 0.9;
/**
 * A buffer that kept its size for this long, in this many looks, does not grow any more. Longer than it takes until a change of
 * tcp_wmem is known here.
 */
const FIXED_SECONDS = 15;
const LOOKS = 3;
/** Newest looks in which a sender may be caught waiting for its buffer. */
const NEWEST_LOOKS = 5;
/** Half a window of data that is not sent yet: the buffer is ahead of the network, not behind. */
const AHEAD = 0.5;
const WINDOW_FULL = 0.8;
/** From here on the kernel's clock says itself how much of its time a sender lost to its buffer. */
const CLOCK_COUNTS = 0.1;
/** A send buffer emptier than this belongs to a program that does not write enough to fill it. */
const UNFILLED = 0.5;

/**
 * What holds a sender back that reports send buffer limits: its buffer has grown as far as tcp_wmem lets it (`ceiling`),
 * the program fixed its size (`locked`), or nothing that a larger buffer would cure (`other`).
 */
type SenderKind = 'ceiling' | 'locked' | 'other';

export interface Sender {
  readonly row: SocketRow;
  /** The program, with its number where it is known, and the address it sends to. */
  readonly program: Words;
  readonly peer: string;
  readonly sndbuf: number;
  /** Of its time, by the kernel's clock, or where that hardly counts by the looks in which its buffer was what held it back. */
  readonly share: number;
  /** Those looks out of the newest ones, where the clock hardly counts. */
  readonly looks: { readonly starved: number; readonly of: number } | undefined;
  readonly kind: SenderKind;
  /** The same connection in the dumps before, oldest first. */
  readonly sights: readonly Sight[];
}

export interface Least {
  readonly share: number;
  readonly bytesPerSecond: number;
  /** Looks in which the buffer must have been what held the sender back, where the kernel's clock does not say so. */
  readonly looks: number;
}

const isUnfilled = ({ wmemQueued, sndbuf }: SocketRow): boolean =>
  wmemQueued !== undefined && sndbuf !== undefined && wmemQueued < UNFILLED * sndbuf;

/** True when the program, not the buffer, is what the network waits for: of a full buffer one look may see what was just acknowledged. */
const isAppLimited = (sights: readonly Sight[]): boolean =>
  sights.slice(-NEWEST_LOOKS).every(({ row }) => isUnfilled(row)) && sights.every(({ row }) => row.appLimited === true);

/** True when data already waits in the buffer for a full congestion window. */
function isCwndLimited({ notsentBytes, cwnd, mssBytes, unackedSegs }: SocketRow): boolean {
  if (notsentBytes === undefined || cwnd === undefined || mssBytes === undefined || unackedSegs === undefined)
    return false;
  return notsentBytes >= AHEAD * cwnd * mssBytes && unackedSegs >= WINDOW_FULL * cwnd;
}

/** Fixed, and smaller than the kernel would have made it by itself for the largest window of that time: the mark of SO_SNDBUF. */
function looksLocked(sndbuf: number, sights: readonly Sight[], most: number): boolean {
  if (sights.length < LOOKS || spanSeconds(sights) < FIXED_SECONDS) return false;
  if (sights.some((sight) => sight.row.sndbuf !== sndbuf)) return false;
  const automatic = sights.flatMap(({ row }) => autotunedBytes(row) ?? []);
  return sndbuf > most || automatic.length === 0 || sndbuf < Math.max(...automatic);
}

/** True when that is so as a rule: congestion controls make the window small for a moment now and then (BBR does so to measure the path). */
function waitsForWindow(sights: readonly Sight[]): boolean {
  const newest = sights.slice(-NEWEST_LOOKS);
  return newest.filter(({ row }) => isCwndLimited(row)).length > newest.length / 2;
}

interface Ceiling {
  /** tcp_wmem's third number, and since when it is known to be that. */
  readonly most: number;
  readonly sinceMs: number;
}

function kindOf(sndbuf: number, { most, sinceMs }: Ceiling, sights: readonly Sight[]): SenderKind {
  if (isAppLimited(sights) || waitsForWindow(sights)) return 'other';
  if (sndbuf >= AT_CEILING * most && sndbuf <= most) return 'ceiling';
  const since = sights.filter(({ timeMs }) => timeMs >= sinceMs);
  return looksLocked(sndbuf, since, most) ? 'locked' : 'other';
}

/** Looks at a buffer that was much smaller than it is now say nothing of this one: a change of tcp_wmem may lie between. */
function lostTime(row: SocketRow, sights: readonly Sight[], least: Least): Pick<Sender, 'share' | 'looks'> {
  const clock = row.sndbufLimitedShare ?? 0;
  const ofThisSize = sights.filter((sight) => (sight.row.sndbuf ?? 0) >= AT_CEILING * (row.sndbuf ?? 0));
  const newest = ofThisSize.slice(-NEWEST_LOOKS);
  const starved = newest.filter((sight) => sight.row.limit === 'send-buffer').length;
  const caught = newest.length >= LOOKS && starved >= least.looks ? starved / newest.length : 0;
  return clock < CLOCK_COUNTS && caught > clock
    ? { share: caught, looks: { starved, of: newest.length } }
    : { share: clock, looks: undefined };
}

/** No question asks for less than this share; how much counts is asked of the newest look. */
export const LEAST_SHARE = 0.03;
const wasHeldBack = ({ limit, sndbufLimitedShare }: SocketRow): boolean =>
  limit === 'send-buffer' || (sndbufLimitedShare ?? 0) > LEAST_SHARE;

/** Connections that lost more than `least.share` of their time to their send buffer while moving real data. */
export function limitedSenders(
  dumps: readonly SocketsReport[],
  most: number,
  { least, sinceMs }: { readonly least: Least; readonly sinceMs: RuleContext['tunablesSinceMs'] },
): readonly Sender[] {
  const byCookie = sightsByCookie(dumps, 'senders', wasHeldBack);
  const senders: Sender[] = [];
  for (const row of dumps.at(-1)?.senders ?? []) {
    const { sndbuf, txBytesPerSecond } = row;
    const sights = byCookie.get(row.cookie);
    if (row.protocol !== 'tcp' || sndbuf === undefined || sights === undefined) continue;
    const lost = lostTime(row, sights, least);
    if (lost.share <= least.share || (txBytesPerSecond ?? 0) <= least.bytesPerSecond) continue;
    const kind = kindOf(sndbuf, { most, sinceMs: sinceMs ?? Number.NEGATIVE_INFINITY }, sights);
    senders.push({
      row,
      program: whoOf(row),
      peer: endpoint(row.remote, row.remotePort),
      sndbuf,
      ...lost,
      kind,
      sights,
    });
  }
  return senders;
}
