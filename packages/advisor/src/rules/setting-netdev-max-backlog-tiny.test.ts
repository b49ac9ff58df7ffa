import { expect, it } from 'vitest';
import { contextOf, NOTHING_OPEN, told } from '../contextFixture.ts';
import { settingNetdevMaxBacklogTiny } from './setting-netdev-max-backlog-tiny.ts';

it('warns below the default of the kernel, and proposes that', () => {
  const findings = (packets: string) =>
    told(
      settingNetdevMaxBacklogTiny,
      contextOf({}, { tunables: { 'net.core.netdev_max_backlog': packets } }),
      NOTHING_OPEN,
    );
  expect(findings('999')[0]).toMatchObject({
    severity: 'warning',
    title: 'Only 999 packets may wait for a CPU: bursts are lost inside this host',
    changes: [{ current: '999', proposed: '1000' }],
    arithmetic: '1000, the default of the kernel',
  });
  expect(findings('1000')).toEqual([]);
  expect(findings('65536')).toEqual([]);
});
