import type { OtherSocketRow } from '@netstrata/metrics';
import { ProtocolError } from '@netstrata/protocol';
import { SOCKET_NUMBER_NAMES, SOCKET_NUMBERS } from '../fields.ts';
import type { SocketView } from '../SocketView.ts';
import type { RowOwner } from '../toSocketRow.ts';
import { parseFilter, type SocketFilter } from './parseFilter.ts';

/** A checked SocketsQuery. */
export interface SocketsPlan {
  readonly filter: SocketFilter;
  /** Higher comes first; unknown last, whichever way. */
  readonly score: (view: SocketView, owner: RowOwner | undefined) => number;
  /** The same for a socket that is neither TCP nor UDP. */
  readonly scoreOther: (row: OtherSocketRow, owner: RowOwner | undefined) => number;
  readonly limit: number;
  /** Whether the processes of all sockets have to be looked for first. */
  readonly needsOwners: boolean;
}

const MOST_ROWS = 1000;
const MOST_LETTERS = 400;

/** Checks what arrived from the server. Fails with a ProtocolError `bad-request` that names what is allowed. */
export function parseQuery(query: unknown): SocketsPlan {
  const { sort, filter, limit } = (typeof query === 'object' && query !== null ? query : {}) as Record<string, unknown>;
  if (typeof sort !== 'string') throw bad('sort must be the name of a field.');
  if (typeof filter !== 'string' || filter.length > MOST_LETTERS)
    throw bad(`filter must be a text of at most ${MOST_LETTERS} letters.`);
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > MOST_ROWS)
    throw bad(`limit must be a whole number from 1 to ${MOST_ROWS}.`);
  const parsed = parseFilter(filter);
  const needsOwners = parsed.slow.length > 0 || sort.endsWith('pid');
  return { filter: parsed, ...scoresOf(sort), limit, needsOwners };
}

function scoresOf(sort: string): Pick<SocketsPlan, 'score' | 'scoreOther'> {
  const ascending = sort.startsWith('+');
  const name = ascending ? sort.slice(1) : sort;
  const sign = ascending ? -1 : 1;
  const ordered = (value: number) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : sign * value);
  if (name === 'pid') {
    const ofOwner = (_: unknown, owner: RowOwner | undefined) => ordered(owner?.pid ?? Number.NaN);
    return { score: ofOwner, scoreOther: ofOwner };
  }
  const field = SOCKET_NUMBER_NAMES.find((known) => known === name);
  if (field === undefined)
    throw bad(
      `cannot sort by ${name}: there are ${SOCKET_NUMBER_NAMES.join(', ')}, pid; "+" before it turns the order.`,
    );
  const read = SOCKET_NUMBERS[field];
  return {
    score: (view) => ordered(read(view)),
    scoreOther: (row) => {
      const value = field in row ? row[field as keyof OtherSocketRow] : undefined;
      return ordered(typeof value === 'number' ? value : Number.NaN);
    },
  };
}

function bad(message: string): ProtocolError {
  return new ProtocolError('bad-request', 'sockets:query', message);
}
