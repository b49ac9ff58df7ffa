import { isFresh, type SocketRow, type SocketsReport } from '@netstrata/metrics';
import type { RuleContext } from './types.ts';

/** Dumps of the last `seconds`, oldest first; none when the newest is too old to speak about now. */
export function recentDumps({ window, sockets }: RuleContext, seconds: number): readonly SocketsReport[] {
  const newest = sockets.at(-1);
  if (newest === undefined || !isFresh(newest, window.nowMs)) return [];
  return sockets.filter(({ timeMs }) => newest.timeMs - timeMs <= seconds * 1000);
}

/** The lists of a dump that name TCP and UDP sockets. */
export type SocketList = 'fullest' | 'listeners' | 'udp' | 'senders' | 'receivers' | 'stuck';

/** One socket in one dump. */
export interface Sight {
  readonly timeMs: number;
  readonly row: SocketRow;
}

type Matters = (row: SocketRow) => boolean;

/** For questions in which every socket of a list matters. */
export const anySocket: Matters = () => true;

/** Each dump is looked at once for each question, although it is asked anew at every sample for as long as the dump counts. */
const answers = new WeakMap<Matters, WeakMap<readonly SocketRow[], readonly SocketRow[]>>();

/** The rows that matter, in their order. `matters` is one and the same function at every call. */
export function mattering(rows: readonly SocketRow[], matters: Matters): readonly SocketRow[] {
  const known = answers.get(matters) ?? new WeakMap<readonly SocketRow[], readonly SocketRow[]>();
  answers.set(matters, known);
  const found = known.get(rows) ?? rows.filter(matters);
  known.set(rows, found);
  return found;
}

/** Whether any dump has a socket in the list that matters: cheap, so that a question may begin with it. */
export function anyMatters(dumps: readonly SocketsReport[], list: SocketList, matters: Matters): boolean {
  return dumps.some((dump) => mattering(dump[list] ?? [], matters).length > 0);
}

const indexes = new WeakMap<
  readonly SocketRow[],
  { readonly timeMs: number; readonly sights: ReadonlyMap<string, Sight> }
>();

function byCookieOf(rows: readonly SocketRow[], timeMs: number): ReadonlyMap<string, Sight> {
  const known = indexes.get(rows);
  if (known?.timeMs === timeMs) return known.sights;
  const sights = new Map(rows.map((row) => [row.cookie, { timeMs, row }]));
  indexes.set(rows, { timeMs, sights });
  return sights;
}

/**
 * The sockets of a list that `matters` at least once, through all the dumps: by cookie, their sights oldest first. `matters` is
 * one and the same function at every call, and what it says of a row never changes.
 */
export function sightsByCookie(
  dumps: readonly SocketsReport[],
  list: SocketList,
  matters: Matters,
): ReadonlyMap<string, readonly Sight[]> {
  const byCookie = new Map<string, Sight[]>();
  for (const dump of dumps) for (const row of mattering(dump[list] ?? [], matters)) byCookie.set(row.cookie, []);
  if (byCookie.size === 0) return byCookie;
  for (const { timeMs, [list]: rows = [] } of dumps) {
    const index = byCookieOf(rows, timeMs);
    for (const [cookie, sights] of byCookie) {
      const sight = index.get(cookie);
      if (sight !== undefined) sights.push(sight);
    }
  }
  return byCookie;
}

/** Seconds from the first to the last of a run of sights; 0 for none or one. */
export function spanSeconds(sights: readonly Sight[]): number {
  const first = sights.at(0);
  const last = sights.at(-1);
  return first === undefined || last === undefined ? 0 : (last.timeMs - first.timeMs) / 1000;
}

/**
 * What a socket dropped during the last `seconds` of the dumps, by its own count; undefined where the kernel does not say. One
 * that the dump before its first sight does not name started from 0, when `isWhole` says that this dump's list has all.
 */
export function dropsDuring(
  { dumps, sights }: { readonly dumps: readonly SocketsReport[]; readonly sights: readonly Sight[] },
  seconds: number,
  isWhole: (dump: SocketsReport) => boolean,
): number | undefined {
  const last = sights.at(-1);
  const first = sights.at(0);
  if (last?.row.drops === undefined || first === undefined) return undefined;
  const newestMs = dumps.at(-1)?.timeMs ?? last.timeMs;
  const startMs = newestMs - seconds * 1000;
  const base = sights.findLast(({ timeMs }) => timeMs <= startMs);
  if (base !== undefined) return last.row.drops - (base.row.drops ?? 0);
  const before = dumps.findLast(({ timeMs }) => timeMs < first.timeMs);
  const startedFromZero = before !== undefined && isWhole(before);
  return last.row.drops - (startedFromZero ? 0 : (first.row.drops ?? 0));
}

/** The run of sights at the end for which `holds`, unbroken up to now. */
export function trailingRun(sights: readonly Sight[], holds: (row: SocketRow) => boolean): readonly Sight[] {
  const start = sights.findLastIndex(({ row }) => !holds(row)) + 1;
  return sights.slice(start);
}

/**
 * By cookie, for every socket of the newest dump's list: its sights in that dump and those right before, as far back as each has it
 * and it `matters`, oldest first. A dump without it ends the run: there it was not among the first of the list. `matters` is one and
 * the same function at every call.
 */
export function runsUpToNow(
  dumps: readonly SocketsReport[],
  list: SocketList,
  matters: Matters,
): ReadonlyMap<string, readonly Sight[]> {
  const runs = new Map<string, Sight[]>();
  let open: ReadonlySet<string> | undefined;
  for (const { timeMs, [list]: rows = [] } of dumps.toReversed()) {
    const going = new Set<string>();
    for (const row of mattering(rows, matters)) {
      if (open?.has(row.cookie) === false) continue;
      going.add(row.cookie);
      const run = runs.get(row.cookie) ?? [];
      run.push({ timeMs, row });
      runs.set(row.cookie, run);
    }
    if (going.size === 0) break;
    open = going;
  }
  for (const run of runs.values()) run.reverse();
  return runs;
}

/** The longest unbroken run of sights for which `holds`, in seconds. */
export function longestRunSeconds(sights: readonly Sight[], holds: (row: SocketRow) => boolean): number {
  let longestMs = 0;
  let startMs: number | undefined;
  for (const { timeMs, row } of sights) {
    startMs = holds(row) ? (startMs ?? timeMs) : undefined;
    longestMs = Math.max(longestMs, timeMs - (startMs ?? timeMs));
  }
  return longestMs / 1000;
}
