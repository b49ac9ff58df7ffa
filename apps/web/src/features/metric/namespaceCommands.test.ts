import { describeMetric, METRICS } from '@netstrata/metrics';
import { expect, it } from 'vitest';
import { namespaceCommands } from './namespaceCommands.ts';

const { commands } = describeMetric('network.netns.listenDrops');

it.each([
  ['ip netns', { mount: '/run/netns/blue', pid: 700 }, 'ip netns exec blue nstat -az TcpExtListenDrops'],
  ['ip netns, older', { mount: '/var/run/netns/blue' }, 'ip netns exec blue nstat -az TcpExtListenDrops'],
  ['a name with blanks', { mount: '/run/netns/a $b' }, "ip netns exec 'a $b' nstat -az TcpExtListenDrops"],
  [
    'the file of docker',
    { mount: '/run/docker/netns/0123456789ab', pid: 700 },
    'nsenter --net=/run/docker/netns/0123456789ab nstat -az TcpExtListenDrops',
  ],
  ['a program', { pid: 700 }, 'nsenter -t 700 -n nstat -az TcpExtListenDrops'],
  ['that of the machine', { pid: 1 }, 'nsenter -t 1 -n nstat -az TcpExtListenDrops'],
])('what leads into a namespace known by %s', (_, place, command) => {
  expect(namespaceCommands(commands, place)).toEqual([command]);
});

it('without a way in there is no command, and what needs a name is left out without one', () => {
  expect(namespaceCommands(commands, {})).toEqual([]);
  const pids = ['ip netns pids {netns}', 'lsns -t net'];
  expect(namespaceCommands(pids, { mount: '/run/netns/blue' })).toEqual(['ip netns pids blue', 'lsns -t net']);
  expect(namespaceCommands(pids, { pid: 700 })).toEqual(['lsns -t net']);
  expect(namespaceCommands(['ip -n {netns} -s link'], { pid: 700 })).toEqual(['nsenter -t 700 -n ip -s link']);
});

it('no command of the catalogue keeps the place of a name', () => {
  const all = METRICS.filter(({ labels }) => labels.includes('netns')).flatMap((metric) => metric.commands);
  expect(all.length).toBeGreaterThan(10);
  for (const place of [{}, { pid: 700 }, { mount: '/run/netns/blue' }])
    expect(namespaceCommands(all, place).filter((command) => /[{}]/.test(command))).toEqual([]);
});
