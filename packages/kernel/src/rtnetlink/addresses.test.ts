import { expect, test } from 'vitest';
import { attributeBytes, concat, endMessage, message, words } from '../testing/diagBytes.ts';
import { expectOnlyWholeEntries } from '../testing/hostileDatagrams.ts';
import { rtnetlinkReplay } from '../testing/rtnetlinkReplay.ts';
import { readAddresses } from './addresses.ts';
import { Rtnetlink } from './Rtnetlink.ts';

const attribute = (type: number, ...payload: number[]) => attributeBytes({ type, payload: Uint8Array.from(payload) });
/** RTM_NEWADDR of IPv4 on veth0. */
const address = (flags: number, ...attributes: readonly Uint8Array[]) =>
  message(20, concat([words(2 | (24 << 8) | (flags << 16), 3), ...attributes]));
const listOf = (most: number, ...messages: readonly Uint8Array[]) =>
  readAddresses(new Rtnetlink(rtnetlinkReplay({ addr: [concat([...messages, endMessage(3, 0)])] }).connect), most);

test('lists the addresses of each device', async () => {
  const rows = await readAddresses(new Rtnetlink(rtnetlinkReplay().connect), 100);
  expect(
    rows.map(({ device, family, address, prefixLength, trouble }) => [
      device,
      family,
      `${address}/${prefixLength}`,
      trouble,
    ]),
  ).toEqual([
    ['lo', 'ipv4', '127.0.0.1/8', undefined],
    ['lo', 'ipv4', '198.51.100.1/32', undefined],
    ['veth0', 'ipv4', '192.0.2.1/24', undefined],
    ['lo', 'ipv6', '::1/128', undefined],
    ['veth1', 'ipv6', 'fe80::28c8:a9ff:fe89:abe0/64', undefined],
    ['veth0', 'ipv6', '2001:db8::1/64', undefined],
    ['veth0', 'ipv6', 'fe80::8c13:10ff:fecc:4ca7/64', undefined],
    ['br0', 'ipv6', 'fe80::28c8:a9ff:fe89:abe0/64', 'tentative'],
  ]);
});

test('of a tunnel the near end, and flags of a kernel that sends eight bits of them', async () => {
  const rows = await listOf(
    9,
    address(0x20, attribute(1, 10, 0, 0, 2), attribute(2, 10, 0, 0, 1)),
    address(0x48, attribute(1, 10, 0, 0, 3)),
  );
  expect(rows.map(({ address, trouble }) => [address, trouble])).toEqual([
    ['10.0.0.1', 'deprecated'],
    ['10.0.0.3', 'dadfailed'],
  ]);
});

test('no more than it may, and none of a family or length that is not its own', async () => {
  const other = message(20, words(7, 3));
  const rows = await listOf(
    1,
    other,
    address(0, attribute(1, 10, 0)),
    address(0, attribute(1, 10, 0, 0, 1)),
    address(0, attribute(1, 10, 0, 0, 2)),
  );
  expect(rows.map(({ address }) => address)).toEqual(['10.0.0.1']);
});

test('whatever the bytes are, it ends with whole addresses or a clear error', async () => {
  await expectOnlyWholeEntries('addr', async (rtnetlink) => {
    for (const { address } of await readAddresses(rtnetlink, 100)) expect(address).toMatch(/^[0-9a-f.:]{2,45}$/);
  });
});
