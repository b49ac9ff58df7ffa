import type { KernelSourceId, KernelSourceRows } from '@netstrata/kernel';
import type { SourceId, SourceRows } from '@netstrata/metrics';
import { SOURCES } from '@netstrata/metrics/sources';
import type { SeriesDef } from '@netstrata/protocol/types';
import { SeriesDictionary } from './SeriesDictionary.ts';
import type { SourceHealth } from './SourceHealth.ts';
import { type ReadableSources, SourceReader } from './SourceReader.ts';
import { SourceSeries } from './SourceSeries.ts';
import { TickValues } from './TickValues.ts';

const PERIODS_REPEATED = 3;

/**
 * Sources that change seldom and are dear to read, with the time from one reading to the next: their rows are repeated in between, and on a machine
 * that is too busy to read them in time for so many periods. They are levels: a counter that came late would be of another moment than it says.
 */
const SLOW_SOURCES: Partial<Record<KernelSourceId, number>> = {
  'sys/class/net': 5000,
  'rtnetlink/neigh': 10_000,
  'rtnetlink/route': 30_000,
};

/**
 * Counters that are dear to read, with the ticks from one reading to the next. Their values are unknown in between: repeated, they
 * would say that nothing was counted and then everything at once. A window bridges that many ticks.
 */
const SELDOM_SOURCES: Partial<Record<KernelSourceId, number>> = {
  interrupts: 5,
  'rtnetlink/link': 5,
  'rtnetlink/qdisc': 5,
  'ethtool/driver_stats': 5,
  'ethtool/standard_stats': 5,
  'ethtool/pause_stats': 5,
  'sys/class/net/byte_queue_limits': 5,
};

type Tables = { readonly [S in SourceId]?: readonly SourceRows[S][] };

/** Readings that give the rows of more than one source. */
const SPLIT: { readonly [S in KernelSourceId]?: (read: KernelSourceRows[S]) => Tables } = {
  stat: (read) => ({ stat: [read], 'stat/cpu': read.cpus ?? [] }),
  'ethtool/driver_stats': (rows) => {
    const { device = [], queue = [] } = Object.groupBy(rows, (row) => (row.queue === undefined ? 'device' : 'queue'));
    return { 'ethtool/driver_stats': device, 'ethtool/driver_queue_stats': queue };
  },
};

type AllSeries = { readonly [S in SourceId]: SourceSeries<S> };

/** Turns the rows of all sources into the values of a tick, by the catalogue. */
export class Sampler {
  readonly #dictionary: SeriesDictionary;
  readonly #values = new TickValues();
  readonly #series: AllSeries;
  readonly #kernelIds: readonly KernelSourceId[];
  readonly #reader: SourceReader;
  /** The rows of slow sources, and when they were read. */
  readonly #repeated = new Map<KernelSourceId, { readonly monoMs: number; readonly write: () => void }>();
  /** Ticks since seldom sources were read. */
  readonly #waited = new Map<KernelSourceId, number>();

  constructor(sources: ReadableSources, health: SourceHealth, dictionary = new SeriesDictionary()) {
    this.#dictionary = dictionary;
    const seriesOf = <S extends SourceId>(id: S): [S, SourceSeries<S>] => [
      id,
      new SourceSeries(SOURCES[id], dictionary),
    ];
    const ids = Object.keys(SOURCES) as SourceId[];
    this.#series = Object.fromEntries(ids.map((id) => seriesOf(id))) as unknown as AllSeries;
    this.#kernelIds = Object.keys(sources) as KernelSourceId[];
    this.#reader = new SourceReader(sources, health);
  }

  get series(): readonly SeriesDef[] {
    return this.#dictionary.series;
  }
  get refusedSeries(): number {
    return this.#dictionary.refused;
  }

  /** Counters that went backwards, since the start. */
  get counterResets(): number {
    return this.#values.resets;
  }

  begin(): void {
    this.#values.begin();
  }

  /** Reads every source of the kernel that is due, all at the same time. Never fails, and ends within `timeoutMs`. */
  async readKernel(monoMs: number, timeoutMs: number): Promise<void> {
    await Promise.all(this.#kernelIds.map((id) => this.#readOrRepeat(id, monoMs, timeoutMs)));
  }

  async #readOrRepeat<S extends KernelSourceId>(id: S, monoMs: number, timeoutMs: number): Promise<void> {
    if (this.#waits(id)) return;
    const periodMs = SLOW_SOURCES[id];
    const before = this.#repeated.get(id);
    const ageMs = monoMs - (before?.monoMs ?? Number.NEGATIVE_INFINITY);
    if (periodMs !== undefined && before !== undefined && ageMs < periodMs) {
      before.write();
      return;
    }
    const outcome = await this.#reader.read(id, timeoutMs, (read) => {
      const write = (): void => this.#writeRead(id, read);
      write();
      if (periodMs !== undefined) this.#repeated.set(id, { monoMs, write });
    });
    if (outcome === 'read' || periodMs === undefined) return;
    if (outcome === 'late' && ageMs < PERIODS_REPEATED * periodMs) before?.write();
    else this.#repeated.delete(id);
  }

  /** Whether a seldom source has to wait for a later tick. */
  #waits(id: KernelSourceId): boolean {
    const every = SELDOM_SOURCES[id];
    if (every === undefined) return false;
    const waited = this.#waited.get(id) ?? every;
    this.#waited.set(id, waited < every ? waited + 1 : 1);
    return waited < every;
  }

  #writeRead<S extends KernelSourceId>(id: S, read: KernelSourceRows[S]): void {
    const tables = SPLIT[id]?.(read);
    if (tables === undefined) {
      this.write(id, rowsOf(read));
      return;
    }
    const put = <T extends SourceId>(source: T): void => this.write(source, tables[source] ?? []);
    for (const source of Object.keys(tables) as SourceId[]) put(source);
  }

  write<S extends SourceId>(id: S, rows: readonly SourceRows[S][]): void {
    this.#series[id].write(rows, this.#values);
  }

  /** The values of every series so far; valid until the next `begin`. */
  view(): Float64Array {
    return this.#values.view(this.#dictionary.length);
  }
}

/** Sources of one row give it bare. */
function rowsOf<S extends KernelSourceId>(read: KernelSourceRows[S]): readonly SourceRows[S][] {
  return (Array.isArray(read) ? read : [read]) as readonly SourceRows[S][];
}
