import { SOCKET_GROUPINGS, type SocketGrouping } from '@netstrata/metrics';
import { MOST_FILTER_LETTERS, type ParsedSocketFilter, parseSocketFilter } from '@netstrata/metrics/socketFilter';
import { ProtocolError } from '@netstrata/protocol';
import { SORT_NAMES, sortKeyOf } from './sortKeys.ts';

/** A checked SocketsQuery. */
export interface SocketsPlan {
  readonly filter: ParsedSocketFilter;
  /** The same for the same words: what was found out for one query serves others. */
  readonly key: string;
  /** By what, and whether the smallest comes first. */
  readonly sort: string;
  readonly ascending: boolean;
  readonly group: SocketGrouping | undefined;
  readonly offset: number;
  readonly limit: number;
  readonly maxAgeMs: number;
  /** `timeMs` of the answer whose order is to be kept. */
  readonly inOrderOf: number | undefined;
}

const MOST_ROWS = 1000;
const MOST_OFFSET = 1_000_000;
const MOST_AGE_MS = 60_000;
export const GROUP_SORTS = ['sockets', 'recvQ', 'sendQ', 'bytesPerSecond', 'retransTotal', 'key'] as const;

/** Checks what arrived from the server. Fails with a ProtocolError `bad-request` that names what is allowed. */
export function parseQuery(query: unknown): SocketsPlan {
  const given = (typeof query === 'object' && query !== null ? query : {}) as Record<string, unknown>;
  const { sort, filter, limit, offset = 0, group: asked, maxAgeMs = 0, inOrderOf } = given;
  if (typeof sort !== 'string') throw bad('sort must be the name of a field.');
  if (typeof filter !== 'string' || filter.length > MOST_FILTER_LETTERS)
    throw bad(`filter must be a text of at most ${MOST_FILTER_LETTERS} letters.`);
  const group = asked === undefined ? undefined : SOCKET_GROUPINGS.find((known) => known === asked);
  if (asked !== undefined && group === undefined)
    throw bad(`sockets cannot be grouped so: there are ${SOCKET_GROUPINGS.join(', ')}.`);
  const parsed = parseSocketFilter(filter);
  if (!parsed.ok) throw bad(parsed.trouble.message.en);
  return {
    filter: parsed.filter,
    key: `${filter}\n${sort}\n${group ?? ''}`,
    ...orderOf(sort, group !== undefined),
    group,
    offset: whole('offset', offset, 0, MOST_OFFSET),
    limit: whole('limit', limit, 1, MOST_ROWS),
    maxAgeMs: whole('maxAgeMs', maxAgeMs, 0, MOST_AGE_MS),
    inOrderOf: inOrderOf === undefined ? undefined : whole('inOrderOf', inOrderOf, 0, Number.MAX_SAFE_INTEGER),
  };
}

function orderOf(sort: string, isGrouped: boolean): Pick<SocketsPlan, 'sort' | 'ascending'> {
  const ascending = sort.startsWith('+');
  const name = ascending ? sort.slice(1) : sort;
  if (isGrouped) return { sort: GROUP_SORTS.find((known) => known === name) ?? 'sockets', ascending };
  if (sortKeyOf(name) === undefined)
    throw bad(`cannot sort by ${name}: there are ${SORT_NAMES.join(', ')}; "+" before it turns the order.`);
  return { sort: name, ascending };
}

function whole(name: string, value: unknown, ...[least, most]: readonly [least: number, most: number]): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw bad(`${name} must be a whole number from ${least} to ${most}.`);
}

function bad(message: string): ProtocolError {
  return new ProtocolError('bad-request', 'sockets:query', message);
}
