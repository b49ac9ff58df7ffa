import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingTcpModerateRcvbufOff } from './setting-tcp-moderate-rcvbuf-off.ts';

const NAME = 'net.ipv4.tcp_moderate_rcvbuf';
const RMEM = 'net.ipv4.tcp_rmem';

it('warns when it is off, with the buffer that connections then keep', () => {
  const [finding] = findingsOf(settingTcpModerateRcvbufOff, { [NAME]: '0', [RMEM]: '4096 131072 33554432' });
  expect(finding).toMatchObject({ subject: NAME, severity: 'warning' });
  expect(finding?.why).toContain('a receive buffer of 128 KiB');
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_moderate_rcvbuf=1']);
  expect(findingsOf(settingTcpModerateRcvbufOff, { [NAME]: '0' })[0]?.why).toContain('the middle number of');
});

it('is silent when it is on or not known', () => {
  expect(findingsOf(settingTcpModerateRcvbufOff, { [NAME]: '1' })).toEqual([]);
  expect(findingsOf(settingTcpModerateRcvbufOff, {})).toEqual([]);
});
