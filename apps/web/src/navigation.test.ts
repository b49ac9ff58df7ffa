import { expect, it } from 'vitest';
import { NAVIGATION } from './navigation.ts';

it('gives each page keys of its own', () => {
  const keys = NAVIGATION.map((page) => page.keys);
  expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted());
});
