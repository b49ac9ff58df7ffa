import { expect, test } from 'vitest';
import { concat, endMessage, message, words } from '../testing/diagBytes.ts';
import { expectOnlyWholeEntries } from '../testing/hostileDatagrams.ts';
import { rtnetlinkReplay } from '../testing/rtnetlinkReplay.ts';
import { countNeighbours } from './neighbours.ts';
import { Rtnetlink } from './Rtnetlink.ts';

interface Parts {
  readonly family?: number;
  readonly ifindex?: number;
  readonly state: number;
  readonly flags?: number;
}
/** RTM_NEWNEIGH with struct ndmsg. */
const neighbour = ({ family = 2, ifindex = 3, state, flags = 0 }: Parts) =>
  message(28, words(family, ifindex, state | (flags << 16)));
const count = (...messages: readonly Uint8Array[]) =>
  countNeighbours(new Rtnetlink(rtnetlinkReplay({ neigh: [concat([...messages, endMessage(3, 0)])] }).connect));
const NONE = {
  incomplete: 0,
  reachable: 0,
  stale: 0,
  delay: 0,
  probe: 0,
  failed: 0,
  noarp: 0,
  permanent: 0,
  collectable: 0,
};

test('counts those of each device and family, the fullest first', async () => {
  expect(await countNeighbours(new Rtnetlink(rtnetlinkReplay().connect))).toEqual([
    {
      ...NONE,
      device: 'veth0',
      family: 'ipv4',
      failed: 1,
      stale: 1,
      reachable: 1,
      permanent: 1,
      incomplete: 1,
      collectable: 4,
    },
    { ...NONE, device: 'veth0', family: 'ipv6', stale: 1, noarp: 3, collectable: 4 },
    { ...NONE, device: 'veth1', family: 'ipv6', noarp: 3, collectable: 3 },
    { ...NONE, device: 'br0', family: 'ipv6', noarp: 2, collectable: 2 },
    { ...NONE, device: 'br0', family: 'ipv4', noarp: 1, collectable: 1 },
  ]);
});

test('knows every state, and one that is of none yet', async () => {
  const states = [1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0];
  const [row] = await count(...states.map((state) => neighbour({ state })));
  expect(row).toEqual({
    device: 'veth0',
    family: 'ipv4',
    incomplete: 1,
    reachable: 1,
    stale: 1,
    delay: 1,
    probe: 1,
    failed: 1,
    noarp: 1,
    permanent: 1,
    collectable: 8,
  });
});

test('those that a program keeps are not collected, and other families are no neighbours of IP', async () => {
  const rows = await count(neighbour({ state: 2, flags: 0x10 }), neighbour({ family: 7, state: 2 }));
  expect(rows).toEqual([{ ...NONE, device: 'veth0', family: 'ipv4', reachable: 1 }]);
});

test('devices without a name are counted together', async () => {
  const rows = await count(
    neighbour({ state: 2 }),
    neighbour({ ifindex: 98, state: 2 }),
    neighbour({ ifindex: 99, state: 4 }),
    neighbour({ ifindex: 99, family: 10, state: 4 }),
  );
  expect(rows.map(({ device, family, reachable, stale }) => [device, family, reachable, stale])).toEqual([
    ['veth0', 'ipv4', 1, 0],
    ['*', 'ipv4', 1, 1],
    ['*', 'ipv6', 0, 1],
  ]);
});

test('whatever the bytes are, it ends with counts or a clear error', async () => {
  await expectOnlyWholeEntries('neigh', async (rtnetlink) => {
    for (const { collectable } of await countNeighbours(rtnetlink)) expect(collectable).toBeLessThan(100);
  });
});
