import { coalesceType } from '../ethtool/sections.ts';
import { KernelError } from '../KernelError.ts';
import { isDeviceName } from '../text/deviceName.ts';

/** A setting of a network device: `ethtool.rings.rx` of `eth0`, or with `queue` `sysfs.rps_cpus` of its queue 3. */
export interface DeviceSettingRef {
  readonly name: string;
  readonly device: string;
  readonly queue?: number | undefined;
}

export const SECTIONS = ['rings', 'channels', 'coalesce', 'features'] as const;
export interface EthtoolPlace {
  readonly by: 'ethtool';
  readonly section: (typeof SECTIONS)[number];
  /** As ethtool or, of features, the kernel calls it. */
  readonly word: string;
}
export interface SysfsPlace {
  readonly by: 'sysfs';
  /** Below the folder of the device. */
  readonly file: string;
  readonly kind: 'number' | 'mask';
}

const COUNTS = { rings: ['rx', 'rx-mini', 'rx-jumbo', 'tx'], channels: ['combined', 'rx', 'tx'] } as const;
const FEATURE = /^[a-z0-9-]{1,31}$/;
const FILES = {
  tx_queue_len: { queue: undefined, kind: 'number' },
  rps_cpus: { queue: 'rx', kind: 'mask' },
  rps_flow_cnt: { queue: 'rx', kind: 'number' },
  xps_cpus: { queue: 'tx', kind: 'mask' },
} as const;
/** More queues no device has. */
const MOST_QUEUES = 65_536;

/** Where a setting is. Fails with `invalid-name` for what is no setting, no name of a device, or no queue of that setting. */
export function placeOf(ref: DeviceSettingRef): EthtoolPlace | SysfsPlace {
  const { name, device, queue } = ref;
  if (!isDeviceName(device) || device.includes('..')) throw invalid(ref, 'that is no name of a network device');
  const [by, section = '', word = '', ...more] = name.split('.');
  if (by === 'ethtool' && more.length === 0 && isWordOf(section, word)) {
    if (queue !== undefined) throw invalid(ref, 'it belongs to the whole device');
    return { by, section, word };
  }
  if (by !== 'sysfs' || word !== '' || !isFile(section)) throw invalid(ref, 'there is no such setting');
  const { queue: direction, kind } = FILES[section];
  if (direction === undefined) {
    if (queue !== undefined) throw invalid(ref, 'it belongs to the whole device');
    return { by, file: section, kind };
  }
  if (queue === undefined || !Number.isInteger(queue) || queue < 0 || queue >= MOST_QUEUES)
    throw invalid(ref, 'it needs the number of a queue');
  return { by, file: `queues/${direction}-${queue}/${section}`, kind };
}

/** For errors: `ethtool.rings.rx of eth0`. */
export function pathOf({ name, device, queue }: DeviceSettingRef): string {
  const shown = (text: string) => text.slice(0, 64).replaceAll(/[^\x21-\x7e]/g, '?');
  return `${shown(name)} of ${shown(device)}${queue === undefined ? '' : ` queue ${queue}`}`;
}

function isWordOf(section: string, word: string): section is EthtoolPlace['section'] {
  if (section === 'rings' || section === 'channels') return COUNTS[section].some((each) => each === word);
  if (section === 'coalesce') return coalesceType(word) !== undefined;
  return section === 'features' && FEATURE.test(word);
}

function isFile(file: string): file is keyof typeof FILES {
  return Object.hasOwn(FILES, file);
}

function invalid(ref: DeviceSettingRef, detail: string): KernelError {
  return new KernelError({ code: 'invalid-name', operation: 'read', path: pathOf(ref), detail });
}
