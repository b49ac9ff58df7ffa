import { excerpt, linesOf, malformed, wordsOf } from './lines.ts';
import { parseHexLong } from './numbers.ts';

/** A table of /proc/net/stat: what each CPU counted, by the kernel's own column names. */
export interface CpuTable {
  /** One for each possible CPU, in the order of their numbers, which the table does not print. */
  readonly rows: readonly CpuColumns[];
}

/** The value of a column; undefined where this kernel has none of that name. */
export type CpuColumns = (name: string) => number | undefined;

const COLUMN = /^[a-z][a-z_]*$/;

/** Headers that were seen lately, by their lines: which column each name is. They hardly ever change. */
const headers = new Map<string, ReadonlyMap<string, number>>();
const MOST_HEADERS = 16;

function columnsOf(path: string, line: string): ReadonlyMap<string, number> {
  let columns = headers.get(line);
  if (columns === undefined) {
    const names = wordsOf(line);
    if (names[0] !== 'entries' || !names.every((name) => COLUMN.test(name))) {
      throw malformed(path, `${excerpt(line)} does not name the columns`);
    }
    columns = new Map(names.map((name, column) => [name, column]));
    if (columns.size !== names.length) throw malformed(path, `${excerpt(line)} names a column twice`);
    if (headers.size >= MOST_HEADERS) headers.clear();
    headers.set(line, columns);
  }
  return columns;
}

/**
 * The layout of /proc/net/stat: a line of names, of which `entries` is the first, then for each possible CPU a line of as many hex
 * words. Columns are found by name, since kernels of different age put different ones in the same place.
 */
export function parseCpuTable(path: string, text: string): CpuTable {
  const [header = '', ...lines] = linesOf(path, text);
  const columns = columnsOf(path, header);
  if (lines.length === 0) throw malformed(path, 'it has no CPU');
  const rows = lines.map((line, place) => {
    const words = wordsOf(line);
    if (words.length !== columns.size) {
      throw malformed(path, `row ${place} has ${words.length} columns under ${columns.size} names`);
    }
    const values = words.map((word) => parseHexLong(path, word));
    return (name: string) => {
      const column = columns.get(name);
      return column === undefined ? undefined : values[column];
    };
  });
  return { rows };
}

/** A counter of the whole host: what all CPUs counted together. */
export function sumOf({ rows }: CpuTable, name: string): number | undefined {
  let sum: number | undefined;
  for (const row of rows) {
    const value = row(name);
    if (value !== undefined) sum = (sum ?? 0) + value;
  }
  return sum;
}
