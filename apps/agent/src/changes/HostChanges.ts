import { join } from 'node:path';
import { KernelError, NamespaceDeviceSettings, readBootId, SysctlWriter } from '@netstrata/kernel';
import type { HostChange, SettingRef } from '@netstrata/protocol/types';
import type { Clock } from '../clock/Clock.ts';
import type { Log } from '../log.ts';
import type { AgentOptions } from '../options.ts';
import { ChangeJournal } from './ChangeJournal.ts';
import { ChangeKeeper } from './ChangeKeeper.ts';
import { DeviceDriver } from './DeviceDriver.ts';
import { SysctlFile } from './keep/SysctlFile.ts';
import { driveOf, type SettingDriver } from './SettingDriver.ts';
import { SysctlDriver } from './SysctlDriver.ts';

export interface HostChangesParts {
  readonly options: Pick<AgentOptions, 'allowApply' | 'dataDir' | 'sysctlFile'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: (changes: readonly HostChange[]) => void;
  /** Sysctls of the agent's own namespace that were just written. */
  readonly onWritten: (names: readonly string[]) => void;
}

/** Everything that changes this host: the keeper, with the kernel, the journal and the file of the next boot behind it. */
export class HostChanges {
  readonly keeper: ChangeKeeper;
  readonly #mayApply: boolean;
  readonly #writer = new SysctlWriter();
  readonly #devices = new NamespaceDeviceSettings();
  readonly #drivers: readonly SettingDriver[] = [
    new SysctlDriver(this.#writer),
    new DeviceDriver((inode) => this.#devices.of(inode)),
  ];

  /** Fails with a KernelError where the kernel has no boot id. */
  constructor({ clock, log, onChange, onWritten, options }: HostChangesParts) {
    this.#mayApply = options.allowApply;
    this.keeper = new ChangeKeeper({
      journal: new ChangeJournal({ folder: join(options.dataDir, 'changes'), log }),
      drivers: this.#drivers,
      file: new SysctlFile(options.sysctlFile),
      // Read when it is asked for first: seldom, and not at all on most hosts.
      overrides: async (settings) => {
        const { Overrides } = await import('./overrides/Overrides.ts');
        return new Overrides({ file: options.sysctlFile }).of(settings);
      },
      clock,
      bootId: readBootId(),
      mayApply: options.allowApply,
      log,
      onChange,
      onWritten: (settings) =>
        onWritten(settings.filter(({ namespace }) => namespace === 'host').map(({ tunable }) => tunable)),
    });
  }

  /** Sysctls of the agent's own namespace that the kernel gives to be read and not to be written; none where nothing may be changed anyway. */
  readOnlyOf(names: readonly string[]): readonly string[] {
    return this.#mayApply ? names.filter((name) => this.#isReadOnly(name)) : [];
  }

  #isReadOnly(name: string): boolean {
    try {
      return this.#writer.isReadOnly(name);
    } catch (cause) {
      // What is not there is told by its value.
      if (cause instanceof KernelError) return false;
      throw cause;
    }
  }

  /** The value of a setting now. Fails with a KernelError. */
  async read(setting: SettingRef): Promise<string> {
    const drive = driveOf(this.#drivers, setting.tunable);
    if (drive === undefined) throw new KernelError({ code: 'invalid-name', operation: 'read', path: setting.tunable });
    return drive.driver.read(setting);
  }

  /** Takes back what waits, and lets go of the kernel. */
  async stop(): Promise<void> {
    await this.keeper.stop();
    this.#writer.close();
    this.#devices.close();
  }
}
