/** An agent's clock further from ours than this is worth saying. */
const NOTICE_MS = 5000;
/** What is on its way or waits for a busy machine comes late, seldom so many times in a row. */
const LOOKS = 8;

/**
 * How far an agent's clock is from ours, told from when its samples arrive. A sample can be late, and never early: the least of the last
 * differences comes nearest.
 */
export class ClockOffset {
  #looks: number[] = [];

  /** Our clock minus the agent's, ms; null where they do not differ by seconds, or before a sample came. */
  get ms(): number | null {
    const leastMs = Math.min(...this.#looks);
    return Number.isFinite(leastMs) && Math.abs(leastMs) > NOTICE_MS ? Math.round(leastMs) : null;
  }

  /** Takes how much later a sample arrived by our clock than it was taken by the agent's, ms. */
  look(differenceMs: number): void {
    this.#looks = [...this.#looks.slice(1 - LOOKS), differenceMs];
  }
}
