import type { Labels, Metric, SourceId, SourceRows, SourceSpec } from '@netstrata/metrics';
import { NO_SERIES, type SeriesDictionary } from './SeriesDictionary.ts';
import type { TickValues } from './TickValues.ts';

/** The series of all rows of one source that carry the same labels. */
interface RowSeries<S extends SourceId> {
  readonly labels: Labels;
  readonly numbers: Map<string, number>;
  /** The last list of metrics, and the series number of each. */
  metrics: readonly Metric<S>[];
  plan: Int32Array;
}

/**
 * Writes the rows of one source into a tick. The way from a row to its series numbers is remembered by the row's place in the list,
 * which seldom changes, then by its labels; the numbers by the list of metrics, which is the same object for the same header.
 */
export class SourceSeries<S extends SourceId> {
  readonly #spec: SourceSpec<S>;
  readonly #dictionary: SeriesDictionary;
  readonly #byLabels = new Map<string, RowSeries<S>>();
  readonly #byPlace: RowSeries<S>[] = [];

  constructor(spec: SourceSpec<S>, dictionary: SeriesDictionary) {
    this.#spec = spec;
    this.#dictionary = dictionary;
  }

  write(rows: readonly SourceRows[S][], values: TickValues): void {
    for (const [place, row] of rows.entries()) {
      const series = this.#seriesAt(place, this.#spec.labelsOf(row));
      const metrics = this.#spec.metricsOf(row);
      if (metrics !== series.metrics) this.#plan(series, metrics);
      for (let at = 0; at < metrics.length; at++) {
        const number = series.plan[at] as number;
        const metric = metrics[at];
        if (number === NO_SERIES || metric === undefined) continue;
        if (metric.kind === 'counter') values.count(number, metric.pick(row));
        else values.set(number, metric.pick(row));
      }
    }
  }

  #seriesAt(place: number, labels: Labels): RowSeries<S> {
    const here = this.#byPlace[place];
    if (here !== undefined && sameLabels(here.labels, labels)) return here;
    const key = Object.values(labels).join('\0');
    let series = this.#byLabels.get(key);
    if (series === undefined) {
      series = { labels, numbers: new Map(), metrics: [], plan: new Int32Array(0) };
      this.#byLabels.set(key, series);
    }
    this.#byPlace[place] = series;
    return series;
  }

  #plan(series: RowSeries<S>, metrics: readonly Metric<S>[]): void {
    series.plan = Int32Array.from(metrics, ({ id }) => {
      const number = series.numbers.get(id) ?? this.#dictionary.define(id, series.labels);
      series.numbers.set(id, number);
      return number;
    });
    series.metrics = metrics;
  }
}

/** Labels of one source always have the same names. */
function sameLabels(a: Labels, b: Labels): boolean {
  for (const name in a) if (a[name] !== b[name]) return false;
  return true;
}
