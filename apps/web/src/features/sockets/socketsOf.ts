import { describeMetric, type Labels } from '@netstrata/metrics';

/** False for a number that a rule took from a look at the sockets: of a single socket or destination nothing is stored. */
export const isStored = (metric: string, labels: Labels): boolean => {
  const own = describeMetric(metric).labels;
  return Object.keys(labels).every((label) => own.includes(label));
};

const ANY = new Set(['', '*', '0.0.0.0', '::']);

/** The words of a filter for `10.0.0.9:5432` or `[::1]:80`; undefined for what is no address with a port. */
const endpointFilter = (text: string, [address, port]: readonly [string, string]): string | undefined => {
  const [, host = '', number = ''] = /^\[?([^\]]*?)\]?:(\d{1,5})$/.exec(text) ?? [];
  if (number === '') return undefined;
  return ANY.has(host) ? `${port}:${number}` : `${address}:${host} ${port}:${number}`;
};

const LOCAL = ['local', 'sport'] as const;
const PEER = ['peer', 'dport'] as const;

/** The filter that finds the sockets which a rule's label names: `destination`, `listener`, `socket`, alone or with its peer. */
export const socketsOf = ({ destination, listener, socket }: Labels): string | undefined => {
  if (destination !== undefined) return endpointFilter(destination, PEER);
  if (listener !== undefined) {
    const where = endpointFilter(listener, LOCAL);
    return where === undefined ? undefined : `state:listen ${where}`;
  }
  const [local = '', peer] = socket?.split(' ') ?? [];
  const from = endpointFilter(local, LOCAL);
  const to = peer === undefined ? '' : endpointFilter(peer, PEER);
  return from === undefined || to === undefined ? undefined : `${from} ${to}`.trim();
};
