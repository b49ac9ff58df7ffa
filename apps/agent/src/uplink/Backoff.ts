const FIRST_MS = 250;
const LONGEST_MS = 5000;
/** For what a person has to mend: a key that was revoked, another version. */
const FIRST_SLOW_MS = 30_000;
const SLOWEST_MS = 300_000;

/**
 * How long to wait before the next attempt to connect: doubling up to five seconds, each shortened by up to a half at random, so
 * that a hundred agents do not come back to a restarted server in the same moment.
 */
export class Backoff {
  readonly #random: () => number;
  #attempts = 0;
  #slowAttempts = 0;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  nextMs(): number {
    const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(this.#attempts, 16));
    this.#attempts++;
    return this.#jittered(full);
  }

  slowMs(): number {
    const full = Math.min(SLOWEST_MS, FIRST_SLOW_MS * 2 ** Math.min(this.#slowAttempts, 16));
    this.#slowAttempts++;
    return this.#jittered(full);
  }

  reset(): void {
    this.#attempts = 0;
    this.#slowAttempts = 0;
  }

  #jittered(ms: number): number {
    return Math.round(ms * (0.5 + this.#random() / 2));
  }
}
