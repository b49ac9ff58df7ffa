import { expect, it } from 'vitest';
import { widerRange } from './widerRange.ts';

it('goes from 10240 to the end, with one odd and one even end', () => {
  expect(widerRange([32_768, 60_999], [])).toEqual([10_240, 65_535]);
  expect(widerRange([40_000, 40_099], [80, 443])).toEqual([10_240, 65_535]);
});

it('leaves out the ports of services below and above', () => {
  expect(widerRange([32_768, 60_999], [5432, 27_017])).toEqual([27_018, 65_535]);
  expect(widerRange([32_768, 60_999], [27_016])).toEqual([27_017, 65_534]);
  expect(widerRange([32_768, 60_999], [62_000])).toEqual([10_240, 61_999]);
  // One that listens inside already says nothing of what is beside.
  expect(widerRange([32_768, 60_999], [50_000])).toEqual([10_240, 65_535]);
});

it('is none where there is little to gain', () => {
  expect(widerRange([10_240, 65_535], [])).toBeUndefined();
  expect(widerRange([1024, 65_535], [])).toBeUndefined();
  expect(widerRange([32_768, 60_999], [32_767, 61_000])).toBeUndefined();
  expect(widerRange([15_000, 64_999], [])).toEqual([10_240, 65_535]);
  expect(widerRange([15_001, 65_000], [])).toEqual([10_240, 65_535]);
});
