import { expect, it } from 'vitest';
import { ownPath } from './ownPath.ts';

const ORIGIN = 'http://127.0.0.1:3000';

it('goes back to pages of this product, with query and hash', () => {
  expect(ownPath('/hosts/abc?layer=socket#page', ORIGIN)).toBe('/hosts/abc?layer=socket#page');
  expect(ownPath('/settings/tokens', ORIGIN)).toBe('/settings/tokens');
  expect(ownPath('/hosts?_rsc=1abc', ORIGIN)).toBe('/hosts');
});

it.each([
  null,
  '',
  'hosts',
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  '\n//evil.example',
  'javascript:alert(1)',
  '/..//evil.example',
  '/./\\evil.example',
])('goes to the start instead of %j', (next) => {
  expect(ownPath(next, ORIGIN)).toBe('/');
});

it.each(['/sign-in?next=/sign-in', '/welcome?code=x', '/api/v1/hosts', '/socket.io/'])(
  'never goes round by %j',
  (next) => {
    expect(ownPath(next, ORIGIN)).toBe('/');
  },
);
