import type { Clock } from '../clock/Clock.ts';

/** Work that can be interrupted: goes on until `pause` says so, and is true at its end. */
export type Sliced = (pause: () => boolean) => boolean;

export interface SlicesOptions {
  readonly clock: Pick<Clock, 'after'>;
  readonly sliceMs: number;
  readonly restMs: number;
  /** CPU of this process so far, milliseconds. */
  readonly cpuMs: () => number;
}

/** Does long work in slices with rests between them, in which ticks and messages have their turn, and measures what it cost. */
export class Slices {
  readonly #options: SlicesOptions;
  #rest: { readonly cancel: () => void; readonly reject: (cause: Error) => void } | undefined;
  #costMs = 0;

  constructor(options: SlicesOptions) {
    this.#options = options;
  }

  /** CPU of all slices so far, rests left out. */
  get costMs(): number {
    return this.#costMs;
  }

  async run(work: Sliced): Promise<void> {
    while (!this.#slice(work)) await this.rest(this.#options.restMs);
  }

  /** Work that cannot be interrupted, as one slice. */
  whole<T>(work: () => T): T {
    const { cpuMs } = this.#options;
    const beforeMs = cpuMs();
    try {
      return work();
    } finally {
      this.#costMs += cpuMs() - beforeMs;
    }
  }

  rest(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.#options.clock.after(ms, () => {
        this.#rest = undefined;
        resolve();
      });
      this.#rest = { cancel, reject };
    });
  }

  /** Ends a rest, and with it the work. */
  stop(): void {
    this.#rest?.cancel();
    this.#rest?.reject(new Error('nobody looks any more'));
    this.#rest = undefined;
  }

  #slice(work: Sliced): boolean {
    const startedMs = performance.now();
    return this.whole(() => work(() => performance.now() - startedMs >= this.#options.sliceMs));
  }
}
