import { excerpt, linesOf, malformed, wordsOf } from './lines.ts';

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

const SPACE = 0x20;
const FEWEST_DIGITS = 8;
const MOST_DIGITS = 16;

/**
 * The numbers of a row (%08x, or %08lx, which grows beyond eight digits past 2^32); undefined when anything else is in it. By hand,
 * since a large machine prints thousands of words here, and all of them are read each second.
 */
function hexWords(line: string): number[] | undefined {
  const values: number[] = [];
  let value = 0;
  let digits = 0;
  for (let at = 0; at <= line.length; at++) {
    const code = at < line.length ? line.charCodeAt(at) : SPACE;
    if (code !== SPACE) {
      const digit = digitOf(code);
      if (digit < 0 || digits === MOST_DIGITS) return undefined;
      value = value * 16 + digit;
      digits++;
    } else if (digits > 0) {
      if (digits < FEWEST_DIGITS) return undefined;
      values.push(value);
      value = 0;
      digits = 0;
    }
  }
  return values;
}

/** Of 0-9 and a-f, the only ones the kernel prints; -1 for any other character. */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
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
    const values = hexWords(line);
    if (values === undefined)
      throw malformed(path, `row ${place} is not words of 8 to 16 hex digits: ${excerpt(line)}`);
    if (values.length !== columns.size) {
      throw malformed(path, `row ${place} has ${values.length} columns under ${columns.size} names`);
    }
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
