const SUB_BITS = 5;
const SUB_BUCKETS = 1 << SUB_BITS;
/** Values of up to 48 bits: a rate of 2^48 bytes a second is two petabits. */
const OCTAVES = 48;
const TWO_32 = 2 ** 32;
const HIGH_SHIFT = 16;

/** Counts of one octave: values from `from` up to, but not including, `to`. */
export interface Octave {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * Counts values in buckets of one thirty-second of an octave, so that quantiles of any number of sockets need neither
 * memory nor sorting. A quantile is the middle of its bucket: off by at most 1.6 %.
 */
export class LogHistogram {
  readonly #counts = new Uint32Array(OCTAVES * SUB_BUCKETS);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  clear(): void {
    if (this.#total > 0) this.#counts.fill(0);
    this.#total = 0;
  }

  /** A whole number from 0 to 2^48 - 1. */
  add(value: number): void {
    const at = bucketOf(value);
    this.#counts[at] = (this.#counts[at] as number) + 1;
    this.#total++;
  }

  /** The value that the share `q` of all does not exceed; undefined when there is none. */
  quantile(q: number): number | undefined {
    if (this.#total === 0) return undefined;
    let left = Math.max(1, Math.ceil(q * this.#total));
    for (let at = 0; at < this.#counts.length; at++) {
      left -= this.#counts[at] as number;
      if (left <= 0) return middleOf(at);
    }
    return undefined;
  }

  /** From the lowest octave that holds a value to the highest, empty ones between them included. */
  octaves(): readonly Octave[] {
    const counts = new Map<number, number>();
    for (const [at, count] of this.#counts.entries()) {
      if (count === 0) continue;
      const octave = octaveOf(middleOf(at));
      counts.set(octave, (counts.get(octave) ?? 0) + count);
    }
    const held = [...counts.keys()];
    const lowest = Math.min(...held);
    return Array.from({ length: counts.size === 0 ? 0 : Math.max(...held) - lowest + 1 }, (_, n) => {
      const octave = lowest + n;
      return { from: octave === 0 ? 0 : 2 ** (octave - 1), to: 2 ** octave, count: counts.get(octave) ?? 0 };
    });
  }
}

/** 0 for zero, 1 for one, 2 for two and three, 3 for four to seven … */
function octaveOf(value: number): number {
  return value < 1 ? 0 : Math.floor(Math.log2(value)) + 1;
}

/** Values below 32 have a bucket each; above, the five bits after the leading one choose it. */
function bucketOf(value: number): number {
  if (value < SUB_BUCKETS) return value;
  if (value >= TWO_32) return bucketOf(Math.floor(value / 2 ** HIGH_SHIFT)) + HIGH_SHIFT * SUB_BUCKETS;
  const shift = 31 - Math.clz32(value) - SUB_BITS;
  return (shift + 1) * SUB_BUCKETS + ((value >>> shift) & (SUB_BUCKETS - 1));
}

function middleOf(bucket: number): number {
  if (bucket < SUB_BUCKETS) return bucket;
  const shift = Math.floor(bucket / SUB_BUCKETS) - 1;
  const least = (SUB_BUCKETS + (bucket % SUB_BUCKETS)) * 2 ** shift;
  return least + (2 ** shift - 1) / 2;
}
