import type { CounterTable } from '../types.ts';
import { emptyRecord } from './headerTable.ts';
import { excerpt, linesOf, malformed, wordsOf } from './lines.ts';
import { parseDecimal } from './numbers.ts';

/**
 * The layout of /proc/net/sockstat and /proc/net/sockstat6: a line for each protocol, `TCP: inuse 1 orphan 0 …`. Which
 * protocols and fields there are differs between kernels: all are kept.
 */
export function parsePairTable(path: string, text: string): CounterTable {
  const table = emptyRecord<Record<string, number>>();
  for (const line of linesOf(path, text)) {
    const [protocol, ...pairs] = wordsOf(line);
    if (protocol === undefined || !protocol.endsWith(':')) throw malformed(path, `${excerpt(line)} names no protocol`);
    if (pairs.length % 2 !== 0) throw malformed(path, `${excerpt(line)} has a name without a value`);
    const fields = emptyRecord<number>();
    for (let at = 0; at < pairs.length; at += 2) fields[pairs[at] ?? ''] = parseDecimal(path, pairs[at + 1] ?? '');
    table[protocol.slice(0, -1)] = fields;
  }
  return table;
}
