import type { SocketRow, SocketsReport } from '@netstrata/metrics';
import { boundAddress } from '../boundAddress.ts';
import { dropsDuring, type Sight, sightsByCookie, spanSeconds, trailingRun } from '../dumps.ts';

/** A queue this full has no room for the next datagram, or hardly. */
const NEAR_FULL = 0.8;
/**
 * Below this a queue counts as emptied in between. Not 0: the kernel returns the memory of datagrams that were read in
 * portions of up to a quarter of the buffer.
 */
const EMPTIED = 0.5;
/** A queue that is never seen emptied for longer than this has a reader that is too slow, not a burst. */
const PINNED_SECONDS = 10;
const LOOKS = 3;
/** The agent lists this many UDP sockets; in a shorter list a missing socket had dropped nothing. */
const LIST_LENGTH = 50;
/** Open advice clears when nothing was dropped for these seconds; without a drop in them none opens. */
export const CLEAR_SECONDS = 30;

/** A UDP socket that dropped datagrams within the dumps. */
export interface Dropper {
  readonly subject: string;
  readonly row: SocketRow;
  readonly drops: number;
  readonly droppedLately: number;
  /** The most in one burst. */
  readonly worstDrops: number;
  /** True when the newest dump no longer has it. */
  readonly gone: boolean;
  readonly highest: number | undefined;
  /** `undecided`: full, but not yet for long enough to tell a slow reader from a burst. */
  readonly reader: 'bursts' | 'too-slow' | 'undecided';
  /** Seconds that it was never seen emptied. */
  readonly pinnedSeconds: number;
}

function fillOf({ rmemAlloc, rcvbuf }: SocketRow): number | undefined {
  return rmemAlloc === undefined || rcvbuf === undefined || rcvbuf <= 0 ? undefined : rmemAlloc / rcvbuf;
}

/** Most that it dropped until it was seen emptied again: the part of its bursts that found no room. */
function worstOf(sights: readonly Sight[]): number {
  let worst = 0;
  let burst = 0;
  for (const [n, { row }] of sights.entries()) {
    burst += (row.drops ?? 0) - (sights[n - 1]?.row.drops ?? row.drops ?? 0);
    worst = Math.max(worst, burst);
    if ((fillOf(row) ?? 0) < EMPTIED) burst = 0;
  }
  return worst;
}

/** True when a look saw it full and a later one emptied: the reader catches up. */
function caughtUp(sights: readonly Sight[]): boolean {
  const full = sights.findIndex(({ row }) => (fillOf(row) ?? 0) >= NEAR_FULL);
  return full >= 0 && sights.slice(full).some(({ row }) => (fillOf(row) ?? 1) < EMPTIED);
}

function readerOf(sights: readonly Sight[]): Pick<Dropper, 'reader' | 'pinnedSeconds'> {
  const neverEmptied = trailingRun(sights, (row) => (fillOf(row) ?? 0) >= EMPTIED);
  const pinnedSeconds = spanSeconds(neverEmptied);
  if (neverEmptied.length === 0) return { reader: 'bursts', pinnedSeconds };
  if (pinnedSeconds > PINNED_SECONDS && neverEmptied.length >= LOOKS) return { reader: 'too-slow', pinnedSeconds };
  return { reader: caughtUp(sights) ? 'bursts' : 'undecided', pinnedSeconds };
}

const hasDropped = ({ drops }: SocketRow): boolean => (drops ?? 0) > 0;

/** Sockets that dropped within the dumps, one an address, most drops first; those closed since are marked. */
export function droppersOf(dumps: readonly SocketsReport[]): readonly Dropper[] {
  const dropsOf = (sights: readonly Sight[], seconds: number) =>
    dropsDuring({ dumps, sights }, seconds, ({ udp }) => udp.length < LIST_LENGTH) ?? 0;
  const newest = new Set(dumps.at(-1)?.udp.map(({ cookie }) => cookie));
  const byAddress = new Map<string, Dropper>();
  for (const sights of sightsByCookie(dumps, 'udp', hasDropped).values()) {
    const row = sights.at(-1)?.row;
    if (row === undefined) continue;
    const drops = dropsOf(sights, Number.POSITIVE_INFINITY);
    if (drops <= 0) continue;
    const subject = boundAddress(row);
    const held = sights.flatMap((sight) => sight.row.rmemAlloc ?? []);
    const dropper: Dropper = {
      subject,
      row,
      drops,
      droppedLately: dropsOf(sights, CLEAR_SECONDS),
      // One that its first look found with drops had them since the look before.
      worstDrops: worstOf(sights) || drops,
      gone: !newest.has(row.cookie),
      highest: held.length === 0 ? undefined : Math.max(...held),
      ...readerOf(sights),
    };
    const other = byAddress.get(subject);
    if (other === undefined || other.gone || (!dropper.gone && drops > other.drops)) byAddress.set(subject, dropper);
  }
  return [...byAddress.values()].sort((a, b) => b.drops - a.drops);
}
