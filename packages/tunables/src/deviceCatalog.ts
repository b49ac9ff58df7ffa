import { tunable } from './catalog.ts';
import { CHANNELS } from './deviceCatalog/channels.ts';
import { COALESCING } from './deviceCatalog/coalescing.ts';
import { OFFLOADS } from './deviceCatalog/offloads.ts';
import { QUEUES } from './deviceCatalog/queues.ts';
import { RINGS } from './deviceCatalog/rings.ts';
import type { DeviceSetting, Tunable } from './types.ts';

/** Every setting of a network device that this product changes, in the order a page lists them. */
export const DEVICE_SETTINGS: readonly DeviceSetting[] = [...RINGS, ...CHANNELS, ...COALESCING, ...OFFLOADS, ...QUEUES];

const BY_NAME: ReadonlyMap<string, DeviceSetting> = new Map(DEVICE_SETTINGS.map((entry) => [entry.name, entry]));

/** The entry of a name; undefined when there is none. */
export function deviceSetting(name: string): DeviceSetting | undefined {
  return BY_NAME.get(name);
}

/** What may be changed at all, by its name: a sysctl or a setting of a device. Undefined is a no. */
export function changeable(name: string): Tunable | DeviceSetting | undefined {
  return tunable(name) ?? deviceSetting(name);
}
