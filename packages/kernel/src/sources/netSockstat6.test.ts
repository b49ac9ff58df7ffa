import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { parseNetSockstat6 } from './netSockstat6.ts';

const good = fixture('sockstat6');

test('gives each protocol with its fields', () => {
  expect(parseNetSockstat6(good.replace('UDP6: inuse 0', 'UDP6: inuse 12'))).toEqual({
    TCP6: { inuse: 0 },
    UDP6: { inuse: 12 },
    UDPLITE6: { inuse: 0 },
    RAW6: { inuse: 0 },
    FRAG6: { inuse: 0, memory: 0 },
  });
});

test('names its own file in a complaint', () => {
  expect(() => parseNetSockstat6('TCP6: inuse x\n')).toThrow(expect.objectContaining({ path: '/proc/net/sockstat6' }));
});

test('never invents a number', () => expectNoInvention({ parse: parseNetSockstat6, good }));
