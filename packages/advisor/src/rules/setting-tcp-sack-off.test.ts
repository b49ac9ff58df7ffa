import { expect, it } from 'vitest';
import { findingsOf } from '../contextFixture.ts';
import { settingTcpSackOff } from './setting-tcp-sack-off.ts';

const SACK = 'net.ipv4.tcp_sack';

it('warns when it is off, and proposes the default', () => {
  const [finding, ...more] = findingsOf(settingTcpSackOff, { [SACK]: '0' });
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ subject: SACK, severity: 'warning', confidence: 'high' });
  expect(finding?.changes).toEqual([{ tunable: SACK, namespace: 'host', current: '0', proposed: '1' }]);
});

it('is silent when it is on, and when it is not known', () => {
  expect(findingsOf(settingTcpSackOff, { [SACK]: '1' })).toEqual([]);
  expect(findingsOf(settingTcpSackOff, {})).toEqual([]);
  expect(findingsOf(settingTcpSackOff, { [SACK]: ' ' })).toEqual([]);
});
