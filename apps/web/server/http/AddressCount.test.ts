import { expect, test } from 'vitest';
import { AddressCount } from './AddressCount.ts';

test('counts by address what is open, and forgets who has nothing', () => {
  const count = new AddressCount(2);
  const first = count.take('192.0.2.1');
  expect(count.isFull('192.0.2.1')).toBe(false);
  const second = count.take('192.0.2.1');
  expect([count.isFull('192.0.2.1'), count.isFull('192.0.2.2')]).toEqual([true, false]);
  expect(count.isFull('192.0.2.1', 1)).toBe(false);
  const third = count.take('192.0.2.1');
  expect(count.isFull('192.0.2.1', 1)).toBe(true);
  first();
  first();
  expect(count.isFull('192.0.2.1')).toBe(true);
  second();
  expect([count.isFull('192.0.2.1'), count.size]).toEqual([false, 1]);
  third();
  expect(count.size).toBe(0);
});

test('a network of IPv6 is one client', () => {
  const count = new AddressCount(1);
  count.take('2001:db8::1');
  expect([count.isFull('2001:db8:0:0:ffff::2'), count.isFull('2001:db8:0:1::1')]).toEqual([true, false]);
});
