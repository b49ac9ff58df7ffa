import { SOCKET_GROUPINGS, type SocketGrouping } from '@netstrata/metrics';
import { columnsIn } from './columnChoice.ts';
import type { TableColumn } from './columns.tsx';

/** What of the page's state is in its address. */
export interface TableAddress {
  readonly filter: string;
  /** As the API takes it: "+" before it for the smallest first. */
  readonly sort: string;
  readonly group: SocketGrouping | undefined;
  /** Undefined for those that this browser remembers. */
  readonly columns: readonly TableColumn[] | undefined;
}

export const USUAL_SORT = 'fill';
const SORT = /^\+?[a-zA-Z]{1,40}$/;

/** Reads a query string; what is not known counts as absent. */
export const parseTableAddress = (query: URLSearchParams): TableAddress => {
  const sort = query.get('sort') ?? '';
  return {
    filter: query.get('filter') ?? '',
    sort: SORT.test(sort) ? sort : USUAL_SORT,
    group: SOCKET_GROUPINGS.find((known) => known === query.get('group')),
    columns: columnsIn(query.get('columns')),
  };
};

/** The query string with some parts changed; parameters of others stay, defaults are left out. */
export const tableQuery = (query: URLSearchParams, change: Partial<TableAddress>): string => {
  const { filter, sort, group, columns } = { ...parseTableAddress(query), ...change };
  const next = new URLSearchParams(query);
  const put = (key: string, value: string | undefined) => {
    if (value === undefined || value === '') next.delete(key);
    else next.set(key, value);
  };
  put('filter', filter);
  put('sort', sort === USUAL_SORT ? undefined : sort);
  put('group', group);
  put('columns', columns?.join(','));
  return next.toString();
};
