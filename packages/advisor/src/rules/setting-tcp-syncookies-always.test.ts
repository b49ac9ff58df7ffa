import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingTcpSyncookiesAlways } from './setting-tcp-syncookies-always.ts';

const NAME = 'net.ipv4.tcp_syncookies';

it('warns of 2 only', () => {
  const [finding] = findingsOf(settingTcpSyncookiesAlways, { [NAME]: '2' });
  expect(finding).toMatchObject({ subject: NAME, severity: 'warning' });
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_syncookies=1']);
  for (const value of ['0', '1']) expect(findingsOf(settingTcpSyncookiesAlways, { [NAME]: value })).toEqual([]);
  expect(findingsOf(settingTcpSyncookiesAlways, {})).toEqual([]);
});
