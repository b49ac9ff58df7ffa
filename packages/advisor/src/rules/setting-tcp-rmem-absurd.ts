import { settingRule } from '../settingRule.ts';
import { absurdBuffer, TCP_MEM } from '../tcpMemory/absurdBuffer.ts';

/** A TCP receive buffer of a size that no path needs. */
export const settingTcpRmemAbsurd = settingRule({
  id: 'setting-tcp-rmem-absurd',
  layer: 'socket',
  title: { en: 'TCP receive buffers of absurd size', 'zh-CN': 'TCP 接收缓冲区大得离谱' },
  tunable: 'net.ipv4.tcp_rmem',
  also: [TCP_MEM],
  severity: 'warning',
  judge: ({ numbers }, context) =>
    absurdBuffer(
      numbers,
      {
        side: 'receive',
        usualFirstBytes: 131_072,
        costOfFirst: {
          en: 'a program that reads late leaves that much in the kernel for each of its connections',
          'zh-CN': '读得晚的程序会让每个连接在内核里积下这么多',
        },
      },
      context,
    ),
  actions: [
    {
      en: 'Lower it together with any net.core.rmem_max that was raised in the same way: that one limits programs that ask for a size themselves.',
      'zh-CN': '若 net.core.rmem_max 也这样被提高过，一并降低：它限制的是自己请求大小的程序。',
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
    en: '"ss -tinm" shows rb of new connections starting at the second number and staying below the third.',
    'zh-CN': '"ss -tinm" 中新连接的 rb 从第二个数开始，并保持在第三个数以下。',
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
      en: 'The second number of net.ipv4.tcp_rmem is 2 MiB or more, or the third is above 1 GiB or above the second number of net.ipv4.tcp_mem.',
      'zh-CN':
        'net.ipv4.tcp_rmem 的第二个数为 2 MiB 或更大，或第三个数超过 1 GiB，或超过 net.ipv4.tcp_mem 的第二个数。',
    },
    formula: {
      en: '131,072 as the first size; as the largest 64 MiB or an eighth of where memory pressure begins, whichever is smaller',
      'zh-CN': '131,072 作初始大小；最大值取 64 MiB 与内存压力起点的八分之一中较小的',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_rmem)', 'RFC 7323'],
  },
});
