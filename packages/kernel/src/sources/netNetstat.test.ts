import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseNetNetstat } from './netNetstat.ts';

const good = fixture('netstat');

test('gives TcpExt, IpExt and MPTcpExt with the values under their names', () => {
  const table = parseNetNetstat(good);
  expect(Object.keys(table)).toEqual(['TcpExt', 'IpExt', 'MPTcpExt']);
  expect(Object.keys(table['TcpExt'] ?? {})).toHaveLength(135);
  expect(Object.keys(table['MPTcpExt'] ?? {})).toHaveLength(76);
  expect(table['TcpExt']).toMatchObject({ TW: 13_822, ListenOverflows: 0, TCPLossProbes: 8, TCPAODroppedIcmps: 0 });
  expect(table['IpExt']).toMatchObject({ InOctets: 1_294_738_234, OutOctets: 616_909_382, ReasmOverlaps: 0 });
});

test('goes by the header, whatever the order and width', () => {
  const old = [
    'TcpExt: SyncookiesSent ListenDrops ListenOverflows',
    'TcpExt: 7 9 8',
    'IpExt: InNoRoutes InOctets',
    'IpExt: 0 12345678901234',
    '',
  ].join('\n');
  expect(parseNetNetstat(old)).toEqual({
    TcpExt: { SyncookiesSent: 7, ListenDrops: 9, ListenOverflows: 8 },
    IpExt: { InNoRoutes: 0, InOctets: 12_345_678_901_234 },
  });
});

test('refuses a header that is wider than its values', () => {
  expect(() => parseNetNetstat('TcpExt: A B C\nTcpExt: 1 2\n')).toThrow(
    'parse /proc/net/netstat: the kernel said something that cannot be understood ("TcpExt:" has 3 names and 2 values)',
  );
});

test('never invents a number', () => expectNoInvention({ parse: parseNetNetstat, good }));
