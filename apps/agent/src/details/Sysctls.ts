import type { NamespaceSysctls, SysctlSetter, SysctlsReport } from '@netstrata/metrics/details';
import type { TunablesReport } from '@netstrata/protocol/types';
import { TUNABLES } from '@netstrata/tunables';
import type { Clock } from '../clock/Clock.ts';
import type { DetailSource } from './DetailSource.ts';

/** Soon enough for who has just changed one. */
const EVERY_MS = 2000;

export interface SysctlsParts {
  /** What the values are, and what they were when the agent began to watch. */
  readonly settings: { readonly first: TunablesReport; readonly report: TunablesReport };
  /** What sets each of them at boot. */
  readonly setters: (names: readonly string[]) => Promise<ReadonlyMap<string, readonly SysctlSetter[]>>;
  /** Those of other network namespaces. */
  readonly elsewhere: {
    readonly read: (names: readonly string[]) => readonly NamespaceSysctls[];
    readonly clear: () => void;
  };
  readonly clock: Pick<Clock, 'wallMs' | 'monoMs'>;
}

/** The sysctls of this host: what they are and were, what sets them at boot, and those of other namespaces. */
export class Sysctls implements DetailSource<'sysctls'> {
  readonly kind = 'sysctls';
  readonly everyMs = EVERY_MS;
  readonly #parts: SysctlsParts;
  readonly #names = TUNABLES.map(({ name }) => name);
  readonly #namespaced = TUNABLES.flatMap(({ name, scope }) => (scope === 'namespace' ? [name] : []));

  constructor(parts: SysctlsParts) {
    this.#parts = parts;
  }

  stop(): void {
    this.#parts.elsewhere.clear();
  }

  async read(): Promise<SysctlsReport> {
    const { clock, elsewhere, setters: settersOf, settings } = this.#parts;
    const { first, report } = settings;
    const setters = await settersOf(this.#names);
    const timeMs = clock.wallMs();
    return {
      timeMs,
      startedMs: first.timeMs,
      bootMs: timeMs - clock.monoMs(),
      rows: this.#names.map((name) => ({
        name,
        value: report.values[name],
        unreadable: report.unreadable[name],
        atStart: first.values[name],
        setters: setters.get(name) ?? [],
      })),
      namespaces: elsewhere.read(this.#namespaced),
    };
  }
}
