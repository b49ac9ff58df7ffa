import type { Clock } from './Clock.ts';

export interface TickTime {
  readonly timeMs: number;
  readonly monoMs: number;
  /** How long after its due time the tick began. */
  readonly lateMs: number;
}

/** A tick that would come sooner than this share of the interval after the one before is left out. */
const LEAST_GAP_SHARE = 0.25;

/**
 * Ticks at the whole multiples of the interval of the wall clock, so that the samples of many hosts belong together and each
 * second of history has one. Every deadline is computed anew: lateness never adds up, what was missed is not made up for,
 * and a clock that is set moves the next deadline once. While a tick's work still runs, due ticks are left out.
 */
export class Ticker {
  readonly #intervalMs: number;
  readonly #clock: Clock;
  readonly #onTick: (time: TickTime) => Promise<void>;
  #dueMono = 0;
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;

  /** `onTick` must not fail. */
  constructor(intervalMs: number, clock: Clock, onTick: (time: TickTime) => Promise<void>) {
    this.#intervalMs = intervalMs;
    this.#clock = clock;
    this.#onTick = onTick;
  }

  start(): void {
    this.#scheduleFrom(this.#clock.monoMs());
  }

  /** No tick begins after this; resolves when the running one has ended. */
  async stop(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    await this.#running;
  }

  #scheduleFrom(monoMs: number): void {
    const untilBoundary = this.#intervalMs - (this.#clock.wallMs() % this.#intervalMs);
    const tooSoon = untilBoundary < this.#intervalMs * LEAST_GAP_SHARE;
    this.#dueMono = monoMs + untilBoundary + (tooSoon ? this.#intervalMs : 0);
    this.#arm(monoMs);
  }

  #arm(monoMs: number): void {
    this.#cancel = this.#clock.after(Math.max(1, Math.ceil(this.#dueMono - monoMs)), () => this.#fire());
  }

  #fire(): void {
    const monoMs = this.#clock.monoMs();
    // A timer may fire a fraction of a millisecond early, which would put the tick into the second before.
    if (monoMs < this.#dueMono) {
      this.#arm(monoMs);
      return;
    }
    const time = { timeMs: this.#clock.wallMs(), monoMs, lateMs: monoMs - this.#dueMono };
    this.#scheduleFrom(monoMs);
    if (this.#running !== undefined) return;
    this.#running = this.#onTick(time).finally(() => {
      this.#running = undefined;
    });
  }
}
