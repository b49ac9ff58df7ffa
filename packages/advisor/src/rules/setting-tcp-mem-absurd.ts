import { formatValue } from '@netstrata/metrics';
import { settingRule } from '../settingRule.ts';
import { derivationInWords, derivedTcpMem } from '../tcpMemory/derivedTcpMem.ts';

/** TCP may take more memory than there is: mostly bytes where pages are meant. */
export const settingTcpMemAbsurd = settingRule({
  id: 'setting-tcp-mem-absurd',
  layer: 'transport',
  title: { en: 'TCP may take more memory than there is', 'zh-CN': 'TCP 可占用的内存比机器的还多' },
  tunable: 'net.ipv4.tcp_mem',
  severity: 'warning',
  judge: ({ numbers: [, , limit] }, { host }) => {
    const { pageSizeBytes, memTotalBytes } = host;
    if (limit === undefined || limit * pageSizeBytes <= memTotalBytes) return undefined;
    const allowed = formatValue(limit * pageSizeBytes, 'bytes');
    const memory = formatValue(memTotalBytes, 'bytes');
    return {
      proposed: derivedTcpMem(host),
      arithmetic: derivationInWords(host),
      title: {
        en: `TCP sockets may take ${allowed}, more than the memory of this host`,
        'zh-CN': `TCP 套接字可占用 ${allowed}，超过本机内存`,
      },
      why: {
        en: `net.ipv4.tcp_mem counts pages of ${formatValue(pageSizeBytes, 'bytes')}, not bytes: ${limit} pages are ${allowed}, and this host has ${memory}. The limit is what keeps TCP from eating the machine when peers stop reading or a program leaks connections, as buffers of sockets can be neither swapped nor reclaimed. Set like this it never acts: the kernel begins to kill processes first.`,
        'zh-CN': `net.ipv4.tcp_mem 的单位是 ${formatValue(pageSizeBytes, 'bytes')} 的页，不是字节：${limit} 页就是 ${allowed}，而本机有 ${memory}。对端停止读取或程序泄漏连接时，要靠这个上限防止 TCP 吃光机器，因为套接字缓冲区既不能换出也不能回收。这样设它永远不起作用：内核会先开始杀进程。`,
      },
    };
  },
  actions: [
    {
      en: 'Find who set it: "grep -r tcp_mem /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d". Without such a line the kernel derives good values at each boot.',
      'zh-CN':
        '找出谁设的："grep -r tcp_mem /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d"。没有这样的行，内核每次启动都会得出合适的值。',
    },
  ],
  risk: {
    en: 'Risk 4 of 4. When TCP holds more than the new limit at this moment, it is under pressure at once.',
    'zh-CN': '风险 4/4。若此刻 TCP 占用已超过新上限，会立即进入内存压力。',
  },
  expectedEffect: {
    en: 'TCP is held back before the machine runs out of memory. Nothing changes in ordinary operation.',
    'zh-CN': '在机器耗尽内存之前 TCP 就被限制。平常运行没有任何变化。',
  },
  verify: {
    en: '"grep ^TCP: /proc/net/sockstat" shows mem far below the second number of net.ipv4.tcp_mem.',
    'zh-CN': '"grep ^TCP: /proc/net/sockstat" 中的 mem 远低于 net.ipv4.tcp_mem 的第二个数。',
  },
  notWhen: {
    en: 'The agent sees less memory than the host has, as in some containers.',
    'zh-CN': 'agent 看到的内存少于主机实际内存，如在某些容器里。',
  },
  about: {
    feels: ['memory'],
    symptom: {
      en: 'Nothing, until a crowd of slow peers takes the whole memory and processes are killed.',
      'zh-CN': '平时没有任何现象，直到一大群慢对端占光内存、进程被杀。',
    },
    reasoning: {
      en: 'The third number of net.ipv4.tcp_mem, in pages, is more than the memory of the host.',
      'zh-CN': 'net.ipv4.tcp_mem 的第三个数（页）超过主机内存。',
    },
    formula: {
      en: 'memory in pages / 16 as the second number; three quarters of it, and one and a half times it, as the others',
      'zh-CN': '以页计的内存 / 16 作第二个数；其四分之三和一倍半作另外两个',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_mem)', 'net/ipv4/tcp.c of the kernel (tcp_init_mem)'],
  },
});
