import { SOCKET_LIMITS, SOCKET_STATE_NAMES, type SocketLimit } from '../socketLists.ts';
import type { FilterName, FilterNumber } from './types.ts';

export type FilterUnit = 'port' | 'count' | 'bytes' | 'time' | 'rate' | 'share' | 'memory';

/** One word that a filter knows before a colon or a comparison. */
export type FilterField =
  | { readonly kind: 'state' | 'protocol' | 'limit' | 'netns' }
  | { readonly kind: 'number'; readonly field: FilterNumber; readonly unit: FilterUnit }
  | { readonly kind: 'address'; readonly side: 'local' | 'peer' | 'either' }
  | { readonly kind: 'name'; readonly field: FilterName };

const number = (field: FilterNumber, unit: FilterUnit) => ({ kind: 'number', field, unit }) as const;
const name = (field: FilterName) => ({ kind: 'name', field }) as const;

/** Every field, in the order in which completion offers them. */
export const FILTER_FIELDS = {
  state: { kind: 'state' },
  proto: { kind: 'protocol' },
  proc: name('process'),
  pid: number('pid', 'count'),
  port: number('port', 'port'),
  sport: number('localPort', 'port'),
  dport: number('remotePort', 'port'),
  peer: { kind: 'address', side: 'peer' },
  local: { kind: 'address', side: 'local' },
  addr: { kind: 'address', side: 'either' },
  limited: { kind: 'limit' },
  rcv: number('receive', 'memory'),
  snd: number('send', 'memory'),
  fill: number('fill', 'share'),
  recvq: number('recvQ', 'bytes'),
  sendq: number('sendQ', 'bytes'),
  notsent: number('notsent', 'bytes'),
  inflight: number('inFlight', 'count'),
  retrans: number('retrans', 'count'),
  timeouts: number('timeouts', 'count'),
  drops: number('drops', 'count'),
  rtt: number('rtt', 'time'),
  minrtt: number('minRtt', 'time'),
  cwnd: number('cwnd', 'count'),
  mss: number('mss', 'bytes'),
  rate: number('rate', 'rate'),
  tx: number('tx', 'rate'),
  rx: number('rx', 'rate'),
  cc: name('congestion'),
  user: name('user'),
  dev: name('device'),
  cgroup: name('cgroup'),
  netns: { kind: 'netns' },
  inode: number('inode', 'count'),
} as const satisfies Readonly<Record<string, FilterField>>;

export type FilterFieldName = keyof typeof FILTER_FIELDS;

/** Longer words for the same. */
const ALIASES: Readonly<Record<string, FilterFieldName>> = {
  process: 'proc',
  protocol: 'proto',
  limit: 'limited',
  remote: 'peer',
  dst: 'peer',
  src: 'local',
  address: 'addr',
  device: 'dev',
  congestion: 'cc',
  uid: 'user',
};

/** The field that a word names, in any case of letters. */
export function fieldNamed(word: string): FilterFieldName | undefined {
  const lower = word.toLowerCase();
  if (Object.hasOwn(FILTER_FIELDS, lower)) return lower as FilterFieldName;
  return Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : undefined;
}

export const FILTER_PROTOCOLS = ['tcp', 'udp', 'unix', 'raw', 'packet', 'mptcp'] as const;

/** Who limits, in the short words of a filter. */
export const FILTER_LIMITS = {
  sndbuf: 'send-buffer',
  rwnd: 'receiver',
  cwnd: 'network',
  app: 'application',
  nagle: 'nagle',
  reader: 'reader',
  rcvbuf: 'receive-buffer',
  sender: 'sender',
  accept: 'accept',
  none: 'none',
  unknown: 'unknown',
} as const satisfies Readonly<Record<string, SocketLimit>>;

/** As ss writes some of them. */
const STATE_ALIASES = { estab: 'established', unconn: 'close', listening: 'listen', timewait: 'time-wait' } as const;

const mapOf = <T extends string>(names: readonly T[]): Record<string, T> =>
  Object.fromEntries(names.map((each) => [each, each]));

export const STATE_WORDS = { ...mapOf(SOCKET_STATE_NAMES), ...STATE_ALIASES };
export const PROTOCOL_WORDS = mapOf(FILTER_PROTOCOLS);
export const LIMIT_WORDS = { ...mapOf(SOCKET_LIMITS), ...FILTER_LIMITS };
