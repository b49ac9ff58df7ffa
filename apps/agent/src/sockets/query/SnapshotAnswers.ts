import type { SocketGroupRow, SocketNaming } from '@netstrata/metrics';
import type { HeldOrder, SocketsAnswer } from '@netstrata/protocol/types';
import type { SocketOwners } from '../SocketDumper.ts';
import type { SocketNamer } from '../SocketNamer.ts';
import { toSocketRow, withOwner } from '../toSocketRow.ts';
import type { AskedOwners } from './AskedOwners.ts';
import { compileFilter } from './compileFilter.ts';
import { groupSockets } from './groupSockets.ts';
import type { KeptOrder, KeptOrders } from './KeptOrders.ts';
import { orderSockets } from './orderSockets.ts';
import type { SocketsPlan } from './parseQuery.ts';
import type { SocketSnapshot } from './SocketSnapshot.ts';

export interface SnapshotAnswersParts {
  readonly snapshot: SocketSnapshot;
  readonly owners: SocketOwners;
  readonly asked: AskedOwners;
  readonly namer: Pick<SocketNamer, 'namesOf'> & SocketNaming;
  /** Numbers of devices are those of one network namespace. */
  readonly where: 'here' | 'elsewhere';
  /** Of the answers before, also of those from other snapshots. */
  readonly orders: KeptOrders;
}

/** When a snapshot was made. */
export interface SnapshotTime {
  readonly timeMs: number;
  readonly monoMs: number;
}

interface Found {
  readonly matched: number;
  /** By their numbers in the snapshot, in the order asked for; -1 where one stood that is gone. */
  readonly order: Uint32Array | Int32Array;
  /** In the order asked for; undefined where one stood that is gone. */
  readonly groups: readonly (SocketGroupRow | undefined)[] | undefined;
  readonly held?: Pick<HeldOrder, 'added' | 'gone' | 'timeMs'>;
}

/** Several pages look at several lists. */
const MOST_LISTS = 8;

/** Answers queries from one snapshot: what matches, in which order, is found out once for all windows of a list. */
export class SnapshotAnswers {
  readonly #parts: SnapshotAnswersParts;
  readonly #naming: SocketNaming;
  readonly #lists = new Map<string, Found>();
  #version = -1;

  constructor(parts: SnapshotAnswersParts) {
    this.#parts = parts;
    const { namer, where } = parts;
    this.#naming =
      where === 'here' ? namer : { userOf: namer.userOf, cgroupOf: namer.cgroupOf, interfaceOf: () => undefined };
  }

  answer(plan: SocketsPlan, time: SnapshotTime): Omit<SocketsAnswer, 'timeMs' | 'total'> {
    const { snapshot, asked, namer, owners, where } = this.#parts;
    const { matched, order, groups, held } = this.#list(plan, time);
    const { monoMs } = time;
    const [from, to] = [plan.offset, plan.offset + plan.limit];
    if (groups !== undefined) {
      const window = groups.slice(from, to);
      const there = window.filter((row) => row !== undefined);
      const answer = { matched, sockets: [], groups: there, groupTotal: groups.length };
      if (held === undefined) return answer;
      return { ...answer, held: { ...held, length: groups.length, places: placesOf(window, from, undefined) } };
    }
    const window = Array.from(order.subarray(from, to));
    const rows = window.flatMap((index) =>
      index < 0 ? [] : index < snapshot.inetLength ? toSocketRow(snapshot.viewAt(index)) : snapshot.otherAt(index),
    );
    asked.find(
      rows.map(({ inode }) => inode),
      monoMs,
    );
    const sockets = rows.map((row) => withOwner(row, owners));
    const answer = { matched, sockets, names: namer.namesOf(sockets, where) };
    if (held === undefined) return answer;
    return { ...answer, held: { ...held, length: order.length, places: placesOf(window, from, -1) } };
  }

