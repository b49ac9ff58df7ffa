import { expect, test } from 'vitest';
import { hostOfPath } from './hostOfPath.ts';
import { pageOf } from './pages.ts';

test.each([
  ['/', 'stack', 'self'],
  ['/changes', 'changes', 'self'],
  ['/hosts', 'hosts', 'self'],
  ['/hosts/db1', 'stack', 'db1'],
  ['/hosts/db%201/changes', 'changes', 'db 1'],
  ['/settings/people', 'settings', 'self'],
  ['/nowhere', undefined, 'self'],
])('%s is the page %s of %s', (pathname, page, host) => {
  expect(pageOf(pathname)?.id).toBe(page);
  expect(hostOfPath(pathname)).toBe(host);
});
