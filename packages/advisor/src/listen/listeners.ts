import { ID, type SampleWindow, type SocketRow, type SocketsReport } from '@netstrata/metrics';
import { boundAddress } from '../boundAddress.ts';
import { dropsDuring, longestRunSeconds, type Sight, sightsByCookie, spanSeconds, trailingRun } from '../dumps.ts';

/** A queue this full of its backlog is about to overflow. */
const NEAR_FULL = 0.8;
/** Open advice about a queue clears below this. */
const CLEAR_FILL = 0.5;
/** Dumps in a row that must show a queue near full. */
const SAMPLES = 3;
/** A queue that nothing was taken from for this long belongs to a program that has stopped accepting. */
const STOPPED_SECONDS = 5;
/** A queue near full in every dump for this long while connections are accepted drains slower than it fills. */
const TOO_SLOW_SECONDS = 60;
/** Open advice clears when nothing overflowed for these seconds. */
export const CLEAR_SECONDS = 30;
/** The agent lists this many listeners; a shorter list has them all. */
const LIST_LENGTH = 200;

/** A listening address and what the dumps say about its accept queue. */
export interface Listener {
  readonly subject: string;
  readonly row: SocketRow;
  /** Listening sockets of this address in the last look, this one included: SO_REUSEPORT. */
  readonly abreast: number;
  /** Near full in at least one dump, and in each of the last three. */
  readonly seenFull: boolean;
  readonly nearFullNow: boolean;
  /** Still above the level at which open advice clears. */
  readonly stillFilling: boolean;
  readonly highestQueue: number;
  /** Handshakes that it dropped itself within the looks; undefined where the kernel does not say. */
  readonly dropped: number | undefined;
  readonly droppedLately: number | undefined;
  /** Seconds from the first look at it to the last. */
  readonly seenSeconds: number;
  /** Longest time that a connection was seen waiting, seconds; else the longest time the queue stood near full. */
  readonly stallSeconds: number;
  /** `undecided`: full, but not yet for long enough to tell a stopped program from a burst. */
  readonly reader: 'draining' | 'stopped' | 'too-slow' | 'undecided';
  readonly pinnedSeconds: number;
  /** How long the oldest connection waits now, seconds; undefined where it is not known. */
  readonly oldestSeconds: number | undefined;
  /** Connections taken from the queue in that time, an upper bound; undefined when it cannot be counted. */
  readonly takenWhilePinned: number | undefined;
}

/** listen(0) still queues one connection, so its queue counts against one. */
function fillOf({ recvQ, sendQ }: SocketRow): number {
  return recvQ / Math.max(1, sendQ);
}

export const isNearFull = (row: SocketRow) => fillOf(row) >= NEAR_FULL;

/**
 * Connections that the program took from the queue during a run of dumps: those that entered it and are not there at the
 * end. The kernel counts a passive open when a connection enters an accept queue. Other listeners of the host add to the
 * count, so it is an upper bound; 0 proves that nothing was taken.
 */
function takenDuring(window: SampleWindow, pinned: readonly Sight[]): number | undefined {
  const queues = pinned.map(({ row }) => row.recvQ);
  const grown = (queues.at(-1) ?? 0) - (queues[0] ?? 0);
  const fell = queues.some((queue, n) => queue < (queues[n - 1] ?? 0));
  const entered = window.delta(ID.tcp.passiveOpens, Math.max(1, spanSeconds(pinned) - 1));
  if (entered === undefined) return undefined;
  return Math.max(entered - grown, fell ? 1 : 0);
}

/**
 * Looks at the end in which the same connection stood first in the queue: none was accepted between them. A look that does
 * not know the first one says nothing about it.
 */
function sameOldest(pinned: readonly Sight[]): readonly Sight[] | undefined {
  const known = pinned.filter(({ row }) => row.acceptOldest !== undefined);
  const oldest = known.at(-1)?.row.acceptOldest;
  return oldest === undefined ? undefined : trailingRun(known, (row) => row.acceptOldest === oldest);
}

/** The oldest connection of the queue decides where it is known, the count of connections that came in where it is not. */
function readerOf(pinned: readonly Sight[], taken: number | undefined): Listener['reader'] {
  if (pinned.length === 0) return 'draining';
  const still = sameOldest(pinned) ?? (taken === 0 ? pinned : []);
  if (spanSeconds(still) >= STOPPED_SECONDS && still.length >= SAMPLES) return 'stopped';
  if (still.length > 1 || taken === 0) return 'undecided';
  return spanSeconds(pinned) >= TOO_SLOW_SECONDS && pinned.length >= SAMPLES ? 'too-slow' : 'draining';
}

function view(
  window: SampleWindow,
  dumps: readonly SocketsReport[],
  sights: readonly Sight[],
  row: SocketRow,
): Listener {
  const drops = (seconds: number) =>
    dropsDuring({ dumps, sights }, seconds, ({ listeners }) => listeners.length < LIST_LENGTH);
  const waits = sights.flatMap((sight) => sight.row.acceptWaitMs ?? []);
  const pinned = trailingRun(sights, isNearFull);
  const taken = takenDuring(window, pinned);
  const last = sights.slice(-SAMPLES);
  const subject = boundAddress(row);
  const there = dumps.at(-1)?.listeners.filter((other) => boundAddress(other) === subject) ?? [];
  return {
    subject,
    row,
    abreast: Math.max(1, there.length),
    seenFull: sights.some((sight) => isNearFull(sight.row)),
    nearFullNow: last.length === SAMPLES && last.every((sight) => isNearFull(sight.row)),
    stillFilling: fillOf(row) >= CLEAR_FILL,
    highestQueue: Math.max(...sights.map((sight) => sight.row.recvQ)),
    dropped: drops(Number.POSITIVE_INFINITY),
    droppedLately: drops(CLEAR_SECONDS),
    seenSeconds: spanSeconds(sights),
    stallSeconds: waits.length > 0 ? Math.max(...waits) / 1000 : longestRunSeconds(sights, isNearFull),
    reader: readerOf(pinned, taken),
    pinnedSeconds: spanSeconds(pinned),
    oldestSeconds: row.acceptWaitMs === undefined ? undefined : row.acceptWaitMs / 1000,
    takenWhilePinned: taken,
  };
}

const isSuspect = (row: SocketRow): boolean => fillOf(row) >= CLEAR_FILL || (row.drops ?? 0) > 0;

/** Listeners that dropped or were half full or more, one an address: of several that share it, the one whose queue was highest. */
export function listenersOf(window: SampleWindow, dumps: readonly SocketsReport[]): readonly Listener[] {
  const byCookie = sightsByCookie(dumps, 'listeners', isSuspect);
  const byAddress = new Map<string, Listener>();
  for (const row of dumps.at(-1)?.listeners ?? []) {
    const sights = byCookie.get(row.cookie);
    if (sights === undefined) continue;
    const listener = view(window, dumps, sights, row);
    const other = byAddress.get(listener.subject);
    if (other === undefined || listener.highestQueue > other.highestQueue) byAddress.set(listener.subject, listener);
  }
  return [...byAddress.values()];
}
