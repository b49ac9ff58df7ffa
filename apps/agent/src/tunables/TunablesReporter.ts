import { KERNEL_ERROR_CODES, KernelError } from '@netstrata/kernel';
import type { TunablesReport } from '@netstrata/protocol/types';

export interface TunablesReporterParts {
  readonly names: readonly string[];
  /** The value of one, as the kernel prints it; fails with the reason. */
  readonly read: (name: string) => string;
  readonly wallMs: () => number;
  /** The whole report, each time anything in it changed. */
  readonly onChange: (report: TunablesReport) => void;
}

/** What the tunables are now. All are read at the start; then a few at each step, round and round. */
export class TunablesReporter {
  readonly #parts: TunablesReporterParts;
  readonly #values = new Map<string, string>();
  readonly #unreadable = new Map<string, string>();
  #next = 0;
  #report: TunablesReport;

  constructor(parts: TunablesReporterParts) {
    this.#parts = parts;
    for (const name of parts.names) this.#readOne(name);
    this.#report = this.#makeReport();
  }

  /** The newest. */
  get report(): TunablesReport {
    return this.#report;
  }

  /** Reads the next share of all names. Never fails. */
  step(share: number): void {
    const { names, onChange } = this.#parts;
    const count = Math.min(names.length, Math.ceil(names.length * share));
    let changed = false;
    for (let n = 0; n < count; n++) {
      const name = names[this.#next];
      this.#next = (this.#next + 1) % names.length;
      if (name !== undefined && this.#readOne(name)) changed = true;
    }
    if (!changed) return;
    this.#report = this.#makeReport();
    onChange(this.#report);
  }

  #makeReport(): TunablesReport {
    return {
      timeMs: this.#parts.wallMs(),
      values: Object.fromEntries(this.#values),
      unreadable: Object.fromEntries(this.#unreadable),
    };
  }

  /** Whether it is another than before. */
  #readOne(name: string): boolean {
    try {
      const value = this.#parts.read(name);
      const changed = this.#values.get(name) !== value;
      this.#values.set(name, value);
      return this.#unreadable.delete(name) || changed;
    } catch (cause) {
      const reason = cause instanceof KernelError ? KERNEL_ERROR_CODES[cause.code] : String(cause);
      const changed = this.#unreadable.get(name) !== reason;
      this.#unreadable.set(name, reason);
      return this.#values.delete(name) || changed;
    }
  }
}
