import { ID, type SampleWindow, type SocketRow, type SocketsReport } from '@netstrata/metrics';
import { longestRunSeconds, type Sight, sightsOf, spanSeconds, trailingRun } from '../dumps.ts';

/** A queue this full of its backlog is about to overflow. */
export const NEAR_FULL = 0.8;
/** Open advice about a queue clears below this. */
const CLEAR_FILL = 0.5;
/** Dumps in a row that must show a queue near full. */
const SAMPLES = 3;
/** A queue that nothing was taken from for this long belongs to a program that has stopped accepting. */
const STOPPED_SECONDS = 5;
/** A queue full in every dump for this long while connections are accepted drains slower than it fills. */
const TOO_SLOW_SECONDS = 30;

/** A listening address and what the dumps say about its accept queue. */
export interface Listener {
  readonly subject: string;
  readonly row: SocketRow;
  /** Near full in at least one dump, and in each of the last three. */
  readonly seenFull: boolean;
  readonly nearFullNow: boolean;
  /** Still above the level at which open advice clears. */
  readonly stillFilling: boolean;
  readonly highestQueue: number;
  /** Seconds of the longest time the queue stood near full. */
  readonly stallSeconds: number;
  /** `undecided`: full, but not yet for long enough to tell a stopped program from a burst. */
  readonly reader: 'draining' | 'stopped' | 'too-slow' | 'undecided';
  readonly pinnedSeconds: number;
  readonly acceptedWhilePinned: number | undefined;
}

/** listen(0) still queues one connection, so its queue counts against one. */
function fillOf({ recvQ, sendQ }: SocketRow): number {
  return recvQ / Math.max(1, sendQ);
}

const isFull = (row: SocketRow) => fillOf(row) >= 1;
const isNearFull = (row: SocketRow) => fillOf(row) >= NEAR_FULL;

/**
 * Connections accepted while the queue stood full. The kernel counts a passive open when a connection enters an accept
 * queue, so a full queue that nobody takes from counts none. Other listeners of the host add to it.
 */
function acceptedDuring(window: SampleWindow, pinned: readonly Sight[]): number | undefined {
  return window.delta(ID.tcp.passiveOpens, Math.max(1, spanSeconds(pinned) - 1));
}

function readerOf(pinned: readonly Sight[], accepted: number | undefined): Listener['reader'] {
  const seconds = spanSeconds(pinned);
  if (pinned.length === 0) return 'draining';
  if (accepted === 0) return seconds >= STOPPED_SECONDS && pinned.length >= SAMPLES ? 'stopped' : 'undecided';
  return seconds >= TOO_SLOW_SECONDS && pinned.length >= SAMPLES ? 'too-slow' : 'draining';
}

function view(window: SampleWindow, dumps: readonly SocketsReport[], row: SocketRow): Listener {
  const sights = sightsOf(dumps, 'listeners', row.cookie);
  const pinned = trailingRun(sights, isFull);
  const accepted = acceptedDuring(window, pinned);
  const last = sights.slice(-SAMPLES);
  return {
    subject: `${row.local}:${row.localPort}`,
    row,
    seenFull: sights.some((sight) => isNearFull(sight.row)),
    nearFullNow: last.length === SAMPLES && last.every((sight) => isNearFull(sight.row)),
    stillFilling: fillOf(row) >= CLEAR_FILL,
    highestQueue: Math.max(...sights.map((sight) => sight.row.recvQ)),
    stallSeconds: longestRunSeconds(sights, isNearFull),
    reader: readerOf(pinned, accepted),
    pinnedSeconds: spanSeconds(pinned),
    acceptedWhilePinned: accepted,
  };
}

/** Listeners of the newest dump, one an address: of several that share it, the one whose queue was highest. */
export function listenersOf(window: SampleWindow, dumps: readonly SocketsReport[]): readonly Listener[] {
  const byAddress = new Map<string, Listener>();
  for (const row of dumps.at(-1)?.listeners ?? []) {
    const listener = view(window, dumps, row);
    const other = byAddress.get(listener.subject);
    if (other === undefined || listener.highestQueue > other.highestQueue) byAddress.set(listener.subject, listener);
  }
  return [...byAddress.values()];
}
