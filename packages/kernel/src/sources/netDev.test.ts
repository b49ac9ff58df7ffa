import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseNetDev } from './netDev.ts';

const good = fixture('dev');
const header = good.split('\n').slice(0, 2).join('\n');
const ZEROS = '0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0';
const ONE_TO_16 = Array.from({ length: 16 }, (_, column) => column + 1).join(' ');
const fileOf = (...rows: string[]) => `${[header, ...rows].join('\n')}\n`;

test('gives a row for each device', () => {
  const rows = parseNetDev(good);
  expect(rows.map((row) => row.device)).toEqual(['lo', 'ifb0', 'ifb1', 'eth0']);
  expect(rows[3]).toMatchObject({ rxBytes: 679_117_444, rxPackets: 20_675, txBytes: 1_143_270, txPackets: 10_238 });
});

test('puts every column under its name', () => {
  expect(parseNetDev(fileOf(`  lo: ${ONE_TO_16}`))).toEqual([
    {
      device: 'lo',
      rxBytes: 1,
      rxPackets: 2,
      rxErrors: 3,
      rxDropped: 4,
      rxFifo: 5,
      rxFrame: 6,
      rxCompressed: 7,
      rxMulticast: 8,
      txBytes: 9,
      txPackets: 10,
      txErrors: 11,
      txDropped: 12,
      txFifo: 13,
      txCollisions: 14,
      txCarrier: 15,
      txCompressed: 16,
    },
  ]);
});

test.each(['eth0.100', 'wg-é', 'a@b', 'veth"<b>', '15-characters-x', '-', '…'])('reads the device %j', (device) => {
  expect(parseNetDev(fileOf(`${device}: ${ZEROS}`))[0]?.device).toBe(device);
});

test('reads a byte count that leaves no room behind the colon', () => {
  expect(parseNetDev(fileOf(`  eth0:12345678901234 ${'0 '.repeat(15)}`))[0]?.rxBytes).toBe(12_345_678_901_234);
});

test('counts a device once that moved while the file was read, by its later row', () => {
  const rows = parseNetDev(fileOf(`a: ${ZEROS}`, `b: ${ZEROS}`, `a: ${ONE_TO_16}`));
  expect(rows.map((row) => [row.device, row.rxBytes])).toEqual([
    ['a', 1],
    ['b', 0],
  ]);
});

test('gives no rows where there are no devices', () => expect(parseNetDev(fileOf())).toEqual([]));

test.each([
  ['a device without a name', fileOf(`: ${ZEROS}`)],
  ['a device with a space', fileOf(`a b: ${ZEROS}`)],
  ['a device with a slash', fileOf(`a/b: ${ZEROS}`)],
  ['a device called ..', fileOf(`..: ${ZEROS}`)],
  ['an alias, which no kernel since 2.2 lists', fileOf(`eth0:1: ${ZEROS}`)],
  ['a name of 16 bytes', fileOf(`sixteen-bytes-éx: ${ZEROS}`)],
  ['a row without a colon', fileOf(`lo ${ZEROS}`)],
  ['a row that is too short', fileOf('lo: 0 0 0')],
  ['a row that is too long', fileOf(`lo: ${ZEROS} 0`)],
  ['a negative counter', fileOf(`lo: ${ZEROS.replace('0', '-1')}`)],
  ['a file without its header', `lo: ${ZEROS}\n`],
  ['columns in another order', fileOf(`lo: ${ZEROS}`).replace('bytes    packets', 'packets    bytes')],
])('refuses %s', (_, text) => {
  expect(() => parseNetDev(text)).toThrow(expect.objectContaining({ code: 'malformed', path: '/proc/net/dev' }));
});

test('never invents a number', () => expectNoInvention({ parse: parseNetDev, good }));
