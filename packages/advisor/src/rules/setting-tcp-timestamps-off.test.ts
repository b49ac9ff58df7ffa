import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingTcpTimestampsOff } from './setting-tcp-timestamps-off.ts';

const NAME = 'net.ipv4.tcp_timestamps';
const REUSE = 'net.ipv4.tcp_tw_reuse';

it('speaks when they are off, and of both ways to have them on it does not', () => {
  const [finding] = findingsOf(settingTcpTimestampsOff, { [NAME]: '0' });
  expect(finding).toMatchObject({ subject: NAME, severity: 'info' });
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_timestamps=1']);
  for (const value of ['1', '2']) expect(findingsOf(settingTcpTimestampsOff, { [NAME]: value })).toEqual([]);
  expect(findingsOf(settingTcpTimestampsOff, {})).toEqual([]);
});

it('says that the reuse of ports does nothing without them, where that is switched on', () => {
  const why = (reuse: string) => findingsOf(settingTcpTimestampsOff, { [NAME]: '0', [REUSE]: reuse })[0]?.why;
  expect(why('1')).toContain('net.ipv4.tcp_tw_reuse is 1 here, and does nothing');
  expect(why('2')).not.toContain('tcp_tw_reuse');
});
