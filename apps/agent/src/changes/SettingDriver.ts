import type { SettingRef } from '@netstrata/protocol/types';
import type { ShapeLimits, Tunable } from '@netstrata/tunables';

/** What must be known of a setting before it is changed. */
export interface SettingEntry extends Pick<Tunable, 'name' | 'shape'> {
  /** The link may go down for a moment: a lost connection is expected then. */
  readonly disruptive: boolean;
  /** Why /etc/sysctl.d cannot set it at boot, as a sentence; undefined where it can. */
  readonly cannotKeep: string | undefined;
}

/** How one kind of settings is read and written. Which one is asked depends on the name alone; see `Settings`. */
export interface SettingDriver {
  /** What the catalogue says of a setting of this kind; undefined where the name is none. */
  readonly entryOf: (name: string) => SettingEntry | undefined;
  /** Why this setting can be none, in a sentence: a device where there is none, another namespace than it has. */
  readonly misplaced: (setting: SettingRef) => string | undefined;
  /** As the kernel prints it, with single spaces. Fails with a KernelError. */
  readonly read: (setting: SettingRef) => string | Promise<string>;
  /** Fails with a KernelError. */
  readonly write: (setting: SettingRef, value: string) => void | Promise<void>;
  /** What the running kernel lists to choose from; undefined where it lists nothing. Fails with a KernelError. */
  readonly offered: (setting: SettingRef) => readonly string[] | undefined | Promise<readonly string[] | undefined>;
  /** What this machine and this device allow, beyond what the catalogue says. Fails with a KernelError. */
  readonly limits?: (setting: SettingRef) => ShapeLimits | Promise<ShapeLimits>;
  /** Whether it can be read from here and not written. Fails with a KernelError. */
  readonly isReadOnly?: (setting: SettingRef) => boolean;
}

/** The driver of a setting, and what its catalogue says. */
export interface Drive {
  readonly driver: SettingDriver;
  readonly entry: SettingEntry;
}

/** Undefined for a name that no catalogue has: it cannot be changed. */
export function driveOf(drivers: readonly SettingDriver[], name: string): Drive | undefined {
  for (const driver of drivers) {
    const entry = driver.entryOf(name);
    if (entry !== undefined) return { driver, entry };
  }
  return undefined;
}

/** The same for two references to the same setting, and for no others. */
export function keyOf({ tunable, namespace, device, queue }: SettingRef): string {
  return JSON.stringify([tunable, namespace, device ?? null, queue ?? null]);
}

/** For sentences: `net.core.somaxconn`, `ethtool.rings.rx of eth0`. */
export function nameOf({ tunable, namespace, device, queue }: SettingRef): string {
  const where = namespace === 'host' ? '' : ` in net:[${namespace}]`;
  return `${tunable}${device === undefined ? '' : ` of ${device}`}${queue === undefined ? '' : ` queue ${queue}`}${where}`;
}

/** Without what only a change has. */
export function refOf({ tunable, namespace, device, queue }: SettingRef): SettingRef {
  return {
    tunable,
    namespace,
    ...(device === undefined ? {} : { device }),
    ...(queue === undefined ? {} : { queue }),
  };
}
