import type { SysctlReader } from '@netstrata/kernel';
import type { TunablesReport } from '@netstrata/protocol/types';
import { TUNABLES } from '@netstrata/tunables';
import type { ChangeKeeper } from '../changes/ChangeKeeper.ts';
import { HostChanges } from '../changes/HostChanges.ts';
import type { Clock } from '../clock/Clock.ts';
import { DriftWatch } from '../drift/DriftWatch.ts';
import type { Log } from '../log.ts';
import type { AgentOptions } from '../options.ts';
import { TunablesReporter } from '../tunables/TunablesReporter.ts';
import type { Uplink } from '../uplink/Uplink.ts';

export interface HostSettingsParts {
  readonly options: AgentOptions;
  readonly clock: Clock;
  readonly log: Log;
  readonly sysctls: Pick<SysctlReader, 'read'>;
  readonly uplink: () => Pick<Uplink, 'reportChanges' | 'reportDrifts' | 'reportTunables'>;
}

/** What can be set on this host: the values now, changes of them, and whoever else changes them. */
export class HostSettings {
  readonly #tunables: TunablesReporter;
  readonly #changes: HostChanges;
  readonly #drift: DriftWatch;

  /** Fails with a KernelError where the kernel has no boot id. */
  constructor({ options, clock, log, sysctls, uplink }: HostSettingsParts) {
    const names = TUNABLES.map(({ name }) => name);
    const refresh = (some: readonly string[]) => this.#tunables.refresh(some);
    this.#changes = new HostChanges({
      options,
      clock,
      log,
      onChange: (changes) => uplink().reportChanges(changes),
      onWritten: refresh,
    });
    this.#tunables = new TunablesReporter({
      names,
      readOnly: this.#changes.readOnlyOf(names),
      read: (name) => sysctls.read(name),
      wallMs: clock.wallMs,
      onChange: (report) => uplink().reportTunables(report),
      onValue: (name, before, after) => this.#drift.changed(name, before, after),
    });
    const { keeper } = this.#changes;
    this.#drift = new DriftWatch({
      names,
      refresh,
      units: () => keeper.report,
      read: (setting) => this.#changes.read(setting),
      isOurs: (setting, value) => keeper.isOurs(setting, value),
      onValues: (values) => this.#tunables.others(values),
      send: (drifts) => uplink().reportDrifts(drifts),
      clock,
      log,
    });
  }

  /** The newest. */
  get report(): TunablesReport {
    return this.#tunables.report;
  }

  /** That of the agent's start. */
  get first(): TunablesReport {
    return this.#tunables.first;
  }

  get keeper(): ChangeKeeper {
    return this.#changes.keeper;
  }

  /** Takes back what an agent before this one could not, and watches from then on. */
  async start(): Promise<void> {
    await this.keeper.recover();
    this.#drift.start();
  }

  /** Reads `share` of all sysctls, and what else is due. */
  tick(monoMs: number, share: number): void {
    this.#tunables.step(share);
    this.#drift.tick(monoMs);
  }

  /** A server is there to be told what it missed. */
  connected(): void {
    this.#drift.connected();
  }

  /** Takes back what waits. */
  async stop(): Promise<void> {
    await this.#changes.stop();
    this.#drift.stop();
  }
}
