import { expect, test } from 'vitest';
import { DumpTally } from '../netlink/DumpTally.ts';
import { attributeBytes, concat, endMessage, message, words } from '../testing/diagBytes.ts';
import { expectOnlyWholeEntries } from '../testing/hostileDatagrams.ts';
import { rtnetlinkReplay } from '../testing/rtnetlinkReplay.ts';
import { Rtnetlink } from './Rtnetlink.ts';
import { readRoutes } from './routes.ts';

const attribute = (type: number, payload: Uint8Array) => attributeBytes({ type, payload });
/** RTM_NEWROUTE of IPv4, unicast, in table main. */
const route = (length: number, attributes: readonly Uint8Array[], table = 254) =>
  message(24, concat([words(2 | (length << 8), table | (4 << 8) | (1 << 24), 0), ...attributes]));
const dst = (...bytes: number[]) => attribute(1, Uint8Array.from(bytes));
const listOf = (most: number, ...messages: readonly Uint8Array[]) =>
  readRoutes(new Rtnetlink(rtnetlinkReplay({ route: [concat([...messages, endMessage(3, 0)])] }).connect), most);

test('lists the default routes first, then the others that lead elsewhere', async () => {
  const { routes, total } = await readRoutes(new Rtnetlink(rtnetlinkReplay().connect), 200);
  expect(total).toBe(14);
  const shown = routes.map(({ destination, table, type, metric, source, mtuBytes, protocol, nexthops }) =>
    [
      destination,
      ...nexthops.map(({ gateway, device, weight }) => `${gateway ?? 'link'} ${device} ${weight}`),
      ...(table === 'main' ? [] : [`table ${table}`]),
      ...(type === 'unicast' ? [] : [type]),
      ...(metric === undefined ? [] : [`metric ${metric}`]),
      ...(source === undefined ? [] : [`src ${source}`]),
      ...(mtuBytes === undefined ? [] : [`mtu ${mtuBytes}`]),
      protocol,
    ].join(', '),
  );
  expect(shown).toEqual([
    '0.0.0.0/0, 192.0.2.254 veth0 1, metric 100, boot',
    '::/0, 2001:db8::fe veth0 1, metric 50, boot',
    '10.9.0.0/16, 192.0.2.250 veth0 1, table 1000, boot',
    '10.0.0.0/8, 192.0.2.253 veth0 2, 192.0.2.252 veth0 1, boot',
    '10.8.0.0/16, 2001:db8::9 veth0 1, boot',
    '192.0.2.0/24, link veth0 1, src 192.0.2.1, kernel',
    '198.18.0.0/15, blackhole, boot',
    '203.0.113.0/24, 192.0.2.254 veth0 1, src 192.0.2.1, mtu 1300, boot',
    '2001:db8::/64, link veth0 1, metric 256, kernel',
    '2001:db8:2::/48, 2001:db8::a veth0 1, 2001:db8::b veth0 1, metric 1024, boot',
    '2001:db8:dead::/48, link lo 1, unreachable, metric 1024, boot',
    'fe80::/64, link veth1 1, metric 256, kernel',
    'fe80::/64, link veth0 1, metric 256, kernel',
    'fe80::/64, link br0 1, metric 256, kernel',
  ]);
});

test('lists no more than it may, the default routes at any rate, and counts the rest', async () => {
  const many = Array.from({ length: 20 }, (_, n) => route(24, [dst(10, 0, n, 0)]));
  const { routes, total } = await listOf(3, ...many, route(0, []));
  expect(routes.map(({ destination }) => destination)).toEqual(['0.0.0.0/0', '10.0.0.0/24', '10.0.1.0/24']);
  expect(total).toBe(21);
});

test('a route to a device without a name, in a table of its own', async () => {
  const { routes } = await listOf(
    9,
    route(8, [dst(10, 0, 0, 0), attribute(4, words(99)), attribute(15, words(70_000))], 252),
  );
  expect(routes).toMatchObject([{ table: '70000', nexthops: [] }]);
});

test.each([
  ['a length that no address has', route(33, [dst(10, 0, 0, 0)])],
  ['an address of another family', route(24, [attribute(1, new Uint8Array(16))])],
  ['no destination for its length', route(24, [])],
  [
    'attributes that are cut',
    route(24, [dst(10, 0, 0, 0), attributeBytes({ type: 4, payload: words(3), claimedLength: 99 })]),
  ],
])('a route with %s is damage, and left out', async (_, damaged) => {
  const tally = new DumpTally();
  const { connect } = rtnetlinkReplay({ route: [concat([damaged, route(0, []), endMessage(3, 0)])] });
  const rtnetlink = new Rtnetlink(connect, tally);
  expect((await readRoutes(rtnetlink, 9)).routes.map(({ destination }) => destination)).toEqual(['0.0.0.0/0']);
  expect(tally.totals.damaged).toBe(1);
});

test('next hops that are cut end there', async () => {
  const hop = (ifindex: number) => words(8 | (4 << 24), ifindex);
  const cut = words(99, 3);
  const { routes } = await listOf(9, route(0, [attribute(9, concat([hop(3), cut]))]));
  expect(routes).toMatchObject([{ nexthops: [{ device: 'veth0', weight: 5, gateway: undefined }] }]);
});

test('whatever the bytes are, it ends with whole routes or a clear error', async () => {
  await expectOnlyWholeEntries('route', async (rtnetlink) => {
    for (const { destination } of (await readRoutes(rtnetlink, 200)).routes)
      expect(destination).toMatch(/^[0-9a-f.:]{2,45}\/\d{1,3}$/);
  });
});
