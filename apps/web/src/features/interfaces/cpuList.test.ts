import { expect, test } from 'vitest';
import { cpuList } from './cpuList.ts';

test.each([
  ['0', ''],
  ['00000000,00000000', ''],
  ['1', '0'],
  ['f', '0-3'],
  ['3', '0-1'],
  ['00000000,0000010f', '0-3,8'],
  ['1,00000000', '32'],
  ['80000001,80000000', '31-32,63'],
  ['ffffffff,ffffffff', '0-63'],
])('%s is CPUs "%s"', (mask, cpus) => {
  expect(cpuList(mask)).toBe(cpus);
});
