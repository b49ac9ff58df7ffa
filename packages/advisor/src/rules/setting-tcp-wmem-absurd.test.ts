import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingTcpWmemAbsurd } from './setting-tcp-wmem-absurd.ts';

const judged = (value: string) =>
  findingsOf(settingTcpWmemAbsurd, { 'net.ipv4.tcp_wmem': value, 'net.ipv4.tcp_mem': '287898 383867 575796' });

it('warns of a huge start and of a huge end at once, and proposes a whole triple', () => {
  const [finding] = judged('4194304 8388608 2147483647');
  expect(finding).toMatchObject({
    subject: 'net.ipv4.tcp_wmem',
    severity: 'warning',
    title: 'One TCP connection may fill 2.00 GiB of send buffer',
  });
  expect(finding?.why).toContain('writes that far ahead of a slow peer');
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_wmem=4096 16384 67108864']);
});

it('is silent on ordinary values', () => {
  expect(judged('4096 16384 4194304')).toEqual([]);
  expect(judged('4096 65536 67108864')).toEqual([]);
  expect(findingsOf(settingTcpWmemAbsurd, {})).toEqual([]);
});
