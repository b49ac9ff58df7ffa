import { settingRule } from '../settingRule.ts';

/** What the kernel starts with. */
const DEFAULT_PACKETS = 1000;

/** A queue between cards and protocols that is shorter than the kernel's own. */
export const settingNetdevMaxBacklogTiny = settingRule({
  id: 'setting-netdev-max-backlog-tiny',
  layer: 'link',
  title: { en: 'Backlog queue of a CPU is tiny', 'zh-CN': 'CPU 的 backlog 队列极小' },
  tunable: 'net.core.netdev_max_backlog',
  severity: 'warning',
  judge: ({ numbers: [packets] }) =>
    packets === undefined || packets >= DEFAULT_PACKETS
      ? undefined
      : {
          proposed: DEFAULT_PACKETS,
          arithmetic: {
            en: `${DEFAULT_PACKETS}, the default of the kernel`,
            'zh-CN': `${DEFAULT_PACKETS}，内核默认值`,
          },
          title: {
            en: `Only ${packets} packets may wait for a CPU: bursts are lost inside this host`,
            'zh-CN': `每个 CPU 只能有 ${packets} 个包排队：突发在本机内部丢失`,
          },
          why: {
            en: `Packets of virtual devices (containers, loopback) and those that are steered to another CPU wait in a queue of that CPU, of net.core.netdev_max_backlog packets. ${packets} is less than the ${DEFAULT_PACKETS} that the kernel starts with; a card delivers that many within one millisecond. What comes to a full queue is dropped before any protocol sees it.`,
            'zh-CN': `虚拟设备（容器、loopback）的包和分派到其他 CPU 的包，都在该 CPU 的队列里等，最多 net.core.netdev_max_backlog 个。${packets} 小于内核初始的 ${DEFAULT_PACKETS}；网卡一毫秒内就能送来这么多。队列满了之后来的包，在任何协议看到之前就被丢弃。`,
          },
        },
  actions: [
    {
      en: 'Look for who set it: "grep -r netdev_max_backlog /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d".',
      'zh-CN': '看是谁设的："grep -r netdev_max_backlog /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d"。',
    },
  ],
  risk: {
    en: 'Risk 1 of 4. Packets may wait longer in a longer queue; an empty one costs nothing.',
    'zh-CN': '风险 1/4。队列更长，包可能等得更久；空队列没有开销。',
  },
  expectedEffect: { en: 'Bursts fit into the queue.', 'zh-CN': '突发装得进队列。' },
  verify: {
    en: 'The second column of /proc/net/softnet_stat (hexadecimal, a line for each CPU) does not grow.',
    'zh-CN': '/proc/net/softnet_stat 第二列（十六进制，每个 CPU 一行）不增长。',
  },
  notWhen: {
    en: 'Never, as far as we know: a short queue saves no memory.',
    'zh-CN': '据我们所知没有：短队列并不省内存。',
  },
  yieldsTo: ['softnet-dropped'],
  about: {
    feels: ['drops'],
    symptom: { en: 'Loss between containers of one host, in bursts.', 'zh-CN': '同一主机的容器之间成片丢包。' },
    reasoning: {
      en: 'net.core.netdev_max_backlog is below 1,000, the default of the kernel.',
      'zh-CN': 'net.core.netdev_max_backlog 低于 1,000（内核默认值）。',
    },
    formula: { en: '1,000, the default of the kernel', 'zh-CN': '1,000，内核默认值' },
    sources: ['Documentation/admin-guide/sysctl/net.rst (netdev_max_backlog)'],
  },
});
