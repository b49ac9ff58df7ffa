import { LAYERS, type Labels, type Layer } from '@netstrata/metrics';

export const SOCKET_TABS = ['fullest', 'listeners', 'udp', 'senders', 'others'] as const;
export type SocketTab = (typeof SOCKET_TABS)[number];

/** What of the page's state is in its address, so that a link shows the same. */
export interface Address {
  /** The layer whose metrics are open. */
  readonly layer: Layer | undefined;
  /** The metric that is open, over the layer where it was found in one. */
  readonly metric: string | undefined;
  /** Which of its series: those with all of these labels. */
  readonly of: Labels;
  /** The table of the layer that is shown instead of its metrics. */
  readonly table: string | undefined;
  readonly sockets: SocketTab;
  /** Cookie of the socket that is open; never together with a layer or metric. */
  readonly socket: string | undefined;
}

const COOKIE = /^([0-9a-f]{1,16}|inode:\d{1,10})$/;
const METRIC = /^[\w-]+(\.[\w-]+){1,5}$/;
const LONGEST_METRIC = 120;

const metricOf = (text: string | null): string | undefined =>
  text !== null && text.length <= LONGEST_METRIC && METRIC.test(text) ? text : undefined;

/** `device:eth0` of each `of`. */
const labelsOf = (texts: readonly string[]): Labels =>
  Object.fromEntries(
    texts.flatMap((text) => {
      const [, name, value] = /^([a-zA-Z]\w*):(.*)$/s.exec(text) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );

/** Reads a query string; what is not known counts as absent. */
export const parseAddress = (query: URLSearchParams): Address => {
  const layer = LAYERS.find((known) => known === query.get('layer'));
  const metric = metricOf(query.get('metric'));
  const socket = query.get('socket') ?? '';
  const free = layer === undefined && metric === undefined;
  return {
    layer,
    metric,
    of: metric === undefined ? {} : labelsOf(query.getAll('of')),
    table: layer === undefined ? undefined : (query.get('table') ?? undefined),
    sockets: SOCKET_TABS.find((known) => known === query.get('sockets')) ?? 'fullest',
    socket: free && COOKIE.test(socket) ? socket : undefined,
  };
};

/** The query string of an address with some parts changed; parameters of others stay, defaults are left out. */
export const addressQuery = (query: URLSearchParams, change: Partial<Address>): string => {
  const { layer, metric, of, table, sockets, socket } = { ...parseAddress(query), ...change };
  const next = new URLSearchParams(query);
  const put = (key: string, value: string | undefined) => {
    if (value === undefined) next.delete(key);
    else next.set(key, value);
  };
  put('layer', layer);
  put('metric', metric);
  next.delete('of');
  if (metric !== undefined) for (const [name, value] of Object.entries(of)) next.append('of', `${name}:${value}`);
  put('table', layer === undefined ? undefined : table);
  put('sockets', sockets === 'fullest' ? undefined : sockets);
  put('socket', layer === undefined && metric === undefined ? socket : undefined);
  return next.toString().replaceAll('%3A', ':');
};

/** The layer of a metric id is its first word; what does not begin with one is filed under `application`. */
export const layerOfMetric = (id: string): Layer => LAYERS.find((layer) => id.startsWith(`${layer}.`)) ?? 'application';
