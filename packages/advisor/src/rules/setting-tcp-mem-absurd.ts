import { formatValue } from '@netstrata/metrics';
import { settingRule } from '../settingRule.ts';
import { derivationInWords, derivedTcpMem } from '../tcpMemory/derivedTcpMem.ts';

/** TCP may take more memory than there is: mostly bytes where pages are meant. */
export const settingTcpMemAbsurd = settingRule({
  id: 'setting-tcp-mem-absurd',
  layer: 'transport',
  title: 'TCP may take more memory than there is',
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
      title: `TCP sockets may take ${allowed}, more than the memory of this host`,
      why: `net.ipv4.tcp_mem counts pages of ${formatValue(pageSizeBytes, 'bytes')}, not bytes: ${limit} pages are ${allowed}, and this host has ${memory}. The limit is what keeps TCP from eating the machine when peers stop reading or a program leaks connections, as buffers of sockets can be neither swapped nor reclaimed. Set like this it never acts: the kernel begins to kill processes first.`,
    };
  },
  actions: [
    'Find who set it: "grep -r tcp_mem /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d". Without such a line the kernel derives good values at each boot.',
  ],
  risk: 'Risk 4 of 4. When TCP holds more than the new limit at this moment, it is under pressure at once.',
  expectedEffect: 'TCP is held back before the machine runs out of memory. Nothing changes in ordinary operation.',
  verify: '"grep ^TCP: /proc/net/sockstat" shows mem far below the second number of net.ipv4.tcp_mem.',
  notWhen: 'The agent sees less memory than the host has, as in some containers.',
  about: {
    symptom: 'Nothing, until a crowd of slow peers takes the whole memory and processes are killed.',
    reasoning: 'The third number of net.ipv4.tcp_mem, in pages, is more than the memory of the host.',
    formula:
      'memory in pages / 16 as the second number; three quarters of it, and one and a half times it, as the others',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_mem)', 'net/ipv4/tcp.c of the kernel (tcp_init_mem)'],
  },
});
