import type { Tick } from '@netstrata/protocol/types';

/** One tick as its difference to the tick before: which series changed, and to what. */
interface Kept {
  readonly seq: number;
  readonly timeMs: number;
  readonly monoMs: number;
  /** Series known in this tick: the length of its values. */
  readonly length: number;
  readonly changed: Uint32Array;
  readonly values: Float64Array;
}

/** What an entry costs besides its changed values. */
const ENTRY_BYTES = 300;
const CHANGE_BYTES = 12;

/**
 * Ticks that the server has not confirmed, oldest first, bounded in number and in bytes; what does not fit pushes the oldest out.
 *
 * Kept as differences, since most series of a host with many devices stand still: ten minutes of 20,000 idle series cost
 * what they change, not 100 MB.
 */
export class TickRing {
  readonly #maxTicks: number;
  readonly #maxBytes: number;
  readonly #kept: Kept[] = [];
  /** The state before the first kept tick, and after the last. */
  #base = new Float64Array(0);
  #newest = new Float64Array(0);
  #scratchIndexes = new Uint32Array(0);
  #bytes = 0;
  #dropped = 0;
  #lastSeq = 0;

  constructor(limits: { readonly maxTicks: number; readonly maxBytes: number }) {
    this.#maxTicks = limits.maxTicks;
    this.#maxBytes = limits.maxBytes;
  }

  get length(): number {
    return this.#kept.length;
  }
  get bytes(): number {
    return this.#bytes;
  }
  /** Ticks pushed out or given up before the server confirmed them. */
  get dropped(): number {
    return this.#dropped;
  }
  /** Of the newest tick ever appended; 0 before the first. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Takes a copy of `values`, whose length never shrinks from tick to tick. Gives the tick its number. */
  append(time: { readonly timeMs: number; readonly monoMs: number }, values: Float64Array): number {
    const { length } = values;
    this.#newest = grown(this.#newest, length);
    if (this.#scratchIndexes.length < length) this.#scratchIndexes = new Uint32Array(length);
    const newest = this.#newest;
    const indexes = this.#scratchIndexes;
    let count = 0;
    for (let at = 0; at < length; at++) if (!Object.is(values[at], newest[at])) indexes[count++] = at;
    const changed = indexes.slice(0, count);
    const now = new Float64Array(count);
    for (let at = 0; at < count; at++) now[at] = values[changed[at] as number] as number;
    newest.set(values);
    this.#lastSeq++;
    this.#kept.push({ seq: this.#lastSeq, ...time, length, changed, values: now });
    this.#bytes += ENTRY_BYTES + count * CHANGE_BYTES;
    while (this.#kept.length > this.#maxTicks || (this.#bytes > this.#maxBytes && this.#kept.length > 1)) {
      this.#dropFirst();
      this.#dropped++;
    }
    return this.#lastSeq;
  }

  /** Lets go of all ticks up to `seq`. */
  ackThrough(seq: number): void {
    while (this.#first <= seq) this.#dropFirst();
  }

  /** As ackThrough for ticks the server will never take: they count as dropped. */
  giveUpThrough(seq: number): void {
    const before = this.#kept.length;
    this.ackThrough(seq);
    this.#dropped += before - this.#kept.length;
  }

  /** The ticks after `seq`, oldest first, as many as `maxTicks` and `maxValues` (over all of them) allow, but one at least. */
  read(seq: number, limits: { readonly maxTicks: number; readonly maxValues: number }): Tick[] {
    const ticks: Tick[] = [];
    let valuesLeft = limits.maxValues;
    let state = this.#base.slice();
    for (const kept of this.#kept) {
      state = grown(state, kept.length);
      apply(kept, state);
      if (kept.seq <= seq) continue;
      valuesLeft -= kept.length;
      if (ticks.length > 0 && (ticks.length >= limits.maxTicks || valuesLeft < 0)) break;
      const { timeMs, monoMs } = kept;
      ticks.push({ seq: kept.seq, timeMs, monoMs, values: state.slice(0, kept.length) });
    }
    return ticks;
  }

  get #first(): number {
    return this.#kept[0]?.seq ?? Number.POSITIVE_INFINITY;
  }

  #dropFirst(): void {
    const first = this.#kept.shift();
    if (first === undefined) return;
    this.#base = grown(this.#base, first.length);
    apply(first, this.#base);
    this.#bytes -= ENTRY_BYTES + first.changed.length * CHANGE_BYTES;
  }
}

function apply({ changed, values }: Kept, state: Float64Array): void {
  for (let at = 0; at < changed.length; at++) state[changed[at] as number] = values[at] as number;
}

/** Room for `length` numbers, the new ones unknown. */
function grown(state: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  if (length <= state.length) return state;
  const larger = new Float64Array(Math.max(length, Math.ceil(state.length * 1.5))).fill(Number.NaN);
  larger.set(state);
  return larger;
}
