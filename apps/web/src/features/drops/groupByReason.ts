import type { DropRow, TraceCount } from '@netstrata/metrics';
import { type DropReason, dropReason } from '@netstrata/metrics/dropReasons';

/** All drops for one reason, wherever and of whichever protocol. */
export interface ReasonGroup extends TraceCount {
  readonly reason: string | undefined;
  readonly about: DropReason;
  readonly protocols: readonly (number | undefined)[];
  /** Functions, the most frequent first; those without a name are left out. */
  readonly places: readonly { readonly location: string; readonly total: number }[];
}

/** The most frequent first, and last, however much of it there is, what lost nobody anything. */
export function groupByReason(rows: readonly DropRow[]): readonly ReasonGroup[] {
  const byReason = Map.groupBy(rows, ({ reason }) => reason);
  const groups = [...byReason].map(([reason, members]) => groupOf(reason, members));
  const isHarmless = ({ about }: ReasonGroup) => Number(about.nature === 'harmless');
  return groups.toSorted((a, b) => isHarmless(a) - isHarmless(b) || b.total - a.total);
}

function groupOf(reason: string | undefined, members: readonly DropRow[]): ReasonGroup {
  const sum = (value: (row: DropRow) => number) => members.reduce((total, row) => total + value(row), 0);
  const places = new Map<string, number>();
  for (const { location, total } of members)
    if (location !== undefined) places.set(location, (places.get(location) ?? 0) + total);
  return {
    reason,
    about: dropReason(reason),
    perSecond: members.some(({ perSecond }) => perSecond === undefined) ? undefined : sum((row) => row.perSecond ?? 0),
    total: sum(({ total }) => total),
    estimated: sum(({ estimated }) => estimated),
    protocols: [...new Set(members.map(({ protocol }) => protocol))],
    places: [...places].map(([location, total]) => ({ location, total })).toSorted((a, b) => b.total - a.total),
  };
}
