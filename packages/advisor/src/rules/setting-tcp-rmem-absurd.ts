import { settingRule } from '../settingRule.ts';
import { absurdBuffer, TCP_MEM } from '../tcpMemory/absurdBuffer.ts';

/** A TCP receive buffer of a size that no path needs. */
export const settingTcpRmemAbsurd = settingRule({
  id: 'setting-tcp-rmem-absurd',
  layer: 'socket',
  title: 'TCP receive buffers of absurd size',
  tunable: 'net.ipv4.tcp_rmem',
  also: [TCP_MEM],
  severity: 'warning',
  judge: ({ numbers }, context) =>
    absurdBuffer(
      numbers,
      {
        side: 'receive',
        usualFirstBytes: 131_072,
        costOfFirst: 'a program that reads late leaves that much in the kernel for each of its connections',
      },
      context,
    ),
  actions: [
    'Lower it together with any net.core.rmem_max that was raised in the same way: that one limits programs that ask for a size themselves.',
  ],
  risk: 'Risk 2 of 4. Connections that had grown beyond the new limit keep what they have until they close.',
  expectedEffect: 'A slow peer holds a bounded amount of memory; fast ones find as much as before.',
  verify: '"ss -tinm" shows rb of new connections starting at the second number and staying below the third.',
  notWhen:
    'Single streams of 100 Gbit/s over hundreds of milliseconds are what this host is for, and it has the memory.',
  yieldsTo: ['setting-tcp-mem-small'],
  about: {
    symptom: 'Memory of the kernel grows with the number of connections, and delay with it.',
    reasoning:
      'The second number of net.ipv4.tcp_rmem is 2 MiB or more, or the third is above 1 GiB or above the second number of net.ipv4.tcp_mem.',
    formula:
      '131,072 as the first size; as the largest 64 MiB or an eighth of where memory pressure begins, whichever is smaller',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_rmem)', 'RFC 7323'],
  },
});
