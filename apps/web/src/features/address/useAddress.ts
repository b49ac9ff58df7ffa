'use client';
import { useCallback, useMemo } from 'react';
import { type Address, addressQuery, parseAddress } from './address.ts';
import { changeQuery, useQuery } from './query.ts';

export type ChangeAddress = (change: Partial<Address>) => void;

/** The address as state. A change is a step in the history, so Back closes what a click opened. */
export const useAddress = (): readonly [Address, ChangeAddress] => {
  const query = useQuery();
  const address = useMemo(() => parseAddress(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeAddress>((parts) => changeQuery((now) => addressQuery(now, parts)), []);
  return [address, change];
};
