import {
  type NamespacesReport,
  SOCKET_LIMITS,
  type SocketGrouping,
  type SocketGroupRow,
  type SocketLimit,
} from '@netstrata/metrics';
import { FILTER_LIMITS, type FilterFieldName } from '@netstrata/metrics/socketFilter';

/** By what the host is asked to group its sockets, so that the values of a field can be offered. */
export const GROUPING_OF: Readonly<Partial<Record<FilterFieldName, SocketGrouping>>> = {
  state: 'state',
  proto: 'protocol',
  proc: 'process',
  port: 'port',
  sport: 'port',
  dport: 'peerPort',
  peer: 'peer',
  addr: 'peer',
  limited: 'limit',
  cc: 'congestion',
  user: 'user',
  dev: 'device',
  cgroup: 'cgroup',
};

/** A value that some sockets have now. */
export interface FilterValue {
  readonly text: string;
  /** Undefined where nobody has counted them. */
  readonly sockets: number | undefined;
}

/** What stands behind the field in the words that find a group: `proc="web server"`. */
export const valuesOfGroups = (groups: readonly SocketGroupRow[]): readonly FilterValue[] =>
  groups.flatMap(({ filter, sockets }) => {
    const text = filter.replace(/^[a-z]+[:=]/, '');
    return text === '' || text === '-' || text === '0' ? [] : [{ text, sockets }];
  });

/** Names of the other network namespaces of a host, as a filter takes them: those with the most sockets first. */
export const valuesOfNamespaces = ({ rows, others }: NamespacesReport): readonly FilterValue[] =>
  [
    ...rows.toSorted((a, b) => (b.sockets ?? 0) - (a.sockets ?? 0)),
    ...others.map((name) => ({ name, sockets: undefined })),
  ].map(({ name, sockets }) => {
    const plain = name.replaceAll('"', '');
    return { text: /[\s,]/.test(plain) ? `"${plain}"` : plain, sockets };
  });

export interface FilterOption {
  /** What is written. */
  readonly text: string;
  /** Another word may follow at once. */
  readonly isWhole: boolean;
  /** Of a value: how many sockets have it. */
  readonly sockets: number | undefined;
}

const MOST_OPTIONS = 12;

const SHORT_LIMITS: Readonly<Record<string, SocketLimit>> = FILTER_LIMITS;
/** What a word behind `limited:` stands for, in its short form or in full. */
export const limitMeant = (word: string): SocketLimit | undefined =>
  SHORT_LIMITS[word] ?? SOCKET_LIMITS.find((known) => known === word);

/** Values that sockets have now come first, before all those that begin with what is typed; then those that a field can have. */
export const optionsOf = (
  completion: {
    readonly field: FilterFieldName | undefined;
    readonly typed: string;
    readonly options: readonly string[];
  },
  live: readonly FilterValue[],
): readonly FilterOption[] => {
  const { field, typed, options } = completion;
  if (field === undefined) return options.map((text) => ({ text, isWhole: false, sockets: undefined }));
  const plain = ({ text }: FilterValue) => text.toLowerCase().replaceAll('"', '');
  const containing = live.filter((value) => plain(value).includes(typed));
  const matching = [
    ...containing.filter((value) => plain(value).startsWith(typed)),
    ...containing.filter((value) => !plain(value).startsWith(typed)),
  ];
  const named = new Set(matching.map(({ text }) => text));
  // A short form of what is offered in full would be the same twice.
  const meant = (text: string) => (field === 'limited' ? (limitMeant(text) ?? text) : text);
  const rest = options.filter((text) => !named.has(text) && !named.has(meant(text)));
  return [
    ...matching.map(({ text, sockets }) => ({ text, isWhole: true, sockets })),
    ...rest.map((text) => ({ text, isWhole: true, sockets: undefined })),
  ].slice(0, MOST_OPTIONS);
};

/** The text with an option in its place, and where the caret stands then. */
export const withOption = (
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  { text: insert, isWhole }: FilterOption,
): { readonly text: string; readonly caret: number } => {
  const before = `${text.slice(0, start)}${insert}${isWhole ? ' ' : ''}`;
  return { text: before + text.slice(end).trimStart(), caret: before.length };
};
