import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingTcpRecoveryOff } from './setting-tcp-recovery-off.ts';

const NAME = 'net.ipv4.tcp_recovery';

it('speaks of even values, whose lowest bit is off', () => {
  const [finding] = findingsOf(settingTcpRecoveryOff, { [NAME]: '0' });
  expect(finding).toMatchObject({ subject: NAME, severity: 'info' });
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_recovery=1']);
  expect(findingsOf(settingTcpRecoveryOff, { [NAME]: '4' })).toHaveLength(1);
  for (const value of ['1', '3', '5']) expect(findingsOf(settingTcpRecoveryOff, { [NAME]: value })).toEqual([]);
  expect(findingsOf(settingTcpRecoveryOff, {})).toEqual([]);
});
