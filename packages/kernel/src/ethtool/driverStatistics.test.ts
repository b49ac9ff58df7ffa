import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planStatistics, statisticRows } from './driverStatistics.ts';

/** Names as a driver writes them, 32 bytes each. */
function namesOf(...names: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(names.length * 32);
  for (const [place, name] of names.entries()) bytes.set(Buffer.from(name, 'latin1').subarray(0, 32), place * 32);
  return bytes;
}
const rowsOf = (names: Uint8Array, values: readonly number[]) =>
  statisticRows('eth0', planStatistics(names), Float64Array.from(values));

test('rows carry the driver’s names and values, those of loss first', () => {
  expect(rowsOf(namesOf('rx_packets', 'rx_missed', 'rx0_packets', 'rx0_drops'), [1, 2, 3, 2 ** 40])).toEqual([
    { device: 'eth0', queue: undefined, statistic: 'rx_missed', value: 2 },
    { device: 'eth0', queue: 'rx-0', statistic: 'drops', value: 2 ** 40 },
    { device: 'eth0', queue: undefined, statistic: 'rx_packets', value: 1 },
    { device: 'eth0', queue: 'rx-0', statistic: 'packets', value: 3 },
  ]);
});

test('empty names, the other end of a veth and second bearers of a name are left out, the latter told', () => {
  const names = namesOf('  pkts tx', '', 'peer_ifindex', '  pkts tx', '\x01weird\xff');
  expect(planStatistics(names)).toMatchObject({ count: 5, omitted: 1 });
  expect(rowsOf(names, [1, 2, 3, 4, 5]).map(({ statistic, value }) => [statistic, value])).toEqual([
    ['pkts tx', 1],
    ['?weird?', 5],
  ]);
});

test('a driver with thousands keeps 128, whatever their values, and says how many not', () => {
  const names = namesOf(...Array.from({ length: 1000 }, (_, n) => `rx${n}_packets`), 'rx_discards_phy');
  const plan = planStatistics(names);
  expect([plan.count, plan.kept.length, plan.omitted]).toEqual([1001, 128, 873]);
  expect(plan.kept[0]).toEqual({ place: 1000, queue: undefined, statistic: 'rx_discards_phy' });
  expect(planStatistics(names)).toEqual(plan);
});

test('fewer values than names, and random bytes for names, make up nothing', () => {
  expect(rowsOf(namesOf('a', 'b'), [1])).toEqual([{ device: 'eth0', queue: undefined, statistic: 'a', value: 1 }]);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      for (const { statistic } of planStatistics(bytes).kept) expect(statistic).toMatch(/^[\x20-\x7e]{1,32}$/);
    }),
  );
});
