import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingTcpWindowScalingOff } from './setting-tcp-window-scaling-off.ts';

const NAME = 'net.ipv4.tcp_window_scaling';

it('warns when it is off, and is silent when it is on or not known', () => {
  const [finding] = findingsOf(settingTcpWindowScalingOff, { [NAME]: '0' });
  expect(finding).toMatchObject({ subject: NAME, severity: 'warning' });
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_window_scaling=1']);
  expect(findingsOf(settingTcpWindowScalingOff, { [NAME]: '1' })).toEqual([]);
  expect(findingsOf(settingTcpWindowScalingOff, {})).toEqual([]);
});
