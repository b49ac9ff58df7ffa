import { expect, test } from 'vitest';
import { genericMessage, type ScriptedKernel, scriptedKernel, type Tree } from '../testing/genericKernel.ts';
import { EthtoolFamily } from './EthtoolFamily.ts';
import { InterfaceDrafts } from './InterfaceDrafts.ts';
import { GET } from './numbers.ts';
import { readSettings } from './readSettings.ts';

async function read({ connect }: ScriptedKernel, drafts = new InterfaceDrafts()) {
  const family = new EthtoolFamily(connect);
  return family.talk(async (dialogue) => {
    const problems = await readSettings({ dialogue, family, drafts, strings: await family.strings(dialogue) });
    return { problems, rows: drafts.list() };
  });
}
const header = (ifindex: number, device: string): Tree => [
  [
    1,
    [
      [1, ifindex],
      [2, device],
    ],
  ],
];
const rings = (ifindex: number, device: string, rx: number) =>
  genericMessage(16, [...header(ifindex, device), [6, rx]]);

test('what Linux 6.18 answered for a virtio card, loopback and two ifb', async () => {
  const kernel = scriptedKernel();
  const { rows, problems } = await read(kernel);
  expect(problems).toEqual([]);
  expect(rows.map(({ device, ifindex }) => [device, ifindex])).toEqual([
    ['lo', 1],
    ['ifb0', 2],
    ['ifb1', 3],
    ['eth0', 4],
  ]);
  const [lo, , , eth0] = rows;
  expect(eth0?.link).toEqual({
    detected: true,
    downReason: undefined,
    speedMbit: undefined,
    duplex: undefined,
    autoneg: false,
    lanes: undefined,
    port: undefined,
    transceiver: 'internal',
  });
  expect(eth0).toMatchObject({
    rings: { rx: { current: 256, max: 256 }, tx: { current: 256, max: 256 }, rxMini: {}, txPush: false },
    channels: { combined: { current: 1, max: 1 }, rx: { current: undefined, max: undefined } },
    coalesce: [
      { name: 'rx-usecs', value: 0 },
      { name: 'rx-frames', value: 1 },
      { name: 'tx-usecs', value: 0 },
      { name: 'tx-frames', value: 1 },
      { name: 'adaptive-rx', value: false },
    ],
  });
  expect(eth0?.pause).toBeUndefined();
  expect(eth0?.features).toHaveLength(60);
  expect(eth0?.features?.filter(({ name }) => ['rx-checksum', 'tx-tcp-segmentation', 'rx-lro'].includes(name))).toEqual(
    [
      { name: 'rx-lro', on: false, wanted: false, fixed: true },
      { name: 'tx-tcp-segmentation', on: true, wanted: true, fixed: false },
      { name: 'rx-checksum', on: true, wanted: true, fixed: true },
    ],
  );
  expect([lo?.rings, lo?.channels, lo?.coalesce]).toEqual([undefined, undefined, undefined]);
  expect(kernel.seen).toMatchObject({ opened: 1, closed: 1 });
});

test('a device that goes while it is asked ends a dump, and the rest is asked for one by one', async () => {
  const kernel = scriptedKernel((command, dump) => {
    if (command !== GET.rings) return undefined;
    if (dump) return { errno: 19, after: [rings(1, 'lo', 11)] };
    const one = kernel.seen.requests.filter((request) => request.command === GET.rings && !request.dump).length;
    return one === 1 ? { errno: 19 } : one === 2 ? { errno: 95 } : [rings(4, 'eth0', 44)];
  });
  const { rows, problems } = await read(kernel);
  expect(problems).toEqual([]);
  expect(rows.map((row) => row.rings?.rx.current)).toEqual([11, undefined, undefined, 44]);
});

test('a device keeps what belongs to its index when it is renamed in mid-read, and doubled messages are one device', async () => {
  const kernel = scriptedKernel((command) =>
    command === GET.rings ? [rings(4, 'wan0', 44), rings(4, 'wan0', 45), rings(9, 'new0', 9)] : undefined,
  );
  const { rows } = await read(kernel);
  expect(rows.at(-2)).toMatchObject({
    ifindex: 4,
    device: 'eth0',
    rings: { rx: { current: 45 } },
    link: { detected: true },
  });
  expect(rows.at(-1)).toMatchObject({ ifindex: 9, device: 'new0', link: undefined });
});

test('messages without a device, or with a name that none can have, are passed by', async () => {
  const kernel = scriptedKernel((command) =>
    command === GET.rings
      ? [
          genericMessage(16, [[6, 1]]),
          rings(5, '../etc', 1),
          genericMessage(16, [
            [1, [[2, 'eth9']]],
            [6, 1],
          ]),
        ]
      : undefined,
  );
  const { rows } = await read(kernel);
  expect(rows.map((row) => row.rings)).toEqual([undefined, undefined, undefined, undefined]);
});

test('what a kernel refuses or loses costs that kind alone, and is told', async () => {
  const kernel = scriptedKernel((command) =>
    command === GET.rings
      ? { errno: 1 }
      : command === GET.channels
        ? { errno: 95 }
        : command === GET.pause
          ? 'lost'
          : undefined,
  );
  const { rows, problems } = await read(kernel);
  expect(problems).toEqual([
    { what: 'rings', reason: expect.stringContaining('the kernel refuses this user (EPERM)') },
    { what: 'channels', reason: expect.stringContaining('this kernel or machine cannot do it (EOPNOTSUPP)') },
    { what: 'pause', reason: 'part of the answer was lost: devices may be missing' },
  ]);
  expect(rows.at(-1)?.coalesce).toHaveLength(5);
});

test('a kernel without the newer string sets still names its features', async () => {
  let asked = 0;
  const kernel = scriptedKernel((command) => (command === GET.strset && asked++ === 0 ? { errno: 95 } : undefined));
  expect((await read(kernel)).rows.at(-1)?.features).toHaveLength(60);
});
