import { bytesPerMs } from './plan.ts';
import { randomFrom } from './random.ts';
import type { DirectionStats, LinkPlan } from './types.ts';

/**
 * One direction of a link: packets wait for the rate, then for the delay, and leave in the order in which they came, but for those that overtake.
 * The bytes are the caller's: slot n is a place for one packet, filled before `push` and free again after `shift`.
 * Times are milliseconds of one clock that never goes back.
 */
export class DelayQueue {
  readonly #dueMs: Float64Array;
  readonly #bytes: Uint32Array;
  readonly #plan: LinkPlan;
  readonly #random: () => number;
  #head = 0;
  #count = 0;
  #lineFreeMs = 0;
  #forwarded = 0;
  #lost = 0;
  #swallowed = 0;
  #overflowed = 0;

  constructor(plan: LinkPlan, slots: number, seed: number) {
    this.#plan = plan;
    this.#dueMs = new Float64Array(slots);
    this.#bytes = new Uint32Array(slots);
    this.#random = randomFrom(seed);
  }

  /** The slot that the next packet is to be read into. It stays the same while packets are dropped. */
  get nextSlot(): number {
    return (this.#head + this.#count) % this.#dueMs.length;
  }

  /** When the first packet leaves; Infinity when none is there. */
  get dueMs(): number {
    return this.#count === 0 ? Number.POSITIVE_INFINITY : (this.#dueMs[this.#head] ?? Number.POSITIVE_INFINITY);
  }

  /**
   * Takes the packet in `nextSlot`, or drops it: by chance, because it is too large, or because the queue is full.
   * @returns true when it overtakes all others: it is to be sent at once, from where it is
   */
  push(bytes: number, nowMs: number): boolean {
    const { lossPercent, rateMbit, queueBytes, delayMs, reorderPercent, largestBytes } = this.#plan;
    if (lossPercent > 0 && this.#random() * 100 < lossPercent) {
      this.#lost++;
      return false;
    }
    if (largestBytes !== undefined && bytes > largestBytes) {
      this.#swallowed++;
      return false;
    }
    if (reorderPercent > 0 && this.#count > 0 && this.#random() * 100 < reorderPercent) {
      this.#forwarded++;
      return true;
    }
    const perMs = rateMbit === undefined ? Number.POSITIVE_INFINITY : bytesPerMs(rateMbit);
    const startMs = Math.max(nowMs, this.#lineFreeMs);
    const isFull = this.#count === this.#dueMs.length - 1;
    if (isFull || (rateMbit !== undefined && (startMs - nowMs) * perMs + bytes > queueBytes)) {
      this.#overflowed++;
      return false;
    }
    this.#lineFreeMs = startMs + bytes / perMs;
    const slot = this.nextSlot;
    this.#dueMs[slot] = this.#lineFreeMs + delayMs;
    this.#bytes[slot] = bytes;
    this.#count++;
    return false;
  }

  /** Takes the first packet out, if it is due: its slot and length by `visit`. @returns whether one was due */
  shift(nowMs: number, visit: (slot: number, bytes: number) => void): boolean {
    if (this.dueMs > nowMs) return false;
    visit(this.#head, this.#bytes[this.#head] ?? 0);
    this.#head = (this.#head + 1) % this.#dueMs.length;
    this.#count--;
    this.#forwarded++;
    return true;
  }

  get stats(): DirectionStats {
    return { forwarded: this.#forwarded, lost: this.#lost, swallowed: this.#swallowed, overflowed: this.#overflowed };
  }
}
