import { LAYERS, type Layer } from '@netstrata/metrics';
import { SHOWN, type Shown } from './filterItems.ts';
import { type Place, parsePlace, placeText } from './place.ts';

/** What of the page is in its address. */
export interface SysctlsAddress {
  readonly place: Place;
  readonly shown: Shown;
  readonly layer: Layer | undefined;
  readonly search: string;
  /** The setting that is open, and of which queue. */
  readonly tunable: string | undefined;
  readonly queue: number | undefined;
}

/** Reads a query string; what is not known counts as absent. */
export const parseSysctls = (query: URLSearchParams): SysctlsAddress => {
  const queue = query.get('queue') ?? '';
  return {
    place: parsePlace(query.get('of')),
    shown: SHOWN.find((known) => known === query.get('show')) ?? 'all',
    layer: LAYERS.find((known) => known === query.get('layer')),
    search: query.get('q') ?? '',
    tunable: query.get('tunable') ?? undefined,
    queue: /^\d{1,4}$/.test(queue) ? Number(queue) : undefined,
  };
};

/** The query string with some parts changed; defaults are left out, parameters of others stay. */
export const sysctlsQuery = (query: URLSearchParams, change: Partial<SysctlsAddress>): string => {
  const { place, shown, layer, search, tunable, queue } = { ...parseSysctls(query), ...change };
  const next = new URLSearchParams(query);
  const parts = {
    of: placeText(place),
    show: shown === 'all' ? undefined : shown,
    layer,
    q: search === '' ? undefined : search,
    tunable,
    queue: tunable === undefined ? undefined : queue?.toString(),
  };
  for (const [key, value] of Object.entries(parts)) {
    if (value === undefined) next.delete(key);
    else next.set(key, value);
  }
  return next.toString();
};
