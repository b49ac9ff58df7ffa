import { ID } from '@netstrata/metrics';
import { expect, it } from 'vitest';
import { changesIn, contextOf, findingsOf, HOST, NOTHING_OPEN, SHORT_OF_MEMORY, told } from '../contextFixture.ts';
import { settingTcpMemSmall } from './setting-tcp-mem-small.ts';

// The host of the fixture has 25 GB in pages of 4 KiB: 1 % are 61,035 pages, 0.5 % 30,517.
const judged = (value: string, samples = {}) => findingsOf(settingTcpMemSmall, { 'net.ipv4.tcp_mem': value }, samples);

it('warns of megabytes where pages are meant, and proposes what the kernel derives', () => {
  const [finding] = judged('256 512 1024');
  expect(finding).toMatchObject({
    severity: 'warning',
    title: 'All TCP sockets together may hold only 4.00 MiB',
    where: 'net.ipv4.tcp_mem = 256 512 1024',
    arithmetic:
      '6103515 pages of 4096 bytes / 16 = 381469, as the kernel does at boot; three quarters of it: 286101, half as much again: 572203',
  });
  expect(changesIn(finding)).toEqual(['net.ipv4.tcp_mem=286101 381469 572203']);
});

it('looks at the limit and at the pressure', () => {
  expect(judged('1000 61035 61036')).toEqual([]);
  expect(judged('1000 61035 61035')).toHaveLength(1);
  expect(judged('1000 30518 575796')).toEqual([]);
  expect(judged('1000 30517 575796')).toHaveLength(1);
});

it('takes 256 MiB on a large machine for a choice', () => {
  const host = { ...HOST, memTotalBytes: 2 ** 40 };
  const onLarge = (value: string) =>
    told(settingTcpMemSmall, contextOf({}, { tunables: { 'net.ipv4.tcp_mem': value }, host }), NOTHING_OPEN);
  expect(onLarge('32768 65536 65536')).toEqual([]);
  expect(onLarge('32768 65535 65535')).toHaveLength(1);
});

it('is critical while more than the pressure is in use', () => {
  expect(judged('256 512 1024', { [ID.sockstat.tcpMem]: 512 })[0]?.severity).toBe('warning');
  const [finding] = judged('256 512 1024', { [ID.sockstat.tcpMem]: 513 });
  expect(finding).toMatchObject({
    severity: 'critical',
    title: 'TCP is out of memory: all sockets together may hold 4.00 MiB',
  });
  expect(finding?.why).toContain('2.00 MiB are in use now');
});

it('raises nothing while memory is short', () => {
  expect(judged('256 512 1024', SHORT_OF_MEMORY)[0]).toMatchObject({ changes: [], arithmetic: '' });
});

it('is silent on what the kernel derived, and where it is not known', () => {
  expect(judged('287898 383867 575796')).toEqual([]);
  expect(judged('nonsense')).toEqual([]);
  expect(findingsOf(settingTcpMemSmall, {})).toEqual([]);
});
