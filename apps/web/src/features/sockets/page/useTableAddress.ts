'use client';
import { useCallback, useMemo } from 'react';
import { changeQuery, useQuery } from '../../address/query.ts';
import { parseTableAddress, type TableAddress, tableQuery } from './tableAddress.ts';

/** `quietly` while somebody types: no step of its own in the history. */
export type ChangeTable = (change: Partial<TableAddress>, how?: 'quietly') => void;

/** Filter, order, groups and columns, kept in the address. */
export const useTableAddress = (): readonly [TableAddress, ChangeTable] => {
  const query = useQuery();
  const address = useMemo(() => parseTableAddress(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeTable>((parts, how) => changeQuery((now) => tableQuery(now, parts), how), []);
  return [address, change];
};
