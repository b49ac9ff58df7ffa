import type { HostSummary } from '@netstrata/protocol/types';
import { byName, type HostState, hostState } from './hosts.ts';

export const HOST_STATES: readonly HostState[] = ['saturated', 'away', 'busy', 'unknown', 'calm'];
export const HOST_SORTS = ['worst', 'name', 'age'] as const;
export type HostSort = (typeof HOST_SORTS)[number];
export const HOST_DENSITIES = ['table', 'cards'] as const;
export type HostDensity = (typeof HOST_DENSITIES)[number];

/** What the page Hosts shows, as its address says. */
export interface HostsQuery {
  /** Words that must all be found. */
  readonly search: string;
  readonly state: HostState | undefined;
  /** Hosts with all of these. */
  readonly tags: readonly string[];
  readonly sort: HostSort;
  readonly density: HostDensity;
}

export const parseHostsQuery = (query: Pick<URLSearchParams, 'get'>): HostsQuery => ({
  search: query.get('q') ?? '',
  state: HOST_STATES.find((state) => state === query.get('state')),
  tags: (query.get('tags') ?? '').split(',').filter((tag) => tag !== ''),
  sort: HOST_SORTS.find((sort) => sort === query.get('sort')) ?? 'worst',
  density: HOST_DENSITIES.find((density) => density === query.get('view')) ?? 'table',
});

/** The shortest query string that says the same. */
export const hostsQuery = ({ search, state, tags, sort, density }: HostsQuery): string => {
  const query = new URLSearchParams();
  if (search !== '') query.set('q', search);
  if (state !== undefined) query.set('state', state);
  if (sort !== 'worst') query.set('sort', sort);
  if (density !== 'table') query.set('view', density);
  const words = [query.toString(), tags.length === 0 ? '' : `tags=${tags.map(encodeURIComponent).join(',')}`];
  return words.filter((word) => word !== '').join('&');
};

/** Those that fit, of hosts that are the worst first. */
export const chosenHosts = (hosts: readonly HostSummary[], query: HostsQuery): readonly HostSummary[] => {
  const { search, state, tags, sort } = query;
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = hosts.filter(
    (host) =>
      (state === undefined || hostState(host) === state) &&
      tags.every((tag) => host.tags.includes(tag)) &&
      words.every((word) => textOf(host).includes(word)),
  );
  if (sort === 'name') return found.toSorted(byName);
  return sort === 'age' ? found.toSorted((a, b) => compareMs(heardMs(a), heardMs(b)) || byName(a, b)) : found;
};

const textOf = ({ hostname, hostId, kernelRelease, tags }: HostSummary): string =>
  `${hostname} ${hostId} ${kernelRelease} ${tags.join(' ')}`.toLowerCase();

/** All whose samples arrive are of now. */
const heardMs = ({ live, lastSampleMs }: HostSummary): number =>
  live ? Number.POSITIVE_INFINITY : (lastSampleMs ?? 0);

/** Every tag that there is, those of most hosts first. */
export const tagsOf = (hosts: readonly HostSummary[]): readonly { readonly tag: string; readonly count: number }[] => {
  const counts = new Map<string, number>();
  for (const { tags } of hosts) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .map(([tag, count]) => ({ tag, count }))
    .toSorted((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1));
};

/** The difference of two that are both endless is no number. */
const compareMs = (a: number, b: number): number => (a === b ? 0 : a - b);
