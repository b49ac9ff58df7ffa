import { expect, it } from 'vitest';
import { isUnlimited } from './isUnlimited.ts';

it('knows which number means no limit', () => {
  expect(isUnlimited('net.ipv4.tcp_notsent_lowat', '4294967295')).toBe(true);
  expect(isUnlimited('net.ipv4.tcp_notsent_lowat', '131072')).toBe(false);
  expect(isUnlimited('net.core.rmem_max', '4294967295')).toBe(false);
});
