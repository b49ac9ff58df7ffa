import { expect, it } from 'vitest';
import { canPersist } from './canPersist.ts';

it.each([
  ['sysctls of the host', [{ namespace: 'host' }, { namespace: 'host' }], true],
  ['one of a device', [{ namespace: 'host' }, { namespace: 'host', device: 'eth0' }], false],
  ['one of a container', [{ namespace: '4026532281' }], false],
])('%s', (_, settings, can) => {
  expect(canPersist(settings)).toBe(can);
});
