import type { InterfaceDetails } from '@netstrata/metrics';
import { DEVICE_SETTINGS, type DeviceSetting } from '@netstrata/tunables';

/** A setting of a device that it has, with its value as text. */
export interface DeviceValue {
  readonly entry: DeviceSetting;
  readonly queue: number | undefined;
  readonly value: string | undefined;
}

const textOf = (value: number | string | boolean | undefined): string | undefined => {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === undefined ? undefined : String(value);
};

/** "rx-3" is queue 3. */
export const queueNumber = (queue: string): number => Number(/\d+$/.exec(queue)?.[0] ?? 0);

const RINGS = { rx: 'rx', 'rx-mini': 'rxMini', 'rx-jumbo': 'rxJumbo', tx: 'tx' } as const;
const CHANNELS = { combined: 'combined', rx: 'rx', tx: 'tx' } as const;
const QUEUES = {
  'sysfs.rps_cpus': (queue: { readonly rpsCpus?: string | undefined }) => queue.rpsCpus,
  'sysfs.rps_flow_cnt': (queue: { readonly rpsFlowCnt?: number | undefined }) => queue.rpsFlowCnt,
  'sysfs.xps_cpus': (queue: { readonly xpsCpus?: string | undefined }) => queue.xpsCpus,
} as const;

/** What one setting of a device is now; undefined where its driver has none. */
const ofDevice = (row: InterfaceDetails, name: string): string | undefined => {
  const [, section = '', word = ''] = /^\w+\.(\w+)\.?(.*)$/.exec(name) ?? [];
  if (section === 'rings') return textOf(row.rings?.[RINGS[word as keyof typeof RINGS]]?.current);
  if (section === 'channels') return textOf(row.channels?.[CHANNELS[word as keyof typeof CHANNELS]]?.current);
  if (section === 'coalesce') return textOf(row.coalesce?.find((each) => each.name === word)?.value);
  if (section === 'features') return textOf(row.features?.find((each) => each.name === word)?.on);
  return section === 'tx_queue_len' ? textOf(row.txQueueLen) : undefined;
};

/** Every setting of the catalogue that a device has, those of queues once for each queue. */
export const deviceValues = (row: InterfaceDetails): readonly DeviceValue[] =>
  DEVICE_SETTINGS.flatMap((entry): readonly DeviceValue[] => {
    const { name, perQueue } = entry;
    if (perQueue === undefined) {
      const value = ofDevice(row, name);
      return value === undefined ? [] : [{ entry, queue: undefined, value }];
    }
    return (row.queues?.[perQueue] ?? []).flatMap((queue) => {
      const value = textOf(QUEUES[name as keyof typeof QUEUES]?.(queue));
      return value === undefined ? [] : [{ entry, queue: queueNumber(queue.queue), value }];
    });
  });
