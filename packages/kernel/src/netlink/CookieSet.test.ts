import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CookieSet } from './CookieSet.ts';

test('knows what it has seen, through its growth and after it', () => {
  const set = new CookieSet();
  for (let low = 0; low < 5000; low++) expect(set.add(low, low % 3)).toBe(true);
  for (let low = 0; low < 5000; low++) expect(set.add(low, low % 3)).toBe(false);
  expect(set.add(1, 0)).toBe(true);
});

test('forgets everything when cleared', () => {
  const set = new CookieSet();
  expect(set.add(0, 0)).toBe(true);
  expect(set.add(0, 0)).toBe(false);
  set.clear();
  expect(set.add(0, 0)).toBe(true);
});

test('answers as a set of pairs does', () => {
  const pair = fc.tuple(fc.constantFrom(0, 1, 2, 1024, 0xffff_ffff), fc.constantFrom(0, 1, 0xffff_ffff));
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 60 }), (pairs) => {
      const set = new CookieSet();
      const model = new Set<string>();
      for (const [low, high] of pairs) {
        expect(set.add(low, high)).toBe(!model.has(`${low} ${high}`));
        model.add(`${low} ${high}`);
      }
    }),
  );
});
