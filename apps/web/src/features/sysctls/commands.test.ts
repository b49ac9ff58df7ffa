import type { SysctlsReport } from '@netstrata/metrics';
import { expect, test } from 'vitest';
import { commandsOf } from './commands.ts';
import type { SysctlItem } from './sysctlItems.ts';

const REPORT = {
  namespaces: [{ inode: 7, name: 'blue', way: '/run/netns/blue', values: {} }],
} as unknown as SysctlsReport;
const item = (ref: SysctlItem['ref'], value: string | undefined, proposed?: string) =>
  ({ ref, value, recommended: proposed === undefined ? undefined : { value: proposed } }) as SysctlItem;
const SOMAXCONN = { tunable: 'net.core.somaxconn', namespace: 'host' };

test.each([
  [SOMAXCONN, '128', 'sysctl net.core.somaxconn', 'sysctl -w net.core.somaxconn=128'],
  [
    { tunable: 'net.ipv4.tcp_rmem', namespace: '7' },
    '4096 16384 65536',
    'nsenter --net=/run/netns/blue sysctl net.ipv4.tcp_rmem',
    "nsenter --net=/run/netns/blue sysctl -w net.ipv4.tcp_rmem='4096 16384 65536'",
  ],
  [
    { tunable: 'ethtool.rings.rx', namespace: 'host', device: 'eth0' },
    '512',
    'ethtool -g eth0',
    'ethtool -G eth0 rx 512',
  ],
  [
    { tunable: 'sysfs.xps_cpus', namespace: 'host', device: 'eth0', queue: 2 },
    '03',
    'cat /sys/class/net/eth0/queues/tx-2/xps_cpus',
    'echo 03 > /sys/class/net/eth0/queues/tx-2/xps_cpus',
  ],
])('%o is shown and set by hand', (ref, value, show, line) => {
  expect(commandsOf(item(ref, 'before', value), REPORT)).toEqual({ show, set: { line, value } });
});

test.each([
  ['4096', undefined],
  ['4096', '4096'],
  [undefined, undefined],
  [undefined, '4096'],
])('of %s with %s recommended there is nothing to set', (value, recommended) => {
  const commands = commandsOf(item(SOMAXCONN, value, recommended), REPORT);
  expect(commands).toEqual({ show: 'sysctl net.core.somaxconn', set: undefined });
});
