import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingTcpEarlyRetransOff } from './setting-tcp-early-retrans-off.ts';

const NAME = 'net.ipv4.tcp_early_retrans';

it('speaks of values without probes', () => {
  const [finding] = findingsOf(settingTcpEarlyRetransOff, { [NAME]: '0' });
  expect(finding).toMatchObject({ subject: NAME, severity: 'info' });
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_early_retrans=3']);
  expect(findingsOf(settingTcpEarlyRetransOff, { [NAME]: '2' })).toHaveLength(1);
  for (const value of ['3', '4']) expect(findingsOf(settingTcpEarlyRetransOff, { [NAME]: value })).toEqual([]);
  expect(findingsOf(settingTcpEarlyRetransOff, {})).toEqual([]);
});
