import { expect, it } from 'vitest';
import { contextOf, NOTHING_OPEN } from '../contextFixture.ts';
import { interfacesOf } from '../detailsFixture.ts';
import { settingLroForwarding } from './setting-lro-forwarding.ts';

it('tells of LRO on a card of a host that forwards, and of no other', () => {
  const findings = (forward: string, on: boolean, physical = true) => {
    const features = [{ name: 'rx-lro', on, wanted: on, fixed: false }];
    const details = { interfaces: interfacesOf({ device: 'eth0', physical, features }, { device: 'eth1' }) };
    return settingLroForwarding.evaluate(
      contextOf({}, { details, tunables: { 'net.ipv4.ip_forward': forward } }),
      NOTHING_OPEN,
    );
  };
  expect(findings('1', true)).toHaveLength(1);
  expect(findings('1', true)[0]).toMatchObject({ subject: 'eth0', changes: [] });
  expect(findings('1', true)[0]?.actions[0]).toContain('"ethtool -K eth0 lro off"');
  expect(findings('0', true)).toEqual([]);
  expect(findings('1', false)).toEqual([]);
  expect(findings('1', true, false)).toEqual([]);
  expect(settingLroForwarding.evaluate(contextOf({}), NOTHING_OPEN)).toEqual([]);
});
