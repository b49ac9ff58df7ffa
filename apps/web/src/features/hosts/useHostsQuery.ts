import { useCallback, useMemo } from 'react';
import { changeQuery, useQuery } from '../address/query.ts';
import { type HostsQuery, hostsQuery, parseHostsQuery } from './hostsQuery.ts';

/** What the page shows, and how to say that it shall show something else; both by its address. */
export const useHostsQuery = (): readonly [query: HostsQuery, change: (part: Partial<HostsQuery>) => void] => {
  const text = useQuery();
  const query = useMemo(() => parseHostsQuery(new URLSearchParams(text)), [text]);
  const change = useCallback((part: Partial<HostsQuery>) => {
    changeQuery((now) => hostsQuery({ ...parseHostsQuery(now), ...part }), 'quietly');
  }, []);
  return [query, change];
};
