import type { Labels, SampleWindow } from './types.ts';
import { Column, labelKey, NO_LABELS } from './windowColumn.ts';
import type { LiveWindowOptions, WindowSeries, WindowTick } from './windowTick.ts';

export type { LiveWindowOptions, WindowSeries, WindowTick };

/**
 * Known samples further apart than this many intervals are a gap, and a series silent for longer is unknown. Sources that cost more are
 * read every five, and two later on a busy machine.
 */
const GAP_INTERVALS = 7.5;

/**
 * One host's last minutes in columns: a ring of doubles a series, one shared ring of times.
 *
 * A source read less often than the tick leaves unknown values between; the newest known value holds for a gap's length.
 */
export class LiveWindow implements SampleWindow {
  readonly #capacity: number;
  readonly #slackMs: number;
  readonly #gapMs: number;
  readonly #timeMs: Float64Array;
  readonly #monoMs: Float64Array;
  readonly #columns = new Map<string, Map<string, Column>>();
  #series: readonly WindowSeries[] = [];
  #bound: (Column | undefined)[] = [];
  /** Columns that the current session has not named: they only age. */
  #unbound = new Set<Column>();
  #bootId: string | undefined;
  #pushes = 0;
  #held = 0;

  constructor(options: LiveWindowOptions = {}) {
    const { capacity = 600, intervalMs = 1000 } = options;
    if (!Number.isInteger(capacity) || capacity < 2)
      throw new RangeError(`capacity must be at least 2, is ${capacity}`);
    if (!(intervalMs > 0)) throw new RangeError(`intervalMs must be above 0, is ${intervalMs}`);
    this.#capacity = capacity;
    this.#slackMs = intervalMs / 2;
    this.#gapMs = intervalMs * GAP_INTERVALS;
    this.#timeMs = new Float64Array(capacity);
    this.#monoMs = new Float64Array(capacity);
  }

  /** Unix milliseconds of the newest tick, 0 before the first. */
  get nowMs(): number {
    return this.#held === 0 ? 0 : this.#at(this.#timeMs, 0);
  }

  /** Ticks held. */
  get length(): number {
    return this.#held;
  }

