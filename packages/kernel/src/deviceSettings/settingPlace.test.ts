import { expect, test } from 'vitest';
import { KernelError } from '../KernelError.ts';
import { placeOf } from './settingPlace.ts';

const at = (name: string, device = 'eth0', queue?: number) => {
  try {
    return placeOf({ name, device, queue });
  } catch (cause) {
    if (!(cause instanceof KernelError)) throw cause;
    return cause.code;
  }
};

test('where each kind of setting is', () => {
  expect(at('ethtool.rings.rx-jumbo')).toEqual({ by: 'ethtool', section: 'rings', word: 'rx-jumbo' });
  expect(at('ethtool.coalesce.adaptive-rx')).toEqual({ by: 'ethtool', section: 'coalesce', word: 'adaptive-rx' });
  expect(at('ethtool.features.tx-udp-segmentation', 'veth0@if3')).toMatchObject({ section: 'features' });
  expect(at('sysfs.tx_queue_len', 'eth0.100')).toEqual({ by: 'sysfs', file: 'tx_queue_len', kind: 'number' });
  expect(at('sysfs.rps_cpus', 'eth0', 12)).toEqual({ by: 'sysfs', file: 'queues/rx-12/rps_cpus', kind: 'mask' });
  expect(at('sysfs.xps_cpus', 'eth0', 0)).toEqual({ by: 'sysfs', file: 'queues/tx-0/xps_cpus', kind: 'mask' });
});

test.each([
  ['', 'eth0', undefined],
  ['ethtool', 'eth0', undefined],
  ['ethtool.rings', 'eth0', undefined],
  ['ethtool.rings.other', 'eth0', undefined],
  ['ethtool.rings.constructor', 'eth0', undefined],
  ['ethtool.rings.rx.max', 'eth0', undefined],
  ['ethtool.private.rx', 'eth0', undefined],
  ['ethtool.features.', 'eth0', undefined],
  ['ethtool.features.TSO', 'eth0', undefined],
  ['ethtool.rings.rx', 'eth0', 0],
  ['sysfs.mtu', 'eth0', undefined],
  ['sysfs.__proto__', 'eth0', undefined],
  ['sysfs.queues/rx-0/rps_cpus', 'eth0', undefined],
  ['sysfs.tx_queue_len', 'eth0', 0],
  ['sysfs.rps_cpus', 'eth0', undefined],
  ['sysfs.rps_cpus', 'eth0', -1],
  ['sysfs.rps_cpus', 'eth0', 1.5],
  ['sysfs.rps_cpus', 'eth0', Number.NaN],
  ['sysfs.rps_cpus', 'eth0', 65_536],
  ['sysfs.tx_queue_len', '', undefined],
  ['sysfs.tx_queue_len', '.', undefined],
  ['sysfs.tx_queue_len', '..', undefined],
  ['sysfs.tx_queue_len', '../../kernel', undefined],
  ['sysfs.tx_queue_len', 'a/../b', undefined],
  ['sysfs.tx_queue_len', 'eth0\0', undefined],
  ['sysfs.tx_queue_len', 'eth0\n', undefined],
  ['sysfs.tx_queue_len', 'a-name-of-16-byte', undefined],
  ['net.core.somaxconn', 'eth0', undefined],
])('%j of %j, queue %s, is none', (name, device, queue) => {
  expect(at(name, device, queue)).toBe('invalid-name');
});
