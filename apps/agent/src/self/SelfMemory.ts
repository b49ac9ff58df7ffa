/** The kernel adds up a page or two of figures for this one; memory moves slowly. */
const EVERY_MS = 10_000;
/** By then everything has run that runs at each tick. */
const SETTLED_MS = 30_000;

export interface SelfMemoryParts {
  /** Resident memory of this process, bytes. */
  readonly read: () => number;
  /** Gives back what only the start needed. */
  readonly release: () => void;
}

/** Measures the agent's own resident memory, seldom, and makes it smaller once it has settled. */
export class SelfMemory {
  readonly #parts: SelfMemoryParts;
  #rssBytes = Number.NaN;
  #readAtMs = Number.NEGATIVE_INFINITY;
  #releaseAtMs: number | undefined;
  #released = false;

  constructor(parts: SelfMemoryParts) {
    this.#parts = parts;
  }

  /** As it was within the last ten seconds. */
  rssBytes(monoMs: number): number {
    if (monoMs - this.#readAtMs < EVERY_MS) return this.#rssBytes;
    this.#readAtMs = monoMs;
    this.#releaseAtMs ??= monoMs + SETTLED_MS;
    if (!this.#released && monoMs >= this.#releaseAtMs) {
      this.#released = true;
      this.#parts.release();
    }
    this.#rssBytes = this.#parts.read();
    return this.#rssBytes;
  }
}
