import { expect, test } from 'vitest';
import { EthtoolFamily } from '../ethtool/EthtoolFamily.ts';
import { KernelError } from '../KernelError.ts';
import {
  FAMILY_QUESTION,
  genericMessage,
  type ScriptedKernel,
  scriptedKernel,
  type Tree,
} from '../testing/genericKernel.ts';
import { DeviceSettings } from './DeviceSettings.ts';

const header: Tree = [
  [
    1,
    [
      [1, 4],
      [2, 'eth0'],
    ],
  ],
];
const byte = (value: number) => Uint8Array.of(value);

/** A card that has rings, times and channels as no device of a test machine has. */
const card = (refused?: number) =>
  scriptedKernel((command) => {
    if (command === FAMILY_QUESTION) return undefined;
    if (command === 15) return [genericMessage(16, [...header, [2, 4096], [5, 2048], [6, 512], [9, 256]])];
    if (command === 17) return [genericMessage(18, [...header, [5, 8], [9, 2]])];
    if (command === 19) return [genericMessage(20, [...header, [2, 50], [3, 0], [11, byte(1)]])];
    return refused === undefined ? [] : { errno: refused };
  });
const settingsOf = ({ connect }: ScriptedKernel) => new DeviceSettings({ family: new EthtoolFamily(connect) });
const of = (name: string) => ({ name, device: 'eth0' });

test('what a card says: values, the most it takes, switches as words', async () => {
  const settings = settingsOf(card());
  expect(await settings.read(of('ethtool.rings.rx'))).toBe('512');
  expect(await settings.limits(of('ethtool.rings.tx'))).toEqual({ max: 2048 });
  expect(await settings.read(of('ethtool.channels.combined'))).toBe('2');
  expect(await settings.limits(of('ethtool.channels.combined'))).toEqual({ max: 8 });
  expect(await settings.read(of('ethtool.coalesce.rx-usecs'))).toBe('50');
  expect(await settings.read(of('ethtool.coalesce.adaptive-rx'))).toBe('on');
  await expect(settings.read(of('ethtool.rings.rx-mini'))).rejects.toMatchObject({ code: 'unsupported' });
  await expect(settings.limits(of('ethtool.coalesce.adaptive-tx'))).rejects.toMatchObject({ code: 'unsupported' });
});

/** Header: nest 1 of 12 + 8 bytes, the name `eth0` with its NUL as attribute 2, and flag 2 (no reply) as attribute 3. */
const TO_ETH0 = '180001800900020065746830000000000800030002000000';

test.each([
  ['ethtool.rings.rx', '1024', 16, '0800060000040000'],
  ['ethtool.rings.tx', '2048', 16, '0800090000080000'],
  ['ethtool.channels.combined', '8', 18, '0800090008000000'],
  ['ethtool.coalesce.rx-usecs', '4294967295', 20, '08000200ffffffff'],
  ['ethtool.coalesce.rx-frames', '64', 20, '0800030040000000'],
  ['ethtool.coalesce.adaptive-rx', 'off', 20, '05000b0000000000'],
])('%s = %s as bytes of message %i', async (name, value, command, bytes) => {
  const kernel = card();
  await settingsOf(kernel).write(of(name), value);
  expect(kernel.seen.requests.at(-1)).toEqual({ command, dump: false });
  expect(kernel.seen.payloads.at(-1)).toBe(TO_ETH0 + bytes);
  expect([kernel.seen.opened, kernel.seen.closed]).toEqual([1, 1]);
});

test('a feature is one bit by its name, and off is told by the value that is not there', async () => {
  const states = [1, 0];
  const features = (on: number): Tree => {
    const bits = (word: number): Tree => [
      [2, 1],
      [4, word],
      [5, word],
    ];
    return [...header, [2, bits(1)], [3, bits(on)], [4, bits(on)], [5, bits(0)]];
  };
  const names: Tree = [
    ...header,
    [
      2,
      [
        [
          1,
          [
            [1, 4],
            [2, 1],
            [
              3,
              [
                [
                  1,
                  [
                    [1, 0],
                    [2, 'rx-gro'],
                  ],
                ],
              ],
            ],
          ],
        ],
      ],
    ],
  ];
  const kernel = scriptedKernel((command) => {
    if (command === 1) return [genericMessage(1, names)];
    return command === 11 ? [genericMessage(11, features(states.shift() ?? 0))] : command === 12 ? [] : undefined;
  });
  await settingsOf(kernel).write(of('ethtool.features.rx-gro'), 'off');
  const set = kernel.seen.requests.findIndex(({ command }) => command === 12);
  // WANTED (3) { BITS (3) { BIT (1) { NAME (2) "rx-gro" } } }
  expect(kernel.seen.payloads[set]).toBe(`${TO_ETH0}1800038014000380100001800b00020072782d67726f0000`);
});

test.each([
  [1, 'permission'],
  [16, 'rejected'],
  [19, 'vanished'],
  [22, 'rejected'],
  [34, 'rejected'],
  [95, 'unsupported'],
])('errno %i of a change is told as %s', async (errno, code) => {
  const kernel = card(errno);
  const failed = settingsOf(kernel).write(of('ethtool.rings.rx'), '1024');
  await expect(failed).rejects.toMatchObject({ code, operation: 'set', path: 'NETLINK_GENERIC ethtool rings' });
  expect(kernel.seen.closed).toBe(1);
});

test.each(['', '-1', '+1', '1e3', '0x10', '010', '4294967296', '99999999999999999999', '1 2', '1\n', 'on', '٣'])(
  'a ring of %j never reaches the kernel',
  async (value) => {
    const kernel = card();
    await expect(settingsOf(kernel).write(of('ethtool.rings.rx'), value)).rejects.toBeInstanceOf(KernelError);
    expect(kernel.seen.requests.map(({ command }) => command)).toEqual([15]);
  },
);

test('an answer about another device is none', async () => {
  const other = scriptedKernel((command) =>
    command === FAMILY_QUESTION
      ? undefined
      : [
          genericMessage(16, [
            [
              1,
              [
                [1, 5],
                [2, 'eth1'],
              ],
            ],
            [6, 512],
            [2, 512],
          ]),
        ],
  );
  await expect(settingsOf(other).read(of('ethtool.rings.rx'))).rejects.toMatchObject({ code: 'unsupported' });
});
