/** The kernel adds up a page or two of figures for this one; memory moves slowly. */
const EVERY_MS = 10_000;

/** Measures the agent's own resident memory, seldom. */
export class SelfMemory {
  readonly #read: () => number;
  #rssBytes = Number.NaN;
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(read: () => number = process.memoryUsage.rss) {
    this.#read = read;
  }

  /** As it was within the last ten seconds. */
  rssBytes(monoMs: number): number {
    if (monoMs - this.#readAtMs >= EVERY_MS) {
      this.#rssBytes = this.#read();
      this.#readAtMs = monoMs;
    }
    return this.#rssBytes;
  }
}
