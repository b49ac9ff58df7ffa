'use client';
import { tunable as knownSysctl } from '@netstrata/tunables';
import { useCallback, useEffect, useMemo } from 'react';
import { changeQuery, useQuery } from '../address/query.ts';
import { parseSysctls, type SysctlsAddress, sysctlsQuery } from './sysctlsAddress.ts';

type ChangeSysctls = (change: Partial<SysctlsAddress>, how?: 'step' | 'quietly') => void;

/** The address as state. A change is a step in the history unless it is made while somebody types. */
export const useSysctlsAddress = (): readonly [SysctlsAddress, ChangeSysctls] => {
  const query = useQuery();
  const address = useMemo(() => parseSysctls(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeSysctls>((parts, how) => changeQuery((now) => sysctlsQuery(now, parts), how), []);
  useEffect(() => {
    // /sysctls#net.core.somaxconn, as somebody types it.
    const open = () => {
      const named = decodeURIComponent(window.location.hash.slice(1));
      if (knownSysctl(named) !== undefined) change({ tunable: named }, 'quietly');
    };
    // The router hears of changes of the address once it has been set up, which is after the effects of the page.
    const timer = setTimeout(open);
    window.addEventListener('hashchange', open);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('hashchange', open);
    };
  }, [change]);
  return [address, change];
};
