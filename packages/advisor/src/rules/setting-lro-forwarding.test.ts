import { expect, it } from 'vitest';
import { contextOf, NOTHING_OPEN, told } from '../contextFixture.ts';
import { interfacesOf } from '../detailsFixture.ts';
import { settingLroForwarding } from './setting-lro-forwarding.ts';

it('tells of LRO on a card of a host that forwards, and of no other', () => {
  const findings = (forward: string, on: boolean, physical = true, fixed = false) => {
    const features = [{ name: 'rx-lro', on, wanted: on, fixed }];
    const details = { interfaces: interfacesOf({ device: 'eth0', physical, features }, { device: 'eth1' }) };
    return told(
      settingLroForwarding,
      contextOf({}, { details, tunables: { 'net.ipv4.ip_forward': forward } }),
      NOTHING_OPEN,
    );
  };
  expect(findings('1', true)).toHaveLength(1);
  expect(findings('1', true)[0]).toMatchObject({
    subject: 'eth0',
    changes: [
      { tunable: 'ethtool.features.rx-lro', namespace: 'host', device: 'eth0', current: 'on', proposed: 'off' },
    ],
  });
  // What nobody can change is told all the same.
  expect(findings('1', true, true, true)[0]).toMatchObject({ changes: [], arithmetic: '' });
  expect(findings('0', true)).toEqual([]);
  expect(findings('1', false)).toEqual([]);
  expect(findings('1', true, false)).toEqual([]);
  expect(told(settingLroForwarding, contextOf({}), NOTHING_OPEN)).toEqual([]);
});
