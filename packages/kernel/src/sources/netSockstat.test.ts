import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseNetSockstat } from './netSockstat.ts';

const good = fixture('sockstat');

test('gives each protocol with its fields', () => {
  expect(parseNetSockstat(good)).toEqual({
    sockets: { used: 29 },
    TCP: { inuse: 10, orphan: 0, tw: 6883, alloc: 10, mem: 0 },
    UDP: { inuse: 0, mem: 0 },
    UDPLITE: { inuse: 0 },
    RAW: { inuse: 0 },
    FRAG: { inuse: 0, memory: 0 },
  });
});

test('leaves what an older kernel does not print undefined', () => {
  const table = parseNetSockstat('sockets: used 3\nTCP: inuse 1 orphan 0\nUDP: inuse 2\n');
  expect(table['UDP']).toEqual({ inuse: 2 });
  expect(table['TCP']?.['mem']).toBeUndefined();
  expect(table['FRAG']).toBeUndefined();
});

test.each([
  ['TCP: inuse\n', '"TCP: inuse" has a name without a value'],
  ['TCP inuse 1\n', '"TCP inuse 1" names no protocol'],
  ['TCP: inuse many\n', '"many" is not a number'],
])('refuses %j', (text, detail) => {
  expect(() => parseNetSockstat(text)).toThrow(expect.objectContaining({ path: '/proc/net/sockstat', detail }));
});

test('never invents a number', () => expectNoInvention({ parse: parseNetSockstat, good }));
