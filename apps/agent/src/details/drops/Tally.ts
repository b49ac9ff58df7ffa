import type { TraceCount, TraceTable } from '@netstrata/metrics/details';

interface Entry<Row> {
  row: Row;
  /** Read one by one. */
  read: number;
  /** A share of what was lost beside them. */
  estimated: number;
  /** Of `read`, those of the CPU that is being read. */
  batch: number;
  /** `read` and `estimated` at the last report. */
  before: number;
}

export interface TallyOptions<Row> {
  /** Rows told apart; the one that has been quiet for longest makes room, and counts in the sum alone. */
  readonly most: number;
  readonly keyOf: (row: Row) => string;
  /** A row for two of the same key; the newer one where it is not given. */
  readonly merge?: (older: Row, newer: Row) => Row;
  /** Which of two comes first in a report; the more frequent where it is not given. */
  readonly first?: (a: Row, b: Row) => number;
}

/** Counts events by what they have in common, and shares out those that were lost. */
export class Tally<Row> {
  readonly #options: TallyOptions<Row>;
  readonly #entries = new Map<string, Entry<Row>>();
  /** The entries of the CPU that is being read. */
  readonly #touched = new Set<Entry<Row>>();
  readonly #rest: Entry<undefined> = { row: undefined, read: 0, estimated: 0, batch: 0, before: 0 };

  constructor(options: TallyOptions<Row>) {
    this.#options = options;
  }

  add(row: Row): void {
    const { keyOf, merge } = this.#options;
    const key = keyOf(row);
    const known = this.#entries.get(key);
    const entry = known ?? { row, read: 0, estimated: 0, batch: 0, before: 0 };
    if (known !== undefined) entry.row = merge === undefined ? row : merge(entry.row, row);
    if (entry.batch === 0) {
      // Behind all others: so the first is always the one that has been quiet for longest.
      this.#entries.delete(key);
      this.#makeRoom();
      this.#entries.set(key, entry);
      this.#touched.add(entry);
    }
    entry.read++;
    entry.batch++;
  }

  /** Ends the records of one CPU: each entry gets its share, of `read` records, of the lost ones. */
  endCpu(read: number, lost: number): void {
    for (const entry of [this.#rest, ...this.#touched]) {
      if (read > 0) entry.estimated += (lost * entry.batch) / read;
      entry.batch = 0;
    }
    this.#touched.clear();
  }

  #makeRoom(): void {
    const [quietest] = this.#entries.size < this.#options.most ? [] : this.#entries;
    if (quietest === undefined) return;
    const [key, entry] = quietest;
    this.#entries.delete(key);
    this.#touched.delete(entry);
    this.#rest.read += entry.read;
    this.#rest.estimated += entry.estimated;
    this.#rest.batch += entry.batch;
    this.#rest.before += entry.before;
  }

  /** The rows since the beginning, with rates since the last report; the first has none when `seconds` is undefined. */
  report<Out>(
    seconds: number | undefined,
    options: { readonly most: number; readonly toRow: (row: Row) => Out },
  ): TraceTable<Out & TraceCount> {
    const { first } = this.#options;
    const counted = [...this.#entries.values()].map((entry) => ({ entry, count: count(entry, seconds) }));
    counted.sort((a, b) => first?.(a.entry.row, b.entry.row) ?? b.count.total - a.count.total);
    const rest = count(this.#rest, seconds);
    const all = counted.reduce((sum, each) => add(sum, each.count), rest);
    const rows = counted
      .slice(0, options.most)
      .map(({ entry, count: numbers }) => ({ ...options.toRow(entry.row), ...numbers }));
    return { all, rows };
  }
}

function count(entry: Entry<unknown>, seconds: number | undefined): TraceCount {
  const total = entry.read + entry.estimated;
  const perSecond = seconds === undefined ? undefined : (total - entry.before) / seconds;
  entry.before = total;
  return { perSecond, total, estimated: entry.estimated };
}

function add(a: TraceCount, b: TraceCount): TraceCount {
  const perSecond = a.perSecond === undefined || b.perSecond === undefined ? undefined : a.perSecond + b.perSecond;
  return { perSecond, total: a.total + b.total, estimated: a.estimated + b.estimated };
}
