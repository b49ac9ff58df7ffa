import { expect, test } from 'vitest';
import { DumpTally } from '../netlink/DumpTally.ts';
import { attributeBytes, concat, endMessage, message, words } from '../testing/diagBytes.ts';
import { expectOnlyWholeEntries } from '../testing/hostileDatagrams.ts';
import { rtnetlinkReplay } from '../testing/rtnetlinkReplay.ts';
import { readDeviceNames, readLinks } from './links.ts';
import { Rtnetlink } from './Rtnetlink.ts';

const text = (value: string) => new TextEncoder().encode(`${value}\0`);
/** RTM_NEWLINK with struct ifinfomsg. */
function linkMessage(ifindex: number, attributes: readonly Uint8Array[], flags = 2): Uint8Array {
  return message(16, concat([words(0, ifindex, 0x43, 0), ...attributes]), { flags });
}
const named = (name: string) => attributeBytes({ type: 3, payload: text(name) });
const done = endMessage(3, 0);

test('gives each device as the kernel described it', async () => {
  const rows = await readLinks(new Rtnetlink(rtnetlinkReplay().connect));
  expect(
    rows.map(({ ifindex, device, kind, master, operstate }) => [ifindex, device, kind, master, operstate]),
  ).toEqual([
    [1, 'lo', undefined, undefined, 'unknown'],
    [2, 'veth1', 'veth', 'br0', 'up'],
    [3, 'veth0', 'veth', undefined, 'up'],
    [4, 'br0', 'bridge', undefined, 'up'],
  ]);
  expect(rows[1]).toMatchObject({
    flags: 0x1_1043,
    mtuBytes: 1500,
    txQueueLen: 1000,
    txQueues: 2,
    rxQueues: 2,
    promiscuity: 1,
    carrierUpCount: 1,
    carrierDownCount: 1,
    rxPackets: 48,
    rxBytes: 42_400,
    txPackets: 10,
    txBytes: 840,
    rxErrors: 0,
    rxMissedErrors: 0,
    rxNohandler: 0,
    rxOtherhostDropped: 0,
  });
});

test('gives the names alone', async () => {
  const names = await readDeviceNames(new Rtnetlink(rtnetlinkReplay().connect));
  expect([...names]).toEqual([
    [1, 'lo'],
    [2, 'veth1'],
    [3, 'veth0'],
    [4, 'br0'],
  ]);
});

test('what an older kernel does not send is unknown', async () => {
  // The struct of 4.5: 23 counters.
  const stats = attributeBytes({
    type: 23,
    payload: words(...Array.from({ length: 46 }, (_, n) => (n % 2 ? 1 : n / 2))),
  });
  const link = concat([linkMessage(2, [named('eth0'), stats]), done]);
  const [row] = await readLinks(new Rtnetlink(rtnetlinkReplay({ link: [link] }).connect));
  expect(row).toMatchObject({ device: 'eth0', flags: 0x43, rxPackets: 2 ** 32, txCompressed: 2 ** 32 + 22 });
  for (const field of [
    'rxNohandler',
    'rxOtherhostDropped',
    'kind',
    'master',
    'operstate',
    'mtuBytes',
    'carrierUpCount',
  ])
    expect(row?.[field as 'kind'], field).toBeUndefined();
});

test('a master that is in another namespace keeps its number; an unknown operstate is unknown', async () => {
  const attributes = [
    named('p0'),
    attributeBytes({ type: 10, payload: words(77) }),
    attributeBytes({ type: 16, payload: words(9) }),
  ];
  const link = concat([linkMessage(2, attributes), done]);
  const [row] = await readLinks(new Rtnetlink(rtnetlinkReplay({ link: [link] }).connect));
  expect(row).toMatchObject({ master: '77', operstate: undefined });
});

test('a name that no device can have is damage, and the device left out', async () => {
  const link = concat([linkMessage(2, [named('a/b')]), linkMessage(3, []), linkMessage(4, [named('ok')]), done]);
  const tally = new DumpTally();
  const rtnetlink = new Rtnetlink(rtnetlinkReplay({ link: [link] }).connect, tally);
  expect((await readLinks(rtnetlink)).map(({ device }) => device)).toEqual(['ok']);
  expect(tally.totals).toMatchObject({ dumps: 1, damaged: 2 });
});

test('a device listed twice counts once, by its later message', async () => {
  const link = concat([linkMessage(2, [named('old')]), linkMessage(2, [named('new')]), done]);
  const rows = await readLinks(new Rtnetlink(rtnetlinkReplay({ link: [link] }).connect));
  expect(rows.map(({ device }) => device)).toEqual(['new']);
});

test('whatever the bytes are, it ends with whole devices or a clear error', async () => {
  await expectOnlyWholeEntries('link', async (rtnetlink) => {
    for (const { device, ifindex } of await readLinks(rtnetlink))
      expect([typeof device, typeof ifindex]).toEqual(['string', 'number']);
  });
});
