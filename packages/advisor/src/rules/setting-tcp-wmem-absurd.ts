import { settingRule } from '../settingRule.ts';
import { absurdBuffer, TCP_MEM } from '../tcpMemory/absurdBuffer.ts';

/** A TCP send buffer of a size that no path needs. */
export const settingTcpWmemAbsurd = settingRule({
  id: 'setting-tcp-wmem-absurd',
  layer: 'socket',
  title: 'TCP send buffers of absurd size',
  tunable: 'net.ipv4.tcp_wmem',
  also: [TCP_MEM],
  severity: 'warning',
  judge: ({ numbers }, context) =>
    absurdBuffer(
      numbers,
      {
        side: 'send',
        usualFirstBytes: 16_384,
        costOfFirst: 'a program writes that far ahead of a slow peer, and what it writes next waits behind it',
      },
      context,
    ),
  actions: [
    'Lower it together with any net.core.wmem_max that was raised in the same way: that one limits programs that ask for a size themselves.',
  ],
  risk: 'Risk 2 of 4. Connections that had grown beyond the new limit keep what they have until they close.',
  expectedEffect: 'A slow peer holds a bounded amount of memory; fast ones find as much as before.',
  verify: '"ss -tinm" shows tb of new connections starting at the second number and staying below the third.',
  notWhen:
    'Single streams of 100 Gbit/s over hundreds of milliseconds are what this host is for, and it has the memory.',
  yieldsTo: ['setting-tcp-mem-small'],
  about: {
    symptom: 'Memory of the kernel grows with the number of connections, and delay with it.',
    reasoning:
      'The second number of net.ipv4.tcp_wmem is 2 MiB or more, or the third is above 1 GiB or above the second number of net.ipv4.tcp_mem.',
    formula:
      '16,384 as the first size; as the largest 64 MiB or an eighth of where memory pressure begins, whichever is smaller',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_wmem)', 'RFC 7323'],
  },
});
