import { expect, it } from 'vitest';
import { changesIn, findingsOf, grew } from '../contextFixture.ts';
import { settingTcpAbortOnOverflow } from './setting-tcp-abort-on-overflow.ts';

const NAME = 'net.ipv4.tcp_abort_on_overflow';

it('warns when it is on, also by another number than 1', () => {
  const [finding] = findingsOf(settingTcpAbortOnOverflow, { [NAME]: '1' });
  expect(finding).toMatchObject({ subject: NAME, severity: 'warning' });
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_abort_on_overflow=0']);
  expect(findingsOf(settingTcpAbortOnOverflow, { [NAME]: '5' })).toHaveLength(1);
  expect(findingsOf(settingTcpAbortOnOverflow, { [NAME]: '0' })).toEqual([]);
  expect(findingsOf(settingTcpAbortOnOverflow, {})).toEqual([]);
});

it('counts the resets, so that a change can be judged by them', () => {
  const [finding] = findingsOf(
    settingTcpAbortOnOverflow,
    { [NAME]: '1' },
    { 'transport.tcpExt.embryonicRsts': grew(2) },
  );
  expect(finding?.evidence).toMatchObject([{ metric: 'transport.tcpExt.embryonicRsts', value: 120 }]);
});
