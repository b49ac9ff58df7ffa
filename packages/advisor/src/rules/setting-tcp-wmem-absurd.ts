import { settingRule } from '../settingRule.ts';
import { absurdBuffer, TCP_MEM } from '../tcpMemory/absurdBuffer.ts';

/** A TCP send buffer of a size that no path needs. */
export const settingTcpWmemAbsurd = settingRule({
  id: 'setting-tcp-wmem-absurd',
  layer: 'socket',
  title: { en: 'TCP send buffers of absurd size', 'zh-CN': 'TCP 发送缓冲区大得离谱' },
  tunable: 'net.ipv4.tcp_wmem',
  also: [TCP_MEM],
  severity: 'warning',
  judge: ({ numbers }, context) =>
    absurdBuffer(
      numbers,
      {
        side: 'send',
        usualFirstBytes: 16_384,
        costOfFirst: {
          en: 'a program writes that far ahead of a slow peer, and what it writes next waits behind it',
          'zh-CN': '程序会超前慢对端写这么多，之后写的都排在后面',
        },
      },
      context,
    ),
  actions: [
    {
      en: 'Lower it together with any net.core.wmem_max that was raised in the same way: that one limits programs that ask for a size themselves.',
      'zh-CN': '若 net.core.wmem_max 也这样被提高过，一并降低：它限制的是自己请求大小的程序。',
    },
  ],
  risk: {
    en: 'Risk 2 of 4. Connections that had grown beyond the new limit keep what they have until they close.',
    'zh-CN': '风险 2/4。已超过新上限的连接会保持现有大小，直到关闭。',
  },
  expectedEffect: {
    en: 'A slow peer holds a bounded amount of memory; fast ones find as much as before.',
    'zh-CN': '慢对端占用的内存有界；快的照样够用。',
  },
  verify: {
    en: '"ss -tinm" shows tb of new connections starting at the second number and staying below the third.',
    'zh-CN': '"ss -tinm" 中新连接的 tb 从第二个数开始，并保持在第三个数以下。',
  },
  notWhen: {
    en: 'Single streams of 100 Gbit/s over hundreds of milliseconds are what this host is for, and it has the memory.',
    'zh-CN': '本机就是用来跑数百毫秒路径上 100 Gbit/s 的单流，而且内存足够。',
  },
  yieldsTo: ['setting-tcp-mem-small'],
  about: {
    feels: ['memory', 'late'],
    symptom: {
      en: 'Memory of the kernel grows with the number of connections, and delay with it.',
      'zh-CN': '内核内存随连接数增长，延迟也随之增长。',
    },
    reasoning: {
      en: 'The second number of net.ipv4.tcp_wmem is 2 MiB or more, or the third is above 1 GiB or above the second number of net.ipv4.tcp_mem.',
      'zh-CN':
        'net.ipv4.tcp_wmem 的第二个数为 2 MiB 或更大，或第三个数超过 1 GiB，或超过 net.ipv4.tcp_mem 的第二个数。',
    },
    formula: {
      en: '16,384 as the first size; as the largest 64 MiB or an eighth of where memory pressure begins, whichever is smaller',
      'zh-CN': '16,384 作初始大小；最大值取 64 MiB 与内存压力起点的八分之一中较小的',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_wmem)', 'RFC 7323'],
  },
});
