import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingWmemDefaultRaised } from './setting-wmem-default-raised.ts';

const NAME = 'net.core.wmem_default';

it('speaks above 4 MiB, and proposes the default of the kernel', () => {
  expect(findingsOf(settingWmemDefaultRaised, { [NAME]: '4194304' })).toEqual([]);
  const [finding] = findingsOf(settingWmemDefaultRaised, { [NAME]: '16777216' });
  expect(finding).toMatchObject({
    severity: 'info',
    title: 'Every new UDP, raw and Unix socket gets 16.0 MiB of send buffer, asked for or not',
  });
  expect(finding?.why).toContain('net.ipv4.tcp_wmem');
  expect(changesIn(finding)).toEqual(['net.core.wmem_default=212992']);
  expect(findingsOf(settingWmemDefaultRaised, {})).toEqual([]);
});
