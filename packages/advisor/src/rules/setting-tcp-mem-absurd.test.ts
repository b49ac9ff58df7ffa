import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingTcpMemAbsurd } from './setting-tcp-mem-absurd.ts';

const judged = (value: string) => findingsOf(settingTcpMemAbsurd, { 'net.ipv4.tcp_mem': value });

it('warns of bytes where pages are meant, and proposes what the kernel derives', () => {
  const [finding] = judged('4096 87380 16777216');
  expect(finding).toMatchObject({
    severity: 'warning',
    title: 'TCP sockets may take 64.0 GiB, more than the memory of this host',
  });
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_mem=286101 381469 572203']);
});

it('begins where the memory ends', () => {
  expect(judged('1 2 6103515')).toEqual([]);
  expect(judged('1 2 6103516')).toHaveLength(1);
  expect(judged('287898 383867 575796')).toEqual([]);
  expect(findingsOf(settingTcpMemAbsurd, {})).toEqual([]);
});
