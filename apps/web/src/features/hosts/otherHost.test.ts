import { expect, it } from 'vitest';
import { otherHost } from './otherHost.ts';

const other = { hostId: 'a b', self: false };
const self = { hostId: 'c', self: true };

it.each([
  ['/', other, '/hosts/a%20b'],
  ['/changes', other, '/hosts/a%20b/changes'],
  ['/hosts/x/changes', other, '/hosts/a%20b/changes'],
  ['/hosts/x/changes', self, '/changes'],
  ['/hosts/x', self, '/'],
  ['/settings/hosts', other, '/hosts/a%20b'],
])('from %s to %j is %s', (pathname, host, address) => {
  expect(otherHost(pathname, host)).toBe(address);
});