  /**
   * Adds a tick. A tick that is not newer than the last (a resend) is ignored; a new boot drops what is held; a new
   * session of the same boot (another array of series) goes on where the last one stopped.
   */
  push(series: readonly WindowSeries[], tick: WindowTick): void {
    const { timeMs, monoMs, values } = tick;
    if (!Number.isFinite(timeMs) || !Number.isFinite(monoMs)) {
      throw new RangeError(`a tick needs finite times, has timeMs ${timeMs}, monoMs ${monoMs}`);
    }
    if (this.#rebooted(tick)) this.reset();
    else if (this.#held > 0 && monoMs <= this.#at(this.#monoMs, 0)) return;
    this.#bootId = tick.bootId ?? this.#bootId;
    if (series !== this.#series) this.#adopt(series);
    this.#pushes += 1;
    this.#held = Math.min(this.#held + 1, this.#capacity);
    const slot = this.#pushes % this.#capacity;
    this.#timeMs[slot] = timeMs;
    this.#monoMs[slot] = monoMs;
    for (const column of this.#unbound) column.ring[slot] = Number.NaN;
    for (let n = 0; n < series.length; n += 1) {
      const value = values[n] ?? Number.NaN;
      const column = this.#bound[n] ?? this.#bind(n, value);
      if (column === undefined) continue;
      column.ring[slot] = value;
      if (!Number.isNaN(value)) column.lastKnownPush = this.#pushes;
    }
    if (this.#pushes % this.#capacity === 0) this.#forgetSilent();
  }

  /** Drops everything held, as after a reboot. */
  reset(): void {
    this.#columns.clear();
    this.#series = [];
    this.#bound = [];
    this.#unbound.clear();
    this.#bootId = undefined;
    this.#pushes = 0;
    this.#held = 0;
  }

  labelsOf(metric: string): readonly Labels[] {
    return Array.from(this.#columns.get(metric)?.values() ?? [], (column) => column.labels);
  }

  last(metric: string, labels?: Labels): number | undefined {
    const column = this.#column(metric, labels);
    const back = column === undefined ? -1 : this.#newestKnown(column);
    return column === undefined || back < 0 ? undefined : this.#at(column.ring, back);
  }

  max(metric: string, seconds: number, labels?: Labels): number | undefined {
    return this.#fold(metric, seconds, labels, Math.max);
  }

  min(metric: string, seconds: number, labels?: Labels): number | undefined {
    return this.#fold(metric, seconds, labels, Math.min);
  }

  delta(metric: string, seconds: number, labels?: Labels): number | undefined {
    return this.#growth(metric, seconds, labels)?.growth;
  }

  rate(metric: string, seconds: number, labels?: Labels): number | undefined {
    const grown = this.#growth(metric, seconds, labels);
    return grown === undefined ? undefined : (grown.growth * 1000) / grown.ms;
  }

  coveredSeconds(metric: string, labels?: Labels): number {
    const column = this.#column(metric, labels);
    const newest = column === undefined ? -1 : this.#newestKnown(column);
    if (column === undefined || newest < 0) return 0;
    const newestMs = this.#at(this.#monoMs, newest);
    let oldestMs = newestMs;
    for (let back = newest + 1; back < this.#held; back += 1) {
      if (Number.isNaN(this.#at(column.ring, back))) continue;
      const ms = this.#at(this.#monoMs, back);
      if (oldestMs - ms > this.#gapMs) break;
      oldestMs = ms;
    }
    return (newestMs - oldestMs) / 1000;
  }

  points(metric: string, seconds: number, labels?: Labels): readonly (readonly [number, number | undefined])[] {
    const column = this.#column(metric, labels);
    if (column === undefined) return [];
    return this.#backs(seconds).map((back) => {
      const value = this.#at(column.ring, back);
      return [this.#at(this.#timeMs, back), Number.isNaN(value) ? undefined : value] as const;
    });
  }

  ratePoints(metric: string, seconds: number, labels?: Labels): readonly (readonly [number, number | undefined])[] {
    const column = this.#column(metric, labels);
    if (column === undefined) return [];
    return this.#backs(seconds).map((back) => [this.#at(this.#timeMs, back), this.#rateAt(column, back)] as const);
  }

  #rebooted({ timeMs, monoMs, bootId }: WindowTick): boolean {
    if (this.#held === 0) return false;
    if (bootId !== undefined && this.#bootId !== undefined) return bootId !== this.#bootId;
    return monoMs < this.#at(this.#monoMs, 0) && timeMs > this.#at(this.#timeMs, 0);
  }

  /** Another array of the same entries keeps its columns; other entries are another session. */
  #adopt(series: readonly WindowSeries[]): void {
    const same = this.#series.every((entry, n) => entry === series[n]) && this.#series.length > 0;
    this.#series = series;
    if (same) return;
    this.#bound = [];
    this.#unbound = new Set(Array.from(this.#columns.values(), (byLabels) => [...byLabels.values()]).flat());
    for (let n = 0; n < series.length; n += 1) this.#bind(n, Number.NaN);
  }

  /** A column is made by its first known value, so series that never say anything cost nothing. */
  #bind(n: number, value: number): Column | undefined {
    const series = this.#series[n];
    if (series === undefined) return undefined;
    let column = this.#columns.get(series.metric)?.get(labelKey(series.labels));
    if (column === undefined) {
      if (Number.isNaN(value)) return undefined;
      column = new Column(series.labels, this.#capacity);
      const byLabels = this.#columns.get(series.metric) ?? new Map<string, Column>();
      byLabels.set(labelKey(series.labels), column);
      this.#columns.set(series.metric, byLabels);
    }
    this.#unbound.delete(column);
    this.#bound[n] = column;
    return column;
  }

  /** Frees the columns of devices and sockets that are gone, so that months of coming and going cost nothing. */
  #forgetSilent(): void {
    const oldest = this.#pushes - this.#capacity;
    const silent = (column: Column | undefined) => column !== undefined && column.lastKnownPush <= oldest;
    for (const [metric, byLabels] of this.#columns) {
      for (const [key, column] of byLabels) if (silent(column)) byLabels.delete(key);
      if (byLabels.size === 0) this.#columns.delete(metric);
    }
    this.#bound = this.#bound.map((column) => (silent(column) ? undefined : column));
    for (const column of this.#unbound) if (silent(column)) this.#unbound.delete(column);
  }

  /** Without labels: the series that has none, else the only one there is. */
  #column(metric: string, labels: Labels | undefined): Column | undefined {
    const byLabels = this.#columns.get(metric);
    if (byLabels === undefined) return undefined;
    if (labels !== undefined) return byLabels.get(labelKey(labels));
    if (byLabels.size > 1) return byLabels.get(NO_LABELS);
    return byLabels.values().next().value;
  }

  /** The value `back` ticks before the newest. */
  #at(ring: Float64Array, back: number): number {
    const slot = (this.#pushes - back + this.#capacity * 2) % this.#capacity;
    return ring[slot] ?? Number.NaN;
  }

  /** Ticks back to the newest known value, -1 when it is further away than a gap. */
  #newestKnown(column: Column): number {
    const back = this.#pushes - column.lastKnownPush;
    if (back >= this.#held) return -1;
    return this.#at(this.#monoMs, 0) - this.#at(this.#monoMs, back) > this.#gapMs ? -1 : back;
  }

  #fold(
    metric: string,
    seconds: number,
    labels: Labels | undefined,
    pick: (a: number, b: number) => number,
  ): number | undefined {
    const column = this.#column(metric, labels);
    if (column === undefined || this.#newestKnown(column) < 0) return undefined;
    let result: number | undefined;
    for (let back = 0; back < this.#held; back += 1) {
      const value = this.#at(column.ring, back);
      const known = !Number.isNaN(value);
      if (known) result = result === undefined ? value : pick(result, value);
      const age = this.#at(this.#monoMs, 0) - this.#at(this.#monoMs, back + 1);
      if (result !== undefined && age >= seconds * 1000 - this.#slackMs) break;
    }
    return result;
  }

  /** From the newest known value back over `seconds`, at least one step, at most to a gap. */
  #growth(
    metric: string,
    seconds: number,
    labels: Labels | undefined,
  ): { readonly growth: number; readonly ms: number } | undefined {
    const column = this.#column(metric, labels);
    const newest = column === undefined ? -1 : this.#newestKnown(column);
    if (column === undefined || newest < 0) return undefined;
    const nowMs = this.#at(this.#monoMs, newest);
    let oldest = this.#at(column.ring, newest);
    let oldestMs = nowMs;
    for (let back = newest + 1; back < this.#held; back += 1) {
      const value = this.#at(column.ring, back);
      if (Number.isNaN(value)) continue;
      const ms = this.#at(this.#monoMs, back);
      if (oldestMs - ms > this.#gapMs) break;
      if (value > oldest) return undefined;
      oldest = value;
      oldestMs = ms;
      if (nowMs - ms >= seconds * 1000 - this.#slackMs) break;
    }
    if (oldestMs === nowMs) return undefined;
    return { growth: this.#at(column.ring, newest) - oldest, ms: nowMs - oldestMs };
  }

  /** Growth a second from the known value before to the one at `back`; undefined at a reset or after a gap. */
  #rateAt(column: Column, back: number): number | undefined {
    const value = this.#at(column.ring, back);
    if (Number.isNaN(value)) return undefined;
    const ms = this.#at(this.#monoMs, back);
    for (let older = back + 1; older < this.#held; older += 1) {
      const before = ms - this.#at(this.#monoMs, older);
      if (before > this.#gapMs) return undefined;
      const previous = this.#at(column.ring, older);
      if (Number.isNaN(previous)) continue;
      return value < previous ? undefined : ((value - previous) * 1000) / before;
    }
    return undefined;
  }

  /** Ticks of the last `seconds`, oldest first, as steps back. */
  #backs(seconds: number): number[] {
    const backs: number[] = [];
    for (let back = 0; back < this.#held; back += 1) {
      if (this.#at(this.#monoMs, 0) - this.#at(this.#monoMs, back) > seconds * 1000 + this.#slackMs) break;
      backs.push(back);
    }
    return backs.reverse();
  }
}
