import { expect, it } from 'vitest';
import { reloadNow } from './reloadNow.ts';

it.each([
  ['the server has the same', { own: 'a', server: 'a', tried: undefined }, false],
  ['the server has another', { own: 'a', server: 'b', tried: undefined }, true],
  ['it was tried for that one', { own: 'a', server: 'b', tried: 'b' }, false],
  ['it was tried for one before', { own: 'b', server: 'c', tried: 'b' }, true],
  ['the server has not said', { own: 'a', server: undefined, tried: undefined }, false],
  ['pages are built on demand', { own: undefined, server: 'b', tried: undefined }, false],
])('when %s: %o', (_, builds, expected) => {
  expect(reloadNow(builds)).toBe(expected);
});
