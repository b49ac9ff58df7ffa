import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingFinTimeoutTiny } from './setting-fin-timeout-tiny.ts';

const NAME = 'net.ipv4.tcp_fin_timeout';

it('speaks below 5 seconds', () => {
  const [finding] = findingsOf(settingFinTimeoutTiny, { [NAME]: '4' });
  expect(finding).toMatchObject({
    severity: 'info',
    title: 'A peer has 4 s to finish a connection that was closed here; then it is reset',
  });
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_fin_timeout=30']);
  for (const value of ['5', '15', '60']) expect(findingsOf(settingFinTimeoutTiny, { [NAME]: value })).toEqual([]);
  expect(findingsOf(settingFinTimeoutTiny, {})).toEqual([]);
});
