import { hangs, type SocketRow, type SocketsReport } from '@netstrata/metrics';

const indexes = new WeakMap<SocketsReport, ReadonlyMap<string, SocketRow>>();

function indexOf(report: SocketsReport): ReadonlyMap<string, SocketRow> {
  const known = indexes.get(report);
  if (known !== undefined) return known;
  const { senders, receivers = [], stuck = [], listeners, udp, fullest } = report;
  const index = new Map(
    [...senders, ...receivers, ...stuck, ...listeners, ...udp, ...fullest].map((row) => [row.cookie, row]),
  );
  indexes.set(report, index);
  return index;
}

/** One look catches a moment: a buffer that is full nine times in ten was just emptied. */
const LOOKS = 10;
/** So many looks that see a buffer, or Nagle's algorithm, hold a connection back decide, as in the advice about it: what moves in a second goes up and down. */
const HELD_LOOKS = 3;
const HOLDERS = ['send-buffer', 'receive-buffer', 'nagle'] as const;

function mostFrequent(limits: readonly SocketRow['limit'][]): SocketRow['limit'] | undefined {
  const held = HOLDERS.find((holder) => limits.filter((limit) => limit === holder).length >= HELD_LOOKS);
  if (held !== undefined) return held;
  const counts = Map.groupBy(limits, (limit) => limit);
  return [...counts.values()].toSorted((a, b) => b.length - a.length)[0]?.[0];
}

type Looks = readonly ReadonlyMap<string, SocketRow>[];

const looksOf = (dumps: readonly SocketsReport[]): Looks => dumps.slice(-LOOKS).map(indexOf);

/** The row with what limited it in most of the looks; one that hangs moved before, and does not now. */
function settled(row: SocketRow, looks: Looks): SocketRow {
  if (hangs(row)) return row;
  const limits = looks.flatMap((look) => look.get(row.cookie)?.limit ?? []).filter((limit) => limit !== 'unknown');
  const limit = mostFrequent(limits) ?? row.limit;
  return limit === row.limit ? row : { ...row, limit };
}

/** Every TCP and UDP socket of the newest dump, once, with what limited it in most of the last looks. Dumps oldest first. */
export function listedSockets(dumps: readonly SocketsReport[]): readonly SocketRow[] {
  const looks = looksOf(dumps);
  return [...(looks.at(-1)?.values() ?? [])].map((row) => settled(row, looks));
}

/** The same of one socket; undefined when the newest dump does not list it. */
export function listedSocket(dumps: readonly SocketsReport[], cookie: string): SocketRow | undefined {
  const looks = looksOf(dumps);
  const row = looks.at(-1)?.get(cookie);
  return row === undefined ? undefined : settled(row, looks);
}
