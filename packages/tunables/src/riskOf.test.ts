import { expect, test } from 'vitest';
import { changeable } from './deviceCatalog.ts';
import { riskOf } from './riskOf.ts';

test('a switch is as risky as what is asked of it', () => {
  const abort = changeable('net.ipv4.tcp_abort_on_overflow');
  const forward = changeable('net.ipv4.ip_forward');
  if (abort === undefined || forward === undefined) throw new Error('both are in the catalogue');
  expect(riskOf(abort, '1')).toBe(3);
  expect(riskOf(abort, ' 0')).toBe(1);
  // A router that stops forwarding has no friends, whatever the kernel begins with.
  expect(riskOf(forward, '0')).toBe(forward.risk);
});
