import { expect, it } from 'vitest';
import { contextOf, NOTHING_OPEN, TUNABLES } from '../contextFixture.ts';
import { settingTcpSackOff } from './setting-tcp-sack-off.ts';

const findings = (value: string | undefined) =>
  settingTcpSackOff.evaluate(
    contextOf({}, { tunables: { ...TUNABLES, ...(value === undefined ? {} : { 'net.ipv4.tcp_sack': value }) } }),
    NOTHING_OPEN,
  );

it('warns when it is off, and proposes the default', () => {
  const [finding, ...more] = findings('0');
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ subject: 'net.ipv4.tcp_sack', severity: 'warning', confidence: 'high' });
  expect(finding?.changes).toEqual([{ tunable: 'net.ipv4.tcp_sack', namespace: 'host', current: '0', proposed: '1' }]);
});

it('is silent when it is on, and when it is not known', () => {
  expect(findings('1')).toEqual([]);
  expect(findings(undefined)).toEqual([]);
  expect(findings(' ')).toEqual([]);
});
