import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseNetSnmp6 } from './netSnmp6.ts';

const good = fixture('snmp6');

test('gives every counter by its name', () => {
  const counters = parseNetSnmp6(good);
  expect(Object.keys(counters)).toHaveLength(90);
  expect(counters).toMatchObject({
    Ip6OutRequests: 11,
    Ip6OutOctets: 952,
    Icmp6OutType143: 4,
    Udp6InDatagrams: 0,
    UdpLite6MemErrors: 0,
  });
  expect(counters['Ip6OutType9']).toBeUndefined();
});

test.each([
  ['Ip6InReceives\n', '"Ip6InReceives" is not a name and a value'],
  ['Ip6InReceives 1 2\n', '"Ip6InReceives 1 2" is not a name and a value'],
  ['Ip6InReceives -1\n', '"-1" is not a counter'],
  ['\n', '"" is not a name and a value'],
])('refuses %j', (text, detail) => {
  expect(() => parseNetSnmp6(text)).toThrow(expect.objectContaining({ code: 'malformed', detail }));
});

test('never invents a number', () => expectNoInvention({ parse: parseNetSnmp6, good }));
