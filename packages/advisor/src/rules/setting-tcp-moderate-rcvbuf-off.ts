import { formatValue, tunableNumbers } from '@netstrata/metrics';
import { settingRule } from '../settingRule.ts';

const RMEM = 'net.ipv4.tcp_rmem';

/** Receive buffers that do not grow: every connection keeps what it began with. */
export const settingTcpModerateRcvbufOff = settingRule({
  id: 'setting-tcp-moderate-rcvbuf-off',
  layer: 'socket',
  title: 'Receive buffers do not grow',
  tunable: 'net.ipv4.tcp_moderate_rcvbuf',
  also: [RMEM],
  severity: 'warning',
  judge: ({ text }, { tunables }) => {
    if (text !== '0') return undefined;
    const [, first] = tunableNumbers(tunables, RMEM) ?? [];
    const start = first === undefined ? `the middle number of ${RMEM}` : formatValue(first, 'bytes');
    return {
      proposed: 1,
      arithmetic: '0 keeps every buffer as it began, 1 lets it grow, and is the default',
      title: 'No connection receives faster than its first buffer allows: buffers do not grow',
      why: `A TCP connection starts with a receive buffer of ${start}, of which about half is window, and the kernel enlarges it as fast as the program reads, up to the third number of ${RMEM}. With this switch at 0 it stays as it was: each round trip brings at most about half of it, however fast link and program are. The third number of ${RMEM} then means nothing.`,
    };
  },
  actions: ['It acts at once, on open connections as well; the window of those was agreed on with the old limits.'],
  risk: 'Risk 2 of 4. Connections that receive much hold more memory, within the third number of net.ipv4.tcp_rmem and net.ipv4.tcp_mem.',
  expectedEffect: 'Connections that receive over distance speed up within some round trips.',
  verify: '"ss -tinm" shows rb (receive buffer) growing above its first value on a connection that receives much.',
  notWhen: 'Every program here sizes its own buffers with SO_RCVBUF: for those the switch makes no difference.',
  about: {
    symptom: 'Downloads over distance are slow and steady, whatever the link.',
    reasoning: 'net.ipv4.tcp_moderate_rcvbuf is 0.',
    formula: '1, the default of the kernel',
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_moderate_rcvbuf)',
      'net/ipv4/tcp_input.c of the kernel (tcp_rcv_space_adjust)',
    ],
  },
});
