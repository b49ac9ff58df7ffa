import { formatValue, type TraceCount, type TraceTable, UNKNOWN_TEXT } from '@netstrata/metrics';
import type { DetailColumn } from '../details/DetailTable.tsx';
import { headOf } from '../details/headOf.ts';
import { DROPS_TEXT } from './text.ts';

export const column = (id: keyof typeof DROPS_TEXT.columns) => headOf(DROPS_TEXT.columns, id);

/** A figure that is in part estimated says so. */
export const figure = (value: number | undefined, { estimated, total }: TraceCount): string => {
  if (value === undefined) return UNKNOWN_TEXT;
  // Less than one in a thousand does not show in three digits.
  const mark = estimated > total / 1000 ? DROPS_TEXT.approximately : '';
  return `${mark}${formatValue(value, 'count')}`;
};

export const rateOf = (count: TraceCount): string =>
  count.perSecond === undefined ? UNKNOWN_TEXT : `${figure(count.perSecond, count)}/s`;

/** The two that every table ends with. */
export const countColumns: readonly DetailColumn<TraceCount>[] = [
  { ...column('rate'), numeric: true, sortBy: ({ perSecond }) => perSecond, cell: rateOf },
  {
    ...column('total'),
    numeric: true,
    sortBy: ({ total }) => total,
    cell: (row) => figure(Math.round(row.total), row),
  },
];

export const bytes = (value: number | undefined): string => formatValue(value, 'bytes');

/** What the rows leave out; undefined when they are all. */
export const restOf = ({ all, rows }: TraceTable<TraceCount>): string | undefined => {
  const rest = all.total - rows.reduce((sum, row) => sum + row.total, 0);
  return rest < 0.5 ? undefined : DROPS_TEXT.moreKinds(formatValue(Math.round(rest), 'count'));
};
