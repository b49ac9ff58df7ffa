import type { SysctlWrite } from '@netstrata/kernel';
import type { Drift, SettingRef } from '@netstrata/protocol/types';
import { writerText } from './writerText.ts';

export interface SysctlDriftParts {
  /** Of this process: what it writes is no drift. */
  readonly pid: number;
  /** Whether a setting has this value because it was changed or put back by this product. */
  readonly isOurs: (setting: SettingRef, value: string) => boolean;
  /** Reads sysctls anew and calls `changed` for those that are another than before. */
  readonly refresh: (names: readonly string[]) => void;
  /** Has the kernel tell of writes that it has not told yet, by `wrote`. */
  readonly look: () => void;
  readonly wallMs: () => number;
  readonly onDrift: (drift: Drift) => void;
}

const OURS = Symbol('ours');

/**
 * Sysctls of the agent's namespace that somebody else changed, by whom as far as the kernel tells. It hears of a change twice: by the
 * kernel when it is written, where the kernel does, and by whoever reads the values in turn.
 */
export class SysctlDrift {
  readonly #parts: SysctlDriftParts;
  /** Who wrote last, until the value was looked at. */
  readonly #writers = new Map<string, string | typeof OURS>();
  /** Of which `changed` wants to know who wrote it. */
  #asking: string | undefined;

  constructor(parts: SysctlDriftParts) {
    this.#parts = parts;
  }

  /** What the kernel says was written. `names` are all, for when it could not tell all. */
  wrote(writes: readonly SysctlWrite[], lost: boolean, names: readonly string[]): void {
    for (const write of writes) this.#writers.set(write.name, write.pid === this.#parts.pid ? OURS : writerText(write));
    const written = [...this.#writers.keys()];
    this.#parts.refresh(lost ? names : written);
    for (const name of written) if (name !== this.#asking) this.#writers.delete(name);
  }

  /** A value that was known is another now. */
  changed(name: string, before: string, after: string): void {
    const { isOurs, look, onDrift, wallMs } = this.#parts;
    if (!this.#writers.has(name)) {
      this.#asking = name;
      look();
      this.#asking = undefined;
    }
    const by = this.#writers.get(name);
    this.#writers.delete(name);
    const setting = { tunable: name, namespace: 'host' };
    if (by === OURS || (by === undefined && isOurs(setting, after))) return;
    onDrift({ ...setting, timeMs: wallMs(), before, after, ...(by === undefined ? {} : { by }) });
  }
}
