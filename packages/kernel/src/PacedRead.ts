import { KernelError } from './KernelError.ts';

/** Of one core: what took 10 ms is not read again for 20 seconds. */
const SHARE = 0.0005;

export interface Pace {
  /** The share of one core that the reading may take. */
  readonly share?: number;
  readonly nowMs?: () => number;
}

/**
 * A reading whose cost depends on how large the kernel's table is. It keeps to its share of the CPU by being made less often; in between, what it gave
 * last is given again. Fit for levels, not for counters.
 */
export class PacedRead<Rows> {
  readonly #path: string;
  readonly #read: () => Promise<Rows>;
  readonly #share: number;
  readonly #nowMs: () => number;
  #last: { readonly rows: Rows; readonly dueMs: number } | undefined;
  #underWay: Promise<Rows> | undefined;

  constructor(path: string, read: () => Promise<Rows>, { share = SHARE, nowMs = () => performance.now() }: Pace = {}) {
    this.#path = path;
    this.#read = read;
    this.#share = share;
    this.#nowMs = nowMs;
  }

  /** Fails with what the reading failed with, or as `timed-out` when the first one takes longer; it goes on all the same. */
  async next(timeoutMs: number): Promise<Rows> {
    if (this.#last !== undefined && this.#nowMs() < this.#last.dueMs) return this.#last.rows;
    const limit = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => limit.resolve(undefined), timeoutMs);
    try {
      const rows = (await Promise.race([this.#start(), limit.promise])) ?? this.#last?.rows;
      if (rows !== undefined) return rows;
      throw new KernelError({ code: 'timed-out', operation: 'dump', path: this.#path, detail: `${timeoutMs} ms` });
    } finally {
      clearTimeout(timer);
    }
  }

  /** The next reading is made whatever the last one cost. */
  forget(): void {
    this.#last = undefined;
  }

  #start(): Promise<Rows> {
    this.#underWay ??= this.#measured();
    return this.#underWay;
  }

  async #measured(): Promise<Rows> {
    const startedMs = this.#nowMs();
    try {
      const rows = await this.#read();
      const endedMs = this.#nowMs();
      this.#last = { rows, dueMs: endedMs + (endedMs - startedMs) / this.#share };
      return rows;
    } catch (cause) {
      this.#last = undefined;
      throw cause;
    } finally {
      this.#underWay = undefined;
    }
  }
}
