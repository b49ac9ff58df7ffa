import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingTcpSyncookiesOff } from './setting-tcp-syncookies-off.ts';

const NAME = 'net.ipv4.tcp_syncookies';

it('warns when they are off, and of both ways to have them on it does not', () => {
  const [finding] = findingsOf(settingTcpSyncookiesOff, { [NAME]: '0' });
  expect(finding).toMatchObject({ subject: NAME, severity: 'warning' });
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_syncookies=1']);
  for (const value of ['1', '2']) expect(findingsOf(settingTcpSyncookiesOff, { [NAME]: value })).toEqual([]);
  expect(findingsOf(settingTcpSyncookiesOff, {})).toEqual([]);
});
