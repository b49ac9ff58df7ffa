import type { CounterTable } from '../types.ts';
import { excerpt, linesOf, malformed, wordsOf } from './lines.ts';
import { parseDecimal } from './numbers.ts';

/** Hostile names such as `__proto__` must stay plain keys. */
export function emptyRecord<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

interface Header {
  /** With its colon. */
  readonly group: string | undefined;
  readonly names: readonly string[];
}

/** Headers that were seen lately, by their lines: they hardly ever change, and hold more text than their values. */
const headers = new Map<string, Header>();
const MOST_HEADERS = 64;

function headerOf(line: string): Header {
  let header = headers.get(line);
  if (header === undefined) {
    const [group, ...names] = wordsOf(line);
    header = { group, names };
    if (headers.size >= MOST_HEADERS) headers.clear();
    headers.set(line, header);
  }
  return header;
}

/**
 * The layout of /proc/net/snmp and /proc/net/netstat: for each group a line of names and a line of as many values, both
 * beginning with the group's name and a colon. Which groups and names there are differs between kernels: all are kept.
 */
export function parseHeaderTable(path: string, text: string): CounterTable {
  const lines = linesOf(path, text);
  const table = emptyRecord<Record<string, number>>();
  for (let at = 0; at < lines.length; at += 2) {
    const { group, names } = headerOf(lines[at] ?? '');
    const [again, ...values] = wordsOf(lines[at + 1] ?? '');
    if (group === undefined || !group.endsWith(':')) throw malformed(path, `line ${at + 1} names no group`);
    if (again !== group) throw malformed(path, `the names of ${excerpt(group)} are not followed by its values`);
    if (names.length !== values.length) {
      throw malformed(path, `${excerpt(group)} has ${names.length} names and ${values.length} values`);
    }
    const counters = emptyRecord<number>();
    for (let column = 0; column < names.length; column++) {
      counters[names[column] ?? ''] = parseDecimal(path, values[column] ?? '');
    }
    table[group.slice(0, -1)] = counters;
  }
  return table;
}
