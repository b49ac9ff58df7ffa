import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingLocalPortsParity } from './setting-local-ports-parity.ts';

const judged = (value: string) => findingsOf(settingLocalPortsParity, { 'net.ipv4.ip_local_port_range': value });

it('speaks of two even and of two odd ends, and moves the last one', () => {
  const [even] = judged('10000\t65000');
  expect(even).toMatchObject({
    severity: 'info',
    title: 'The port range 10000 to 65000 has two even ends; the kernel wants one odd and one even',
    where: 'net.ipv4.ip_local_port_range = 10000 65000',
  });
  expect(changesIn(even)).toEqual(['net.ipv4.ip_local_port_range=10000 65001']);
  expect(changesIn(judged('1025 65535')[0])).toEqual(['net.ipv4.ip_local_port_range=1025 65534']);
});

it('is silent on different ends, and on what is no range', () => {
  for (const value of ['32768 60999', '1024 65535', '40000 40000', '40000', '5 1', '0 10', '2 70000'])
    expect(judged(value)).toEqual([]);
  expect(findingsOf(settingLocalPortsParity, {})).toEqual([]);
});
