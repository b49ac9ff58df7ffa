import type { NamespacesReport } from '@netstrata/metrics';
import type { FilterFieldName } from '@netstrata/metrics/socketFilter';
import type { SocketsAnswer } from '@netstrata/protocol/types';
import { useEffect, useState } from 'react';
import { ask } from '../../api/ask.ts';
import { hostAddress } from '../../api/hostAddress.ts';
import { type FilterValue, GROUPING_OF, valuesOfGroups, valuesOfNamespaces } from './filterValues.ts';

const NONE: readonly FilterValue[] = [];
const MOST_VALUES = '100';
const MAX_AGE_MS = '5000';

interface ValueSource {
  readonly path: `/${string}`;
  readonly valuesOf: (body: unknown) => readonly FilterValue[];
}

/** Where the values of a field are asked for. */
const sourceOf = (field: FilterFieldName): ValueSource | undefined => {
  if (field === 'netns')
    return { path: '/details/namespaces', valuesOf: (body) => valuesOfNamespaces(body as NamespacesReport) };
  const group = GROUPING_OF[field];
  if (group === undefined) return undefined;
  const query = new URLSearchParams({ group, sort: 'sockets', limit: MOST_VALUES, maxAge: MAX_AGE_MS });
  return { path: `/sockets?${query}`, valuesOf: (body) => valuesOfGroups((body as SocketsAnswer).groups ?? []) };
};

/** The values of a field that the host has now, asked for once each time that the field is typed. */
export const useFilterValues = (hostId: string, field: FilterFieldName | undefined): readonly FilterValue[] => {
  const [known, setKnown] = useState<{ readonly path: string; readonly values: readonly FilterValue[] }>();
  const path = field === undefined ? undefined : sourceOf(field)?.path;
  useEffect(() => {
    const source = field === undefined ? undefined : sourceOf(field);
    if (source === undefined) return;
    const stop = new AbortController();
    ask<unknown>(hostAddress(hostId, source.path), undefined, stop.signal).then(
      (answer) => {
        if (answer.ok) setKnown({ path: source.path, values: source.valuesOf(answer.body) });
      },
      () => {
        // Somebody types another field already.
      },
    );
    return () => stop.abort();
  }, [hostId, field]);
  return known !== undefined && known.path === path ? known.values : NONE;
};
