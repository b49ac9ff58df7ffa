import { KERNEL_ERROR_CODES, KernelError } from '@netstrata/kernel';
import type { SettingValue, TunablesReport } from '@netstrata/protocol/types';

export interface TunablesReporterParts {
  readonly names: readonly string[];
  /** Those that this agent may read and not write, for as long as it runs. */
  readonly readOnly: readonly string[];
  /** The value of one, as the kernel prints it; fails with the reason. */
  readonly read: (name: string) => string;
  readonly wallMs: () => number;
  /** The whole report, each time anything in it changed. */
  readonly onChange: (report: TunablesReport) => void;
  /** One is another, before the report says so; or it can be read now and could not before. */
  readonly onValue: (name: string, before: string | undefined, after: string) => void;
}

/** What the tunables are now. All are read at the start; then a few at each step, round and round. */
export class TunablesReporter {
  readonly #parts: TunablesReporterParts;
  readonly #values = new Map<string, string>();
  readonly #unreadable = new Map<string, string>();
  #others: readonly SettingValue[] | undefined;
  #next = 0;
  #report: TunablesReport;
  /** The first report: what was there when the agent began to watch. */
  readonly first: TunablesReport;

  constructor(parts: TunablesReporterParts) {
    this.#parts = parts;
    for (const name of parts.names) this.#readOne(name);
    this.#report = this.#makeReport();
    this.first = this.#report;
  }

  /** The newest. */
  get report(): TunablesReport {
    return this.#report;
  }

  /** Reads the next share of all names. Never fails. */
  step(share: number): void {
    const { names } = this.#parts;
    const count = Math.min(names.length, Math.ceil(names.length * share));
    const due: string[] = [];
    for (let n = 0; n < count; n++) {
      const name = names[this.#next];
      this.#next = (this.#next + 1) % names.length;
      if (name !== undefined) due.push(name);
    }
    this.#readAll(due);
  }

  /** Reads these now, out of turn: somebody just changed them. Never fails. */
  refresh(names: readonly string[]): void {
    this.#readAll(names.filter((name) => this.#parts.names.includes(name)));
  }

  /** Settings that are read elsewhere and told with these. */
  others(values: readonly SettingValue[]): void {
    this.#others = values;
    this.#report = this.#makeReport();
    this.#parts.onChange(this.#report);
  }

  #readAll(names: readonly string[]): void {
    const changed = names.filter((name) => this.#readOne(name));
    if (changed.length === 0) return;
    this.#report = this.#makeReport();
    this.#parts.onChange(this.#report);
  }

  #makeReport(): TunablesReport {
    return {
      timeMs: this.#parts.wallMs(),
      values: Object.fromEntries(this.#values),
      unreadable: Object.fromEntries(this.#unreadable),
      ...(this.#others === undefined ? {} : { others: this.#others }),
      ...(this.#parts.readOnly.length === 0 ? {} : { readOnly: this.#parts.readOnly }),
    };
  }

  /** Whether it is another than before. */
  #readOne(name: string): boolean {
    try {
      const value = this.#parts.read(name);
      const before = this.#values.get(name);
      const changed = before !== value;
      this.#values.set(name, value);
      const appeared = this.#unreadable.delete(name);
      if (appeared || (changed && before !== undefined)) this.#parts.onValue(name, before, value);
      return appeared || changed;
    } catch (cause) {
      const reason = cause instanceof KernelError ? KERNEL_ERROR_CODES[cause.code] : String(cause);
      const changed = this.#unreadable.get(name) !== reason;
      this.#unreadable.set(name, reason);
      return this.#values.delete(name) || changed;
    }
  }
}
