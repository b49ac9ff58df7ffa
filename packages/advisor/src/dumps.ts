import type { SocketRow, SocketsReport } from '@netstrata/metrics';
import type { RuleContext } from './types.ts';

/** When the newest dump is older than this, dumps say nothing about now. */
const FRESH_MS = 15_000;

/** Dumps of the last `seconds`, oldest first; none when the newest is too old to speak about now. */
export function recentDumps({ window, sockets }: RuleContext, seconds: number): readonly SocketsReport[] {
  const newest = sockets.at(-1);
  if (newest === undefined || window.nowMs - newest.timeMs > FRESH_MS) return [];
  return sockets.filter(({ timeMs }) => newest.timeMs - timeMs <= seconds * 1000);
}

/** One socket in one dump. */
export interface Sight {
  readonly timeMs: number;
  readonly row: SocketRow;
}

/** The same socket (by cookie) through the dumps, oldest first. */
export function sightsOf(
  dumps: readonly SocketsReport[],
  list: 'listeners' | 'udp' | 'senders',
  cookie: string,
): readonly Sight[] {
  const sights: Sight[] = [];
  for (const dump of dumps) {
    const row = dump[list].find((candidate) => candidate.cookie === cookie);
    if (row !== undefined) sights.push({ timeMs: dump.timeMs, row });
  }
  return sights;
}

/** Seconds from the first to the last of a run of sights; 0 for none or one. */
export function spanSeconds(sights: readonly Sight[]): number {
  const first = sights.at(0);
  const last = sights.at(-1);
  return first === undefined || last === undefined ? 0 : (last.timeMs - first.timeMs) / 1000;
}

/** The run of sights at the end for which `holds`, unbroken up to now. */
export function trailingRun(sights: readonly Sight[], holds: (row: SocketRow) => boolean): readonly Sight[] {
  const start = sights.findLastIndex(({ row }) => !holds(row)) + 1;
  return sights.slice(start);
}

/** The longest unbroken run of sights for which `holds`, in seconds. */
export function longestRunSeconds(sights: readonly Sight[], holds: (row: SocketRow) => boolean): number {
  let longest = 0;
  let run: Sight[] = [];
  for (const sight of sights) {
    run = holds(sight.row) ? [...run, sight] : [];
    longest = Math.max(longest, spanSeconds(run));
  }
  return longest;
}
