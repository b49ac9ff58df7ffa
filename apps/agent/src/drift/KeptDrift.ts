import { DRIFT_WORDS } from '@netstrata/protocol';
import type { Drift, HostChange, SettingRef, SettingValue } from '@netstrata/protocol/types';

export interface KeptDriftParts {
  /** All units of changes, those that count first. */
  readonly units: () => readonly HostChange[];
  /** The value now; fails where it cannot be read. */
  readonly read: (setting: SettingRef) => string | Promise<string>;
  /** Whether a setting has this value because it was changed or put back by this product. */
  readonly isOurs: (setting: SettingRef, value: string) => boolean;
  /** Whether somebody else looks after it. */
  readonly isWatched: (setting: SettingRef) => boolean;
  readonly wallMs: () => number;
  /** When the machine was started, on the same clock. */
  readonly bootMs: () => number;
  readonly onDrift: (drift: Drift) => void;
  /** All that were looked at, when one is another. */
  readonly onValues: (values: readonly SettingValue[]) => void;
}

interface Kept {
  readonly setting: SettingRef;
  readonly after: string;
  readonly appliedMs: number;
}

const EVERY_MS = 10_000;
/** Each costs a question to a driver. */
const MOST_SETTINGS = 64;

const keyOf = ({ tunable, namespace, device, queue }: SettingRef): string =>
  JSON.stringify([tunable, namespace, device ?? null, queue ?? null]);

/**
 * Settings of units that wait or are kept and that nobody else reads: those of network devices, and of other namespaces. The kernel
 * tells nobody who changes these; they are looked at every ten seconds, and nothing is spent where there are none. What is another at
 * the first look was changed while no agent watched, or went with a restart of the machine.
 */
export class KeptDrift {
  readonly #parts: KeptDriftParts;
  /** The value that was seen last, by setting. */
  readonly #known = new Map<string, string>();
  readonly #startedMs: number;
  #told = '[]';
  #dueMs = 0;
  #reading = false;

  constructor(parts: KeptDriftParts) {
    this.#parts = parts;
    this.#startedMs = parts.wallMs();
  }

  /** Looks when it is time to; returns when it has looked. Never fails. */
  async tick(monoMs: number): Promise<void> {
    if (this.#reading || monoMs < this.#dueMs) return;
    this.#dueMs = monoMs + EVERY_MS;
    this.#reading = true;
    try {
      const wanted = this.#wanted();
      for (const key of this.#known.keys()) if (!wanted.has(key)) this.#known.delete(key);
      for (const [key, each] of wanted) await this.#look(key, each);
      this.#tell(wanted);
    } finally {
      this.#reading = false;
    }
  }

  #tell(wanted: ReadonlyMap<string, Kept>): void {
    const values = [...wanted].flatMap(([key, { setting }]): SettingValue[] => {
      const value = this.#known.get(key);
      return value === undefined ? [] : [{ ...setting, value }];
    });
    const text = JSON.stringify(values);
    if (text === this.#told) return;
    this.#told = text;
    this.#parts.onValues(values);
  }

  /** The newest change of a setting counts. */
  #wanted(): ReadonlyMap<string, Kept> {
    const wanted = new Map<string, Kept>();
    for (const { state, changes, appliedMs } of this.#parts.units()) {
      if (state === 'undone') continue;
      for (const { before: _, after, ...setting } of changes) {
        const key = keyOf(setting);
        if (wanted.size < MOST_SETTINGS && !wanted.has(key) && !this.#parts.isWatched(setting))
          wanted.set(key, { setting, after, appliedMs });
      }
    }
    return wanted;
  }

  async #look(key: string, { setting, after: wanted, appliedMs }: Kept): Promise<void> {
    const { read, isOurs, wallMs, onDrift } = this.#parts;
    let value: string;
    try {
      value = await read(setting);
    } catch {
      // The device or the namespace is gone, and the setting with it.
      return;
    }
    const known = this.#known.get(key);
    this.#known.set(key, value);
    const before = known ?? wanted;
    if (value === before || isOurs(setting, value)) return;
    const by = known === undefined ? this.#missed(appliedMs) : undefined;
    onDrift({ ...setting, timeMs: wallMs(), before, after: value, ...(by === undefined ? {} : { by }) });
  }

  /** Of a change from before this agent: what happened to it since. */
  #missed(appliedMs: number): string | undefined {
    if (appliedMs < this.#parts.bootMs()) return DRIFT_WORDS.restart.en;
    return appliedMs < this.#startedMs ? DRIFT_WORDS.away.en : undefined;
  }
}
