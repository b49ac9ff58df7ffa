/**
 * The items with the highest scores out of many, in a heap of fixed size whose root is the lowest of them. Among equal scores
 * those that came first stay.
 */
export class TopRows<T> {
  readonly #most: number;
  readonly #scores: Float64Array;
  readonly #order: Uint32Array;
  readonly #items: T[] = [];
  #came = 0;

  constructor(most: number) {
    this.#most = most;
    this.#scores = new Float64Array(most);
    this.#order = new Uint32Array(most);
  }

  get size(): number {
    return this.#items.length;
  }

  /** Whether `add` would keep an item of this score: ask before making the item. */
  admits(score: number): boolean {
    return this.#items.length < this.#most ? this.#most > 0 : score > (this.#scores[0] as number);
  }

  /** Only what was admitted. */
  add(score: number, item: T): void {
    const order = this.#came++;
    if (this.#items.length < this.#most) {
      this.#items.push(item);
      this.#up(this.#items.length - 1, { score, order, item });
    } else {
      this.#down({ score, order, item });
    }
  }

  /** Highest score first. */
  sorted(): T[] {
    return this.#items
      .map((item, at) => ({ item, score: this.#scores[at] as number, order: this.#order[at] as number }))
      .sort((a, b) => (a.score === b.score ? a.order - b.order : b.score - a.score))
      .map(({ item }) => item);
  }

  clear(): void {
    this.#items.length = 0;
    this.#came = 0;
  }

  #up(from: number, entry: Entry<T>): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isLower(entry.score, entry.order, parent)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, entry);
  }

  #down(entry: Entry<T>): void {
    const { length } = this.#items;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= length) break;
      const right = child + 1;
      if (right < length && this.#isLower(this.#scores[right] as number, this.#order[right] as number, child)) {
        child = right;
      }
      if (this.#isLower(entry.score, entry.order, child)) break;
      this.#move(child, at);
      at = child;
    }
    this.#put(at, entry);
  }

  /** Whether this score and order belongs nearer to the root than what is at `at`. */
  #isLower(score: number, order: number, at: number): boolean {
    const other = this.#scores[at] as number;
    return score === other ? order > (this.#order[at] as number) : score < other;
  }

  #move(from: number, to: number): void {
    this.#scores[to] = this.#scores[from] as number;
    this.#order[to] = this.#order[from] as number;
    this.#items[to] = this.#items[from] as T;
  }

  #put(at: number, { score, order, item }: Entry<T>): void {
    this.#scores[at] = score;
    this.#order[at] = order;
    this.#items[at] = item;
  }
}

interface Entry<T> {
  readonly score: number;
  readonly order: number;
  readonly item: T;
}
