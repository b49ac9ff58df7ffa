import type { InterfaceDetails } from '@netstrata/metrics';
import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import { en } from '../../../messages/en.ts';
import { modesOf } from './linkSettings.ts';
import { groupsOf, unreadOf } from './settings.ts';

const t = createTranslator({ locale: 'en', messages: en, namespace: 'interfaces' });
const listed = (names: readonly string[]) => names.join('、');
const BARE: InterfaceDetails = { device: 'lo', ifindex: 1, physical: false, unavailableFeatures: 0 };
const queue = (number: number, more: object = {}) => ({ queue: `tx-${number}`, ...more });
const groups = (row: Partial<InterfaceDetails>) =>
  Object.fromEntries(
    groupsOf({ t, listed }, { ...BARE, ...row }).map(({ id, settings }) => [
      id,
      settings?.map(({ name, value }) => `${name}: ${value}`),
    ]),
  );

test('what a driver does not support is told as that, group by group', () => {
  expect(Object.values(groups({}))).toEqual(Array(12).fill(undefined));
  expect(groups({ numaNode: 0 })).toMatchObject({ device: ['NUMA node: 0'] });
  const none = {};
  const rings = { rx: none, tx: none, rxMini: none, rxJumbo: none };
  expect(groups({ rings, coalesce: [], pause: {} })).toMatchObject({
    rings: undefined,
    coalesce: undefined,
    pause: undefined,
  });
});

test('now and at most, switches, and a speed that is unknown', () => {
  const none = {};
  expect(
    groups({
      rings: { rx: { current: 256, max: 4096 }, tx: { current: 0 }, rxMini: none, rxJumbo: none, txPush: false },
      channels: { combined: { current: 8, max: 63 }, rx: none, tx: none, other: none },
      coalesce: [
        { name: 'rx-usecs', value: 0 },
        { name: 'adaptive-rx', value: true },
      ],
      pause: { rx: true, tx: false },
      link: { detected: true, autoneg: false },
      driver: { name: 'virtio_net', version: '1.0.0', firmwareVersion: '', busInfo: '' },
    }),
  ).toMatchObject({
    rings: ['RX: 256 of 4096', 'TX: 0', 'TX push: off'],
    channels: ['Combined: 8 of 63'],
    coalesce: ['rx-usecs: 0', 'adaptive-rx: on'],
    pause: ['RX: on', 'TX: off'],
    link: ['Detected: yes', 'Speed: unknown', 'Duplex: unknown', 'Autonegotiation: off'],
    driver: ['Name: virtio_net', 'Version: 1.0.0'],
  });
});

test('error correction, energy saving and flags of the driver', () => {
  expect(
    groups({
      fec: { configured: ['RS', 'BASER'], auto: true, active: 'RS', correctedBlocks: 12, uncorrectableBlocks: 0 },
      eee: { enabled: true, active: false, txLpi: true, txLpiTimerUs: 30, supportedModes: ['100baseT/Full', 'Pause'] },
      privateFlags: [
        { name: 'legacy-rx', on: false },
        { name: 'link-down-on-close', on: true },
      ],
    }),
  ).toMatchObject({
    fec: ['Configured: automatic、RS、BASER', 'Active: RS', 'Blocks repaired: 12', 'Blocks lost: 0'],
    eee: ['State: on, not agreed on', 'Sleeps after: 30 µs', 'Supported: 100baseT/Full、Pause'],
    privateFlags: ['legacy-rx: off', 'link-down-on-close: on'],
  });
  expect(groups({ fec: { configured: [], active: undefined }, eee: {}, privateFlags: [] })).toMatchObject({
    fec: ['Active: none'],
    eee: undefined,
    privateFlags: undefined,
  });
});

test('link modes of both ends, as far as they are reported', () => {
  const link = { supportedModes: ['1000baseT/Full', 'Pause'], advertisedModes: ['1000baseT/Full'] };
  expect(modesOf(t, { ...BARE, link })).toEqual([
    ['Supported', ['1000baseT/Full', 'Pause']],
    ['Offered', ['1000baseT/Full']],
  ]);
  expect(modesOf(t, BARE)).toEqual([]);
});

test('queues that are alike are told together', () => {
  const bql = (limitBytes: number) => ({ bql: { limitBytes, inflightBytes: 0 } });
  const tx = [
    queue(0, { xpsCpus: '1', ...bql(3000) }),
    queue(1, { xpsCpus: '2', ...bql(3000) }),
    queue(2, { xpsCpus: '2', ...bql(0) }),
  ];
  const rx = [0, 1].map((number) => ({ queue: `rx-${number}`, rpsCpus: '0', rpsFlowCnt: 0 }));
  expect(groups({ queues: { rx, tx, rxCount: 2, txCount: 3 } })).toMatchObject({
    receive: ['RPS, all 2 queues: off', 'RFS, all 2 queues: off'],
    transmit: [
      'XPS by CPU, tx-0: CPU 0',
      'XPS by CPU, tx-1 to tx-2: CPU 1',
      'BQL, tx-0 to tx-1: 0 B of 2.93 KiB',
      'BQL, tx-2: kept by the kernel, not used by the driver so far',
    ],
  });
});

test('what could not be read is not taken for what the driver lacks', () => {
  const unread = unreadOf('eth0', [
    { what: 'coalescing', reason: 'refused' },
    { what: 'eth1', reason: 'renamed' },
    { what: 'driver of eth0', reason: 'refused' },
    { what: 'constructor', reason: 'nonsense' },
  ]);
  expect([...unread]).toEqual(['coalesce', 'driver']);
  expect([...unreadOf('eth0', [{ what: 'eth0', reason: 'renamed' }])]).toEqual([
    'driver',
    'device',
    'receive',
    'transmit',
  ]);
});

test('an only queue needs no name', () => {
  const queues = { rx: [{ queue: 'rx-0', rpsCpus: '3' }], tx: [], rxCount: 1, txCount: 0 };
  expect(groups({ queues })).toMatchObject({ receive: ['RPS: CPU 0-1'], transmit: undefined });
});
