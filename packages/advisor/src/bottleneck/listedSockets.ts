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

/** Of the time of the newest look: the picture of the stack calls that trouble, and needs no second look for it. */
const HELD_SHARE = 0.1;
/** A buffer this near to what it is now is the same. */
const SAME_BUFFER = 0.9;

const isHeldNow = ({ limit, sndbufLimitedShare = 0 }: SocketRow): boolean =>
  limit === 'send-buffer' && sndbufLimitedShare > HELD_SHARE;

/** That a smaller send buffer held it back says nothing of the one that it has now. */
const isOfThisBuffer = (seen: SocketRow, { sndbuf = 0 }: SocketRow): boolean =>
  seen.limit !== 'send-buffer' || seen.sndbuf === undefined || seen.sndbuf >= SAME_BUFFER * sndbuf;

type Looks = readonly ReadonlyMap<string, SocketRow>[];

const looksOf = (dumps: readonly SocketsReport[]): Looks => dumps.slice(-LOOKS).map(indexOf);

/** The row with what limited it in most of the looks; one that hangs moved before, and does not now. */
function settled(row: SocketRow, looks: Looks): SocketRow {
  if (hangs(row) || isHeldNow(row)) return row;
  const limits = looks
    .flatMap((look) => look.get(row.cookie) ?? [])
    .filter((seen) => seen.limit !== 'unknown' && isOfThisBuffer(seen, row))
    .map(({ limit }) => limit);
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
