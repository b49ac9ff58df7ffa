import type { CounterList, CounterTable } from '@netstrata/kernel/types';

/** Captures of kernel files as rows, for this package's tests: it may not import the reader that does it for the product. */

const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n');

/** /proc/net/snmp and netstat: "Group: NAME NAME" over "Group: value value". */
export function tableOf(text: string): CounterTable {
  const lines = linesOf(text);
  const table: Record<string, Record<string, number>> = {};
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const [group = '', ...names] = (lines[at] ?? '').split(' ');
    const values = (lines[at + 1] ?? '').split(' ').slice(1);
    table[group.slice(0, -1)] = Object.fromEntries(names.map((name, n) => [name, Number(values[n])]));
  }
  return table;
}

/** /proc/net/sockstat: "GROUP: name value name value". */
export function sockstatOf(text: string): CounterTable {
  const table: Record<string, Record<string, number>> = {};
  for (const line of linesOf(text)) {
    const [group = '', ...words] = line.split(' ');
    const pairs = words.flatMap((name, at) => (at % 2 === 0 ? [[name, Number(words[at + 1])] as const] : []));
    table[group.slice(0, -1)] = Object.fromEntries(pairs);
  }
  return table;
}

/** /proc/net/snmp6: "Name   value". */
export function listOf(text: string): CounterList {
  return Object.fromEntries(linesOf(text).map((line) => [line.split(/\s+/)[0] ?? '', Number(line.split(/\s+/)[1])]));
}
