import { LAYERS, type Layer } from '@netstrata/metrics';

export const SOCKET_TABS = ['fullest', 'listeners', 'udp', 'senders', 'others'] as const;
export type SocketTab = (typeof SOCKET_TABS)[number];

/** What of the page's state is in its address, so that a link shows the same. */
export interface Address {
  /** The layer whose metrics are open. */
  readonly layer: Layer | undefined;
  /** The metric unfolded in it. */
  readonly metric: string | undefined;
  /** The table of the layer that is shown instead of its metrics. */
  readonly table: string | undefined;
  readonly sockets: SocketTab;
  /** Cookie of the socket that is open; never together with a layer. */
  readonly socket: string | undefined;
}

const COOKIE = /^([0-9a-f]{1,16}|inode:\d{1,10})$/;

/** Reads a query string; what is not known counts as absent. */
export const parseAddress = (query: URLSearchParams): Address => {
  const layer = LAYERS.find((known) => known === query.get('layer'));
  const socket = query.get('socket') ?? '';
  return {
    layer,
    metric: layer === undefined ? undefined : (query.get('metric') ?? undefined),
    table: layer === undefined ? undefined : (query.get('table') ?? undefined),
    sockets: SOCKET_TABS.find((known) => known === query.get('sockets')) ?? 'fullest',
    socket: layer === undefined && COOKIE.test(socket) ? socket : undefined,
  };
};

/** The query string of an address with some parts changed; parameters of others stay, defaults are left out. */
export const addressQuery = (query: URLSearchParams, change: Partial<Address>): string => {
  const { layer, metric, table, sockets, socket } = { ...parseAddress(query), ...change };
  const next = new URLSearchParams(query);
  const put = (key: string, value: string | undefined) => {
    if (value === undefined) next.delete(key);
    else next.set(key, value);
  };
  put('layer', layer);
  put('metric', layer === undefined ? undefined : metric);
  put('table', layer === undefined ? undefined : table);
  put('sockets', sockets === 'fullest' ? undefined : sockets);
  put('socket', layer === undefined ? socket : undefined);
  return next.toString();
};

/** The layer of a metric id is its first word; what does not begin with one is filed under `application`. */
export const layerOfMetric = (id: string): Layer => LAYERS.find((layer) => id.startsWith(`${layer}.`)) ?? 'application';
