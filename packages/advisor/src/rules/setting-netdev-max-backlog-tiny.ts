import { settingRule } from '../settingRule.ts';

/** What the kernel starts with. */
const DEFAULT_PACKETS = 1000;

/** A queue between cards and protocols that is shorter than the kernel's own. */
export const settingNetdevMaxBacklogTiny = settingRule({
  id: 'setting-netdev-max-backlog-tiny',
  layer: 'link',
  title: 'Backlog queue of a CPU is tiny',
  tunable: 'net.core.netdev_max_backlog',
  severity: 'warning',
  judge: ({ numbers: [packets] }) =>
    packets === undefined || packets >= DEFAULT_PACKETS
      ? undefined
      : {
          proposed: DEFAULT_PACKETS,
          arithmetic: `${DEFAULT_PACKETS}, the default of the kernel`,
          title: `Only ${packets} packets may wait for a CPU: bursts are lost inside this host`,
          why: `Packets of virtual devices (containers, loopback) and those that are steered to another CPU wait in a queue of that CPU, of net.core.netdev_max_backlog packets. ${packets} is less than the ${DEFAULT_PACKETS} that the kernel starts with; a card delivers that many within one millisecond. What comes to a full queue is thrown away before any protocol sees it.`,
        },
  actions: ['Look for who set it: "grep -r netdev_max_backlog /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d".'],
  risk: 'Risk 1 of 4. Packets may wait longer in a longer queue; an empty one costs nothing.',
  expectedEffect: 'Bursts fit into the queue.',
  verify: 'The second column of /proc/net/softnet_stat (hexadecimal, a line for each CPU) does not grow.',
  notWhen: 'Never, as far as we know: a short queue saves no memory.',
  yieldsTo: ['softnet-dropped'],
  about: {
    symptom: 'Loss between containers of one host, in bursts.',
    reasoning: 'net.core.netdev_max_backlog is below 1,000, the default of the kernel.',
    formula: '1,000, the default of the kernel',
    sources: ['Documentation/admin-guide/sysctl/net.rst (netdev_max_backlog)'],
  },
});
