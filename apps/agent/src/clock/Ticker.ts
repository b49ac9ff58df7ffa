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
    this.#scheduleFrom(this.#now());
  }

  /** No tick begins after this; resolves when the running one has ended. */
  async stop(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    await this.#running;
  }

  /**
   * Both clocks, the wall's first: an agent held up between the two then takes its next tick late by that. The other way round
   * it would take it early, in the second before, which then has two.
   */
  #now(): Omit<TickTime, 'lateMs'> {
    const timeMs = this.#clock.wallMs();
    return { timeMs, monoMs: this.#clock.monoMs() };
  }

  #scheduleFrom({ timeMs, monoMs }: Omit<TickTime, 'lateMs'>): void {
    const untilBoundary = this.#intervalMs - (timeMs % this.#intervalMs);
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
    const now = this.#now();
    const time = { ...now, lateMs: now.monoMs - this.#dueMono };
    this.#scheduleFrom(now);
    if (this.#running !== undefined) return;
    this.#running = this.#onTick(time).finally(() => {
      this.#running = undefined;
    });
  }
}
