import type { SysctlWriter } from '@netstrata/kernel';
import type { SettingRef } from '@netstrata/protocol/types';
import { tunable } from '@netstrata/tunables';
import type { SettingDriver, SettingEntry } from './SettingDriver.ts';

/** Where the kernel lists what a sysctl may be. The list of queueing disciplines is nowhere. */
const LISTS: ReadonlyMap<string, string> = new Map([
  ['net.ipv4.tcp_congestion_control', 'net.ipv4.tcp_available_congestion_control'],
]);

const inodeOf = ({ namespace }: SettingRef): number | undefined =>
  namespace === 'host' ? undefined : Number(namespace);

/** Sysctls of the catalogue of tunables. */
export class SysctlDriver implements SettingDriver {
  readonly #writer: Pick<SysctlWriter, 'read' | 'write' | 'isReadOnly'>;

  constructor(writer: Pick<SysctlWriter, 'read' | 'write' | 'isReadOnly'>) {
    this.#writer = writer;
  }

  entryOf(name: string): SettingEntry | undefined {
    const entry = tunable(name);
    return entry && { name: entry.name, shape: entry.shape, disruptive: false, cannotKeep: undefined };
  }

  misplaced({ tunable: name, namespace, device, queue }: SettingRef): string | undefined {
    if (device !== undefined || queue !== undefined) return `${name} is a sysctl: it has no device and no queue`;
    if (namespace !== 'host' && tunable(name)?.scope !== 'namespace')
      return `${name} has one value for the whole machine: change it in the namespace "host"`;
    return undefined;
  }

  read(setting: SettingRef): string {
    return this.#writer.read(setting.tunable, inodeOf(setting));
  }

  write(setting: SettingRef, value: string): void {
    this.#writer.write(setting.tunable, value, inodeOf(setting));
  }

  isReadOnly(setting: SettingRef): boolean {
    return this.#writer.isReadOnly(setting.tunable, inodeOf(setting));
  }

  offered(setting: SettingRef): readonly string[] | undefined {
    const list = LISTS.get(setting.tunable);
    return list === undefined ? undefined : this.#writer.read(list, inodeOf(setting)).split(' ');
  }
}
