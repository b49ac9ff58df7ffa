import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseNetSnmp } from './netSnmp.ts';

const good = fixture('snmp');

test('gives every group with the values under their names', () => {
  const table = parseNetSnmp(good);
  expect(Object.keys(table)).toEqual(['Ip', 'Icmp', 'IcmpMsg', 'Tcp', 'Udp', 'UdpLite']);
  expect(table['Tcp']).toMatchObject({
    RtoAlgorithm: 1,
    RtoMin: 200,
    RtoMax: 120_000,
    MaxConn: -1,
    ActiveOpens: 13_895,
    PassiveOpens: 13_818,
    CurrEstab: 7,
    InSegs: 197_606,
    OutSegs: 187_166,
    RetransSegs: 3,
    OutRsts: 137,
    InCsumErrors: 0,
  });
  expect(Object.keys(table['Tcp'] ?? {})).toHaveLength(15);
  expect(Object.keys(table['Ip'] ?? {})).toHaveLength(20);
});

test('keeps a limit of -1 negative, and a counter beyond 2^53 positive', () => {
  const table = parseNetSnmp('Tcp: MaxConn InSegs\nTcp: -1 18446744073709551615\n');
  expect(table['Tcp']).toEqual({ MaxConn: -1, InSegs: 18_446_744_073_709_552_000 });
});

test('reads the narrower header of Linux 3.10', () => {
  const table = parseNetSnmp(
    'Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors\nUdp: 1 2 3 4 5 6\n',
  );
  expect(table['Udp']).toEqual({
    InDatagrams: 1,
    NoPorts: 2,
    InErrors: 3,
    OutDatagrams: 4,
    RcvbufErrors: 5,
    SndbufErrors: 6,
  });
  expect(table['Udp']?.['InCsumErrors']).toBeUndefined();
});

test.each([
  ['', 'it is empty'],
  ['Tcp: InSegs\nTcp: 1', 'it ends inside the line "Tcp: 1"'],
  ['Tcp: InSegs OutSegs\nTcp: 1\n', '"Tcp:" has 2 names and 1 values'],
  ['Tcp: InSegs\nTcp: 1 2\n', '"Tcp:" has 1 names and 2 values'],
  ['Tcp: InSegs\nUdp: 1\n', 'the names of "Tcp:" are not followed by its values'],
  ['Tcp: InSegs\n', 'the names of "Tcp:" are not followed by its values'],
  ['Tcp: InSegs\nTcp: 1x\n', '"1x" is not a number'],
  ['Tcp: InSegs\nTcp: 111111111111111111111\n', '"111111111111111111111" is not a number'],
  ['InSegs\n1\n', 'line 1 names no group'],
])('refuses %j', (text, detail) => {
  expect(() => parseNetSnmp(text)).toThrow(
    expect.objectContaining({ code: 'malformed', operation: 'parse', path: '/proc/net/snmp', detail }),
  );
});

test('keeps hostile names as plain keys', () => {
  const table = parseNetSnmp('__proto__: toString __proto__\n__proto__: 1 2\n');
  expect(Object.entries(table).map(([group, counters]) => [group, Object.entries(counters)])).toEqual([
    [
      '__proto__',
      [
        ['toString', 1],
        ['__proto__', 2],
      ],
    ],
  ]);
  expect(table['constructor']).toBeUndefined();
});

test('never invents a number', () => expectNoInvention({ parse: parseNetSnmp, good }));
