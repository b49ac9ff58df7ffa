import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingKeepaliveNever } from './setting-keepalive-never.ts';

const NAME = 'net.ipv4.tcp_keepalive_time';

it('speaks of more than a day', () => {
  const [finding] = findingsOf(settingKeepaliveNever, { [NAME]: '864000' });
  expect(finding).toMatchObject({
    severity: 'info',
    title: 'Dead peers stay connected for 10 d 0 h before anybody asks',
  });
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_keepalive_time=7200']);
  expect(findingsOf(settingKeepaliveNever, { [NAME]: '86401' })).toHaveLength(1);
  for (const value of ['60', '7200', '86400']) expect(findingsOf(settingKeepaliveNever, { [NAME]: value })).toEqual([]);
  expect(findingsOf(settingKeepaliveNever, {})).toEqual([]);
});
