import { formatValue, type TraceCount, type TraceTable, UNKNOWN_TEXT } from '@netstrata/metrics';
import { columnOf } from '../details/columnOf.ts';
import type { DetailColumn } from '../details/DetailTable.tsx';
import type { DropColumnWords, DropWords } from './words.ts';

/** A figure that is in part estimated says so. */
const figure = (t: DropWords, value: number | undefined, { estimated, total }: TraceCount): string => {
  if (value === undefined) return UNKNOWN_TEXT;
  // Less than one in a thousand does not show in three digits.
  const shown = formatValue(value, 'count');
  return estimated > total / 1000 ? t('approximately', { value: shown }) : shown;
};

const rateOf = (t: DropWords, count: TraceCount): string =>
  count.perSecond === undefined ? UNKNOWN_TEXT : `${figure(t, count.perSecond, count)}/s`;

/** The two that every table ends with. */
export const countColumns = (t: DropWords, c: DropColumnWords): readonly DetailColumn<TraceCount>[] => [
  {
    ...columnOf(c, 'rate'),
    numeric: true,
    sortBy: ({ perSecond }) => perSecond,
    cell: (row) => rateOf(t, row),
  },
  {
    ...columnOf(c, 'total'),
    numeric: true,
    sortBy: ({ total }) => total,
    cell: (row) => figure(t, Math.round(row.total), row),
  },
];

export const bytes = (value: number | undefined): string => formatValue(value, 'bytes');

/** What the rows leave out; undefined when they are all. */
export const restOf = (t: DropWords, { all, rows }: TraceTable<TraceCount>): string | undefined => {
  const rest = all.total - rows.reduce((sum, row) => sum + row.total, 0);
  return rest < 0.5 ? undefined : t('moreKinds', { count: formatValue(Math.round(rest), 'count') });
};
