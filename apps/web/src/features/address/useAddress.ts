'use client';
import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type Address, addressQuery, parseAddress } from './address.ts';

export type ChangeAddress = (change: Partial<Address>) => void;

/** The address as state. A change is a step in the history, so Back closes what a click opened. */
export const useAddress = (): readonly [Address, ChangeAddress] => {
  const params = useSearchParams();
  const query = params.toString();
  const address = useMemo(() => parseAddress(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeAddress>((parts) => {
    const { search, pathname } = window.location;
    const next = addressQuery(new URLSearchParams(search), parts);
    if (`?${next}` === (search || '?')) return;
    window.history.pushState(null, '', next === '' ? pathname : `${pathname}?${next}`);
  }, []);
  return [address, change];
};