  #list(plan: SocketsPlan, time: SnapshotTime): Found {
    const { snapshot, orders } = this.#parts;
    const { version } = snapshot;
    if (version !== this.#version) this.#lists.clear();
    this.#version = version;
    const { inOrderOf, key } = plan;
    // An order is kept from the moment in which a list is put in it.
    const kept = inOrderOf === undefined || inOrderOf === time.timeMs ? undefined : orders.of(key, inOrderOf);
    const name = kept === undefined ? key : `${key}\n${inOrderOf}`;
    const known = this.#lists.get(name);
    if (known !== undefined) return known;
    if (this.#lists.size >= MOST_LISTS) this.#lists.clear();
    const found = this.#find(plan, time.monoMs, kept);
    this.#lists.set(name, found);
    if (found.held === undefined) orders.keep(key, time.timeMs, this.#membersOf(found));
    return found;
  }

  #membersOf({ order, groups }: Found): Float64Array | readonly string[] {
    const { snapshot } = this.#parts;
    if (groups !== undefined) return groups.map((row) => row?.filter ?? '');
    return Float64Array.from(order, (index) => snapshot.orderOf(index));
  }

  #find(plan: SocketsPlan, monoMs: number, kept: KeptOrder | undefined): Found {
    const { snapshot, asked, owners } = this.#parts;
    const filter = compileFilter(plan.filter, this.#naming);
    const { group, sort, ascending, inOrderOf: timeMs = 0 } = plan;
    const byOwner = kept === undefined && (sort === 'pid' || sort === 'process');
    if (filter.needsOwners || group === 'process' || byOwner) asked.find(inodesOf(snapshot), monoMs, 'needed');
    const ownerOf = (inode: number) => owners.ownerOf(inode);
    const numbers = new Uint32Array(snapshot.length);
    let count = 0;
    for (let index = 0; index < snapshot.length; index++) {
      const isInet = index < snapshot.inetLength;
      const view = isInet ? snapshot.viewAt(index) : undefined;
      const row = isInet ? undefined : snapshot.otherAt(index);
      const owner = filter.needsOwners ? ownerOf(view?.cursor.inode ?? row?.inode ?? 0) : undefined;
      if (view === undefined ? row !== undefined && filter.other(row, owner) : filter.inet(view, owner))
        numbers[count++] = index;
    }
    const matched = numbers.subarray(0, count);
    if (group === undefined) {
      if (kept !== undefined)
        return { matched: count, groups: undefined, ...heldSockets(snapshot, { matched, kept, timeMs }) };
      const order = orderSockets({ snapshot, matched, sort, ascending, ownerOf });
      return { matched: count, order, groups: undefined };
    }
    const groups = groupSockets({ snapshot, matched, group, naming: this.#naming, ownerOf });
    if (kept !== undefined) return { matched: count, order: matched, ...heldGroups(groups, { kept, timeMs }) };
    return { matched: count, order: matched, groups: orderGroups(groups, plan) };
  }
}

interface HeldBy {
  readonly kept: KeptOrder;
  readonly timeMs: number;
}

/** The sockets of an order before: a socket keeps its place when it matches no more, and until it is gone. */
function heldSockets(
  snapshot: SocketSnapshot,
  { matched, kept, timeMs }: HeldBy & { readonly matched: Uint32Array },
): Required<Pick<Found, 'order' | 'held'>> {
  const places = kept.places();
  const order = new Int32Array(kept.members.length).fill(-1);
  let there = 0;
  for (let index = 0; index < snapshot.length; index++) {
    const place = places.get(snapshot.orderOf(index));
    if (place === undefined) continue;
    order[place] = index;
    there++;
  }
  let added = 0;
  for (const index of matched) if (!places.has(snapshot.orderOf(index))) added++;
  return { order, held: { timeMs, added, gone: order.length - there } };
}

function heldGroups(
  groups: readonly SocketGroupRow[],
  { kept, timeMs }: HeldBy,
): Required<Pick<Found, 'held'>> & Pick<Found, 'groups'> {
  const places = kept.places();
  const ordered = new Array<SocketGroupRow | undefined>(kept.members.length).fill(undefined);
  let there = 0;
  for (const row of groups) {
    const place = places.get(row.filter);
    if (place === undefined) continue;
    ordered[place] = row;
    there++;
  }
  return { groups: ordered, held: { timeMs, added: groups.length - there, gone: ordered.length - there } };
}

/** Where in the list those of a window are that are gone. */
function placesOf<T>(window: readonly T[], from: number, gone: T): readonly number[] {
  return window.flatMap((each, at) => (each === gone ? [from + at] : []));
}

function* inodesOf(snapshot: SocketSnapshot): Generator<number> {
  for (let index = 0; index < snapshot.length; index++) yield snapshot.inodeAt(index);
}

/** Largest first, unknown last; equal ones by name. */
function orderGroups(
  groups: readonly SocketGroupRow[],
  { sort, ascending }: Pick<SocketsPlan, 'sort' | 'ascending'>,
): readonly SocketGroupRow[] {
  const sign = ascending ? -1 : 1;
  const byName = (a: SocketGroupRow, b: SocketGroupRow) => a.key.localeCompare(b.key, 'en', { numeric: true });
  if (sort === 'key') return groups.toSorted((a, b) => -sign * byName(a, b));
  const scoreOf = (row: SocketGroupRow) => {
    const value = row[sort as 'sockets'] as number | undefined;
    return value === undefined ? Number.NEGATIVE_INFINITY : sign * value;
  };
  return groups.toSorted((a, b) => scoreOf(b) - scoreOf(a) || byName(a, b));
}
