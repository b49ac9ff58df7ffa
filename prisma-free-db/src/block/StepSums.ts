import type { Block } from './block.ts';

/** Columns of a rollup block, in this order. The mean is sum / count; `lastAt` is when `last` was, in ms after the point. */
const COLUMN = { count: 0, sum: 1, min: 2, max: 3, last: 4, lastAt: 5 } as const;
export const ROLLUP_COLUMNS = 6;

/** One series over the steps. Where `count` is 0 the rest means nothing. */
export interface SeriesSums {
  readonly count: Float64Array;
  readonly sum: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly last: Float64Array;
  /** When `last` was so: the greatest time wins, in whatever order blocks are added. */
  readonly lastMs: Float64Array;
}

export interface Steps {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly steps: number;
}

/** Sums points up over equal steps of time, block after block, so that a long range is never in memory at once. */
export class StepSums {
  readonly #grid: Steps;
  readonly #series = new Map<number, SeriesSums>();
  readonly #checkSize: (series: number) => void;

  /** @param checkSize may throw: called before there is room made for another series, with their number then */
  constructor(grid: Steps, checkSize: (series: number) => void = () => {}) {
    this.#grid = grid;
    this.#checkSize = checkSize;
  }

  of(series: number): SeriesSums | undefined {
    return this.#series.get(series);
  }

  /**
   * Adds the points of a raw block or of a rollup. Points outside the steps, and those that `accept` turns down, are left
   * out.
   */
  add({ times, columns }: Block, accept: (timeMs: number) => boolean = () => true): void {
    const { fromMs, stepMs, steps } = this.#grid;
    const places = new Int32Array(times.length);
    for (let at = 0; at < places.length; at++) {
      const place = Math.floor(((times[at] as number) - fromMs) / stepMs);
      places[at] = place >= 0 && place < steps && accept(times[at] as number) ? place : -1;
    }
    for (const [series, source] of columns) this.#addSeries(series, source, { places, times });
  }

  /** The steps in which anything is known, as a rollup block. */
  block(): Block {
    const { fromMs, stepMs, steps } = this.#grid;
    const all = [...this.#series.values()];
    const kept = Array.from({ length: steps }, (_, step) => step).filter((step) =>
      all.some(({ count }) => count[step] !== 0),
    );
    const columns = new Map<number, Float64Array[]>();
    for (const [series, sums] of this.#series) {
      const pick = (column: Float64Array) =>
        Float64Array.from(kept, (step) => (sums.count[step] === 0 ? Number.NaN : (column[step] as number)));
      const counts = Float64Array.from(kept, (step) => sums.count[step] as number);
      const lastAt = pick(sums.lastMs).map((lastMs, at) => lastMs - fromMs - (kept[at] as number) * stepMs);
      columns.set(series, [counts, pick(sums.sum), pick(sums.min), pick(sums.max), pick(sums.last), lastAt]);
    }
    return { times: Float64Array.from(kept, (step) => fromMs + step * stepMs), columns };
  }

  #addSeries(
    series: number,
    source: readonly Float64Array[],
    { places, times }: { readonly places: Int32Array; readonly times: Float64Array },
  ): void {
    const raw = source.length === 1;
    const column = (n: number) => source[raw ? 0 : n] as Float64Array;
    const [sum, min, max, last] = [column(COLUMN.sum), column(COLUMN.min), column(COLUMN.max), column(COLUMN.last)];
    const [counts, lastAt] = raw ? [] : [column(COLUMN.count), source[COLUMN.lastAt]];
    let into = this.#series.get(series);
    for (let at = 0; at < places.length; at++) {
      const place = places[at] as number;
      const value = last[at] as number;
      if (place < 0 || Number.isNaN(value)) continue;
      into ??= this.#start(series);
      const first = into.count[place] === 0;
      into.count[place] = (into.count[place] as number) + (counts ? (counts[at] as number) : 1);
      into.sum[place] = (into.sum[place] as number) + (sum[at] as number);
      if (first || (min[at] as number) < (into.min[place] as number)) into.min[place] = min[at] as number;
      if (first || (max[at] as number) > (into.max[place] as number)) into.max[place] = max[at] as number;
      // Rollups of the first layout do not say when their last value was: taken for the start of the point.
      const lastMs = (times[at] as number) + (lastAt?.[at] ?? 0);
      if (first || lastMs >= (into.lastMs[place] as number)) {
        into.last[place] = value;
        into.lastMs[place] = lastMs;
      }
    }
  }

  #start(series: number): SeriesSums {
    this.#checkSize(this.#series.size + 1);
    const column = () => new Float64Array(this.#grid.steps);
    const sums = { count: column(), sum: column(), min: column(), max: column(), last: column(), lastMs: column() };
    this.#series.set(series, sums);
    return sums;
  }
}
