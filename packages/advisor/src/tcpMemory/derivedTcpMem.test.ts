import { expect, it } from 'vitest';
import { derivationInWords, derivedTcpMem } from './derivedTcpMem.ts';

const HOST = { memTotalBytes: 25_276_502_016, pageSizeBytes: 4096 };

it('is what a kernel with so much memory derived, within half a per cent', () => {
  expect(derivedTcpMem(HOST)).toEqual([289_266, 385_688, 578_532]);
  const kernel = [287_898, 383_867, 575_796];
  for (const [n, pages] of derivedTcpMem(HOST).entries())
    expect(Math.abs(pages / (kernel[n] ?? 0) - 1)).toBeLessThan(0.005);
});

it('counts in pages of the host', () => {
  expect(derivedTcpMem({ memTotalBytes: 16 * 2 ** 30, pageSizeBytes: 65_536 })).toEqual([12_288, 16_384, 24_576]);
  expect(derivationInWords({ memTotalBytes: 16 * 2 ** 30, pageSizeBytes: 65_536 }).en).toBe(
    '262144 pages of 65536 bytes / 16 = 16384, as the kernel does at boot; three quarters of it: 12288, half as much again: 24576',
  );
});
