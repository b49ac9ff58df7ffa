const GOLDEN = 0x9e3779b1;

/**
 * Sums by key, in typed arrays: nothing is allocated for an event. Keys are a few 32-bit words. It holds so many rows; what comes
 * with a new key when they are all taken has no row.
 */
export class CountTable {
  readonly columns: number;
  /** The key to find: the caller writes it. */
  readonly key: Uint32Array;
  readonly #most: number;
  /** Row + 1 of each slot, open-addressed. */
  readonly #slots: Uint16Array;
  readonly #keys: Uint32Array;
  readonly #sums: Float64Array;
  #size = 0;

  /** At most 16,384 rows. */
  constructor(most: number, keyWords: number, columns: number) {
    this.columns = columns;
    this.key = new Uint32Array(keyWords);
    this.#most = most;
    this.#slots = new Uint16Array(2 ** Math.ceil(Math.log2(most * 2)));
    this.#keys = new Uint32Array(most * keyWords);
    this.#sums = new Float64Array(most * columns);
  }

  get size(): number {
    return this.#size;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#sums.fill(0, 0, this.#size * this.columns);
    this.#size = 0;
  }

  /** The row of `key`, made if there is room; else -1. */
  row(): number {
    const { key } = this;
    const mask = this.#slots.length - 1;
    let at = this.#hash() & mask;
    for (;;) {
      const row = (this.#slots[at] as number) - 1;
      if (row < 0) break;
      if (this.#holds(row)) return row;
      at = (at + 1) & mask;
    }
    if (this.#size >= this.#most) return -1;
    const row = this.#size++;
    this.#slots[at] = row + 1;
    this.#keys.set(key, row * key.length);
    return row;
  }

  /** Adds one amount to each column. */
  add(row: number, amounts: Float64Array): void {
    const sums = this.#sums;
    const columns = this.columns;
    const first = row * columns;
    for (let column = 0; column < columns; column++)
      sums[first + column] = (sums[first + column] as number) + (amounts[column] as number);
  }

  sum(row: number, column: number): number {
    return this.#sums[row * this.columns + column] as number;
  }

  /** The words of a row's key, in the table itself. */
  keyOf(row: number): Uint32Array {
    const { length } = this.key;
    return this.#keys.subarray(row * length, (row + 1) * length);
  }

  #hash(): number {
    const { key } = this;
    let hash = 0;
    for (let word = 0; word < key.length; word++) hash = Math.imul(hash ^ (key[word] as number), GOLDEN);
    return hash >>> 7;
  }

  #holds(row: number): boolean {
    const { key } = this;
    const keys = this.#keys;
    const at = row * key.length;
    for (let word = 0; word < key.length; word++) if (keys[at + word] !== key[word]) return false;
    return true;
  }
}
