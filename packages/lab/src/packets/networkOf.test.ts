import { expect, test } from 'vitest';
import { networkOf } from './networkOf.ts';

test('counts the addresses that hosts may have, round and round', () => {
  const network = networkOf('198.18.0.0/30');
  expect(network.size).toBe(2);
  expect([0, 1, 2].map((index) => network.at(index).join('.'))).toEqual(['198.18.0.1', '198.18.0.2', '198.18.0.1']);
  expect(networkOf('10.1.2.3/16').at(65_533).join('.')).toBe('10.1.255.254');
});

test('refuses what is no network', () => {
  for (const text of ['198.18.0.0', '198.18.0.0/31', '198.18.0.0/', '300.1.1.1/16', '::1/64', ''])
    expect(() => networkOf(text)).toThrow(/is not an IPv4 network/);
});
