import { KernelError } from './KernelError.ts';
import { processCpuMs } from './processCpuMs.ts';
import { LATE, withinLimit } from './withinLimit.ts';

/** Of one core: what took 10 ms is not read again for 20 seconds. */
const SHARE = 0.0005;

export interface Pace {
  /** The share of one core that the reading may take. */
  readonly share?: number;
  readonly nowMs?: () => number;
  /** CPU so far: what a reading waits for a lock of the kernel or for its turn on a crowded machine is no cost of it. */
  readonly cpuMs?: () => number;
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
  readonly #cpuMs: () => number;
  #last: { readonly rows: Rows; readonly dueMs: number } | undefined;
  #underWay: Promise<Rows> | undefined;

  constructor(path: string, read: () => Promise<Rows>, pace: Pace = {}) {
    this.#path = path;
    this.#read = read;
    this.#share = pace.share ?? SHARE;
    this.#nowMs = pace.nowMs ?? (() => performance.now());
    this.#cpuMs = pace.cpuMs ?? processCpuMs;
  }

  /** Fails with what the reading failed with, or as `timed-out` when the first one takes longer; it goes on all the same. */
  async next(timeoutMs: number): Promise<Rows> {
    if (this.#last !== undefined && this.#nowMs() < this.#last.dueMs) return this.#last.rows;
    const rows = await withinLimit(this.#start(), timeoutMs);
    if (rows !== LATE) return rows;
    if (this.#last !== undefined) return this.#last.rows;
    throw new KernelError({ code: 'timed-out', operation: 'dump', path: this.#path, detail: `${timeoutMs} ms` });
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
    const beforeMs = this.#cpuMs();
    try {
      const rows = await this.#read();
      this.#last = { rows, dueMs: this.#nowMs() + (this.#cpuMs() - beforeMs) / this.#share };
      return rows;
    } catch (cause) {
      this.#last = undefined;
      throw cause;
    } finally {
      this.#underWay = undefined;
    }
  }
}
