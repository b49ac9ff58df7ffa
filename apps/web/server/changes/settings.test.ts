import { expect, it } from 'vitest';
import { checkSetting, isSame, named } from './settings.ts';

const of = (tunable: string, value: string, rest: object = {}) => checkSetting({ tunable, value, ...rest });

it('takes settings of devices with their device, and of queues with their queue', () => {
  expect(of('ethtool.rings.rx', '512', { device: 'eth0' })).toMatchObject({ proposed: '512', refusal: undefined });
  expect(of('ethtool.rings.rx', '512').refusal?.en).toContain('name the device');
  expect(of('ethtool.rings.rx', '512', { device: 'eth0', queue: 1 }).refusal?.en).toContain('not of a queue');
  expect(of('sysfs.rps_cpus', '3', { device: 'eth0', queue: 0 }).refusal).toBeUndefined();
  expect(of('sysfs.rps_cpus', '3', { device: 'eth0' }).refusal?.en).toContain('name its number');
});

it('holds a choice against what the kernel lists', () => {
  const asked = { tunable: 'net.ipv4.tcp_congestion_control', value: 'bbr' };
  expect(checkSetting(asked).refusal).toBeUndefined();
  expect(checkSetting(asked, ['reno', 'cubic']).refusal?.en).toContain('it takes one of reno, cubic');
});

it('knows one value in several spellings', () => {
  expect(isSame('net.ipv4.tcp_rmem', '4096\t131072 6291456\n', '4096 131072 6291456')).toBe(true);
  expect(isSame('sysfs.rps_cpus', '00000000,00000003', '3')).toBe(true);
  expect(isSame('net.core.somaxconn', '128', '129')).toBe(false);
  expect(isSame('no.such', '1', '2')).toBe(false);
});

it('names a setting with its place', () => {
  expect(named({ tunable: 'sysfs.rps_cpus', namespace: '4026532000', device: 'eth0', queue: 2 })).toBe(
    'sysfs.rps_cpus of eth0 queue 2 in namespace 4026532000',
  );
});
