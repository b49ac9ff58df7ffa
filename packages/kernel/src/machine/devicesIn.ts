import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { toKernelError } from '../KernelError.ts';
import { isDeviceName } from '../text/deviceName.ts';

export interface ListedDevice {
  readonly device: string;
  /** Whether there is hardware, or a hypervisor's, behind it; undefined where /sys does not say. */
  readonly physical: boolean | undefined;
}

/** The network devices below /sys, those with hardware behind them first. Fails with a KernelError. */
export function devicesIn(sysRoot: string): ListedDevice[] {
  const folder = join(sysRoot, 'class/net');
  let entries: { readonly name: string; isFile: () => boolean }[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    throw toKernelError(cause, 'read', folder);
  }
  const virtual = virtualDevices(sysRoot);
  // Bonding puts a plain file, bonding_masters, among the devices.
  return entries
    .filter((entry) => !entry.isFile() && isDeviceName(entry.name))
    .map(({ name }) => ({ device: name, physical: virtual === undefined ? undefined : !virtual.has(name) }))
    .toSorted((a, b) => Number(b.physical === true) - Number(a.physical === true));
}

/** One listing instead of a link to follow for each of hundreds; undefined where there is none. */
function virtualDevices(sysRoot: string): ReadonlySet<string> | undefined {
  try {
    return new Set(readdirSync(join(sysRoot, 'devices/virtual/net')));
  } catch {
    return undefined;
  }
}
