import { expect, test } from 'vitest';
import { deviceValues } from './deviceValues.ts';

test('a device has the settings that its driver has, once for each queue where they belong to queues', () => {
  const values = deviceValues({
    device: 'eth0',
    ifindex: 2,
    physical: true,
    unavailableFeatures: 0,
    txQueueLen: 1000,
    rings: { rx: { current: 256, max: 4096 }, rxMini: {}, rxJumbo: {}, tx: { current: 512 } },
    channels: { rx: {}, tx: {}, other: {}, combined: { current: 2, max: 4 } },
    coalesce: [
      { name: 'rx-usecs', value: 30 },
      { name: 'adaptive-rx', value: true },
    ],
    features: [{ name: 'rx-gro', on: true, wanted: true, fixed: false }],
    queues: {
      rx: [
        { queue: 'rx-0', rpsCpus: '00', rpsFlowCnt: 0 },
        { queue: 'rx-1', rpsCpus: '03', rpsFlowCnt: 0 },
      ],
      tx: [{ queue: 'tx-0' }],
      rxCount: 2,
      txCount: 1,
    },
  });
  expect(values.map(({ entry, queue, value }) => [entry.name, queue, value])).toEqual([
    ['ethtool.rings.rx', undefined, '256'],
    ['ethtool.rings.tx', undefined, '512'],
    ['ethtool.channels.combined', undefined, '2'],
    ['ethtool.coalesce.rx-usecs', undefined, '30'],
    ['ethtool.coalesce.adaptive-rx', undefined, 'on'],
    ['ethtool.features.rx-gro', undefined, 'on'],
    ['sysfs.tx_queue_len', undefined, '1000'],
    ['sysfs.rps_cpus', 0, '00'],
    ['sysfs.rps_cpus', 1, '03'],
    ['sysfs.rps_flow_cnt', 0, '0'],
    ['sysfs.rps_flow_cnt', 1, '0'],
  ]);
});
