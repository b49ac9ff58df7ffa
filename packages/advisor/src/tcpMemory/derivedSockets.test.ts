import { expect, it } from 'vitest';
import { derivedSockets } from './derivedSockets.ts';

it('is what kernels have, by memory', () => {
  expect(derivedSockets({ memTotalBytes: 25_276_502_016 })).toBe(131_072);
  expect(derivedSockets({ memTotalBytes: 1_020_000_000 })).toBe(4096);
  expect(derivedSockets({ memTotalBytes: 2 ** 40 })).toBe(262_144);
});
