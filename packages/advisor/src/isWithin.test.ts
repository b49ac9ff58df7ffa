import { expect, test } from 'vitest';
import { dumpsOf, socketRow } from './contextFixture.ts';
import { isWithin, withinBy } from './isWithin.ts';

test.each([
  ['10.0.0.1', '10.0.0.9', false],
  ['10.0.0.1', '10.0.0.1', true],
  ['127.0.0.1', '127.0.0.1', true],
  ['10.0.0.1', '127.8.0.1', true],
  ['::1', '::1', true],
  ['2001:db8::1', '2001:db8::9', false],
])('from %s to %s: within this host %s', (local, remote, expected) => {
  expect(isWithin(socketRow({ local, remote }))).toBe(expected);
});

test('another own address is known by whatever listens or speaks at it', () => {
  const row = socketRow({ local: '10.0.0.1', remote: '10.0.0.2' });
  expect(withinBy(dumpsOf('senders', [[row]]))(row)).toBe(false);
  const listening = dumpsOf('listeners', [[socketRow({ local: '10.0.0.2', state: 'listen' })]]);
  expect(withinBy(listening)(row)).toBe(true);
  expect(withinBy(dumpsOf('listeners', [[socketRow({ local: '0.0.0.0' })]]))(row)).toBe(false);
});
