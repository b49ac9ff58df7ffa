import { expect, it } from 'vitest';
import { changesIn, findingsOf } from '../contextFixture.ts';
import { settingTcpRmemAbsurd } from './setting-tcp-rmem-absurd.ts';

/** Pressure begins at 383,867 pages, 1,572,319,232 bytes. */
const TCP_MEM = '287898 383867 575796';
const judged = (value: string, tcpMem: string | undefined = TCP_MEM) =>
  findingsOf(settingTcpRmemAbsurd, {
    'net.ipv4.tcp_rmem': value,
    ...(tcpMem === '' ? {} : { 'net.ipv4.tcp_mem': tcpMem }),
  });

it('warns when every connection starts with megabytes', () => {
  const [finding] = judged('16777216 16777216 16777216');
  expect(finding).toMatchObject({
    severity: 'warning',
    title: 'Every TCP connection starts with 16.0 MiB of receive buffer',
    arithmetic: "the first size back to 131072, the kernel's own",
  });
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_rmem=4096 131072 16777216']);
  expect(judged('4096 2097151 33554432')).toEqual([]);
  expect(judged('4096 2097152 33554432')).toHaveLength(1);
});

it('warns when one connection may take more than a window can use', () => {
  expect(judged('4096 131072 1073741824')).toEqual([]);
  const [finding] = judged('4096 131072 2147483647');
  expect(finding?.title).toBe('One TCP connection may fill 2.00 GiB of receive buffer');
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_rmem=4096 131072 67108864']);
  expect(changesIn(judged('4096 131072 1073741825', '')[0])).toEqual(['net.ipv4.tcp_rmem=4096 131072 67108864']);
});

it('warns when one connection may bring all TCP under memory pressure', () => {
  expect(judged('4096 131072 67108864', '6144 16384 24576')).toEqual([]);
  const [finding] = judged('4096 131072 67108865', '6144 16384 24576');
  expect(finding?.why).toContain('come under memory pressure at 64.0 MiB');
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_rmem=4096 131072 8388608']);
});

it('keeps the numbers in order where the pool is tiny, and is silent where they are not known', () => {
  expect(changesIn(judged('4096 131072 6291456', '10 20 30')[0])).toEqual(['net.ipv4.tcp_rmem=4096 131072 131072']);
  expect(judged('4096 131072')).toEqual([]);
  expect(findingsOf(settingTcpRmemAbsurd, {})).toEqual([]);
});

it('is silent on the values of kernels old and new', () => {
  expect(judged('4096 131072 33554432')).toEqual([]);
  expect(judged('4096 87380 6291456')).toEqual([]);
});
