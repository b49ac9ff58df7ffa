import { KernelError, SysctlWrites } from '@netstrata/kernel';
import type { Drift, HostChange, SettingRef, SettingValue } from '@netstrata/protocol/types';
import type { Clock } from '../clock/Clock.ts';
import type { Log } from '../log.ts';
import { DriftQueue } from './DriftQueue.ts';
import { KeptDrift } from './KeptDrift.ts';
import { SysctlDrift } from './SysctlDrift.ts';

export interface DriftWatchParts {
  /** Sysctls of the agent's namespace that are looked after. */
  readonly names: readonly string[];
  /** Reads sysctls anew, and calls `changed` for those that are another than before. */
  readonly refresh: (names: readonly string[]) => void;
  readonly units: () => readonly HostChange[];
  readonly read: (setting: SettingRef) => string | Promise<string>;
  readonly isOurs: (setting: SettingRef, value: string) => boolean;
  /** Settings that are no sysctls of the agent's namespace, when one is another. */
  readonly onValues: (values: readonly SettingValue[]) => void;
  /** Says whether there was a connection to send by. */
  readonly send: (drifts: readonly Drift[]) => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** Settings of this host that somebody else than this product changes, for as long as the agent runs. */
export class DriftWatch {
  readonly #parts: DriftWatchParts;
  readonly #queue: DriftQueue;
  readonly #sysctls: SysctlDrift;
  readonly #kept: KeptDrift;
  #writes: SysctlWrites | undefined;

  constructor(parts: DriftWatchParts) {
    this.#parts = parts;
    const { clock, isOurs, log, read, refresh, units, send } = parts;
    this.#queue = new DriftQueue(send);
    const onDrift = (drift: Drift) => {
      const { tunable, before, after, by = 'not told' } = drift;
      log.warn('a setting was changed by somebody else', { tunable, before, after, by });
      this.#queue.add(drift);
    };
    const look = () => this.#writes?.look();
    this.#sysctls = new SysctlDrift({ pid: process.pid, isOurs, refresh, look, wallMs: clock.wallMs, onDrift });
    const watched = new Set(parts.names);
    const isWatched = ({ tunable, namespace }: SettingRef) => namespace === 'host' && watched.has(tunable);
    const { wallMs, monoMs } = clock;
    const bootMs = () => wallMs() - monoMs();
    this.#kept = new KeptDrift({ units, read, isOurs, isWatched, wallMs, bootMs, onDrift, onValues: parts.onValues });
  }

  /** From now on the kernel tells who writes, where it does; without, changes are seen when their turn comes. */
  start(): void {
    const { names, log } = this.#parts;
    try {
      this.#writes = new SysctlWrites(names, (writes, lost) => this.#sysctls.wrote(writes, lost, names));
    } catch (cause) {
      if (!(cause instanceof KernelError)) throw cause;
      log.info('who changes a setting will not be told', { reason: cause.message });
    }
  }

  /** A sysctl is another now; with nothing before, it came with a module that was loaded. */
  changed(name: string, before: string | undefined, after: string): void {
    if (before === undefined) this.#writes?.watch(name);
    else this.#sysctls.changed(name, before, after);
  }

  tick(monoMs: number): void {
    void this.#kept.tick(monoMs);
  }

  /** A server is there to be told. */
  connected(): void {
    this.#queue.flush();
  }

  stop(): void {
    this.#writes?.close();
    this.#writes = undefined;
  }
}
