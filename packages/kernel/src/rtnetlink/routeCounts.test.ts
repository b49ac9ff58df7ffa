import { expect, test } from 'vitest';
import { attributeBytes, concat, endMessage, message, words } from '../testing/diagBytes.ts';
import { expectOnlyWholeEntries } from '../testing/hostileDatagrams.ts';
import { rtnetlinkReplay } from '../testing/rtnetlinkReplay.ts';
import { Rtnetlink } from './Rtnetlink.ts';
import { countRoutes } from './routeCounts.ts';

interface Parts {
  readonly family?: number;
  readonly table?: number;
  readonly type?: number;
  readonly flags?: number;
}
/** RTM_NEWROUTE with struct rtmsg; a table above 255 stands in RTA_TABLE. */
function route({ family = 2, table = 254, type = 1, flags = 0 }: Parts): Uint8Array {
  const byte = table > 255 ? 252 : table;
  const header = words(family | (24 << 8), byte | (type << 24), flags);
  return message(24, concat([header, attributeBytes({ type: 15, payload: words(table) })]));
}
const count = (...messages: readonly Uint8Array[]) =>
  countRoutes(new Rtnetlink(rtnetlinkReplay({ route: [concat([...messages, endMessage(3, 0)])] }).connect));

test('counts those of each family, table and type', async () => {
  const rows = await countRoutes(new Rtnetlink(rtnetlinkReplay().connect));
  expect(rows.map(({ family, table, type, count }) => [family, table, type, count])).toEqual([
    ['ipv4', 'main', 'unicast', 5],
    ['ipv6', 'main', 'unicast', 6],
    ['ipv4', 'main', 'blackhole', 1],
    ['ipv6', 'main', 'unreachable', 1],
    ['ipv4', 'local', 'local', 4],
    ['ipv6', 'local', 'local', 4],
    ['ipv4', 'local', 'broadcast', 2],
    ['ipv6', 'local', 'multicast', 3],
    ['ipv4', '1000', 'unicast', 1],
  ]);
});

test('leaves out what the kernel learned for one destination, and families that are not IP', async () => {
  expect(await count(route({ flags: 0x200 }), route({ family: 128 }), route({}))).toEqual([
    { family: 'ipv4', table: 'main', type: 'unicast', count: 1 },
  ]);
});

test('names what it knows and numbers the rest', async () => {
  const rows = await count(
    route({ table: 253, type: 7 }),
    route({ table: 4_000_000_000, type: 8 }),
    route({ type: 77 }),
  );
  expect(rows.map(({ table, type }) => [table, type])).toEqual([
    ['default', 'unreachable'],
    ['main', '77'],
    ['4000000000', 'prohibit'],
  ]);
});

test('the tables of policy routing beyond the largest are counted together', async () => {
  const many = Array.from({ length: 80 }, (_, n) => route({ table: 1000 + n }));
  const rows = await count(...many, route({}), route({}));
  expect(rows).toHaveLength(65);
  expect(rows[0]).toEqual({ family: 'ipv4', table: 'main', type: 'unicast', count: 2 });
  expect(rows.at(-1)).toEqual({ family: 'ipv4', table: '*', type: 'unicast', count: 17 });
  expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(82);
});

test('whatever the bytes are, it ends with counts or a clear error', async () => {
  await expectOnlyWholeEntries('route', async (rtnetlink) => {
    for (const { count } of await countRoutes(rtnetlink)) expect(count).toBeLessThan(100);
  });
});
