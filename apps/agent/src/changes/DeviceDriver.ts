import type { DeviceLimits, DeviceSettingRef, DeviceSettings } from '@netstrata/kernel';
import type { SettingRef } from '@netstrata/protocol/types';
import { deviceSetting, type ShapeLimits } from '@netstrata/tunables';
import type { SettingDriver, SettingEntry } from './SettingDriver.ts';

/** What is used of DeviceSettings. */
type Devices = Pick<DeviceSettings, 'read' | 'write' | 'limits'>;

const CANNOT_KEEP =
  '/etc/sysctl.d sets no network devices: put it into the settings of what sets up the network at boot (NetworkManager, systemd-networkd, ifupdown)';

/** Settings of network devices, of the catalogue of those. */
export class DeviceDriver implements SettingDriver {
  readonly #of: (inode: number | undefined) => Devices;

  /** `of` gives those of a namespace by its inode number, or of the agent's own. */
  constructor(of: (inode: number | undefined) => Devices) {
    this.#of = of;
  }

  entryOf(name: string): SettingEntry | undefined {
    const entry = deviceSetting(name);
    return entry && { name, shape: entry.shape, disruptive: entry.disruptive, cannotKeep: CANNOT_KEEP };
  }

  misplaced({ tunable: name, device, queue }: SettingRef): string | undefined {
    const perQueue = deviceSetting(name)?.perQueue;
    if (device === undefined) return `${name} belongs to a network device: name it`;
    if (perQueue !== undefined && queue === undefined) return `${name} belongs to a ${perQueue} queue: say which`;
    if (perQueue === undefined && queue !== undefined) return `${name} belongs to the whole device and has no queue`;
    return undefined;
  }

  read(setting: SettingRef): Promise<string> {
    return this.#devices(setting).read(placeOf(setting));
  }

  write(setting: SettingRef, value: string): Promise<void> {
    return this.#devices(setting).write(placeOf(setting), value);
  }

  /** Of a feature that nobody can change, what it is. */
  async offered(setting: SettingRef): Promise<readonly string[] | undefined> {
    if (!setting.tunable.startsWith('ethtool.features.')) return undefined;
    const { fixed } = await this.#limits(setting);
    return fixed === true ? [await this.read(setting)] : undefined;
  }

  async limits(setting: SettingRef): Promise<ShapeLimits> {
    const { max, cpus } = await this.#limits(setting);
    return { ...(max === undefined ? {} : { max }), ...(cpus === undefined ? {} : { cpus }) };
  }

  #limits(setting: SettingRef): Promise<DeviceLimits> {
    return this.#devices(setting).limits(placeOf(setting));
  }

  #devices({ namespace }: SettingRef): Devices {
    return this.#of(namespace === 'host' ? undefined : Number(namespace));
  }
}

function placeOf({ tunable, device = '', queue }: SettingRef): DeviceSettingRef {
  return { name: tunable, device, queue };
}
