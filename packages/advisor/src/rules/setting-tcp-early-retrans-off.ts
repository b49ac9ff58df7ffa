import { settingRule } from '../settingRule.ts';

/** Tail loss probes switched off: a loss at the end of an answer waits for the timeout. */
export const settingTcpEarlyRetransOff = settingRule({
  id: 'setting-tcp-early-retrans-off',
  layer: 'transport',
  title: 'Tail loss probes are off',
  tunable: 'net.ipv4.tcp_early_retrans',
  severity: 'info',
  judge: ({ numbers: [value] }) =>
    value !== undefined && value < 3
      ? {
          proposed: 3,
          arithmetic: '3 and 4 send probes, 0 to 2 do not; 3 is the default of the kernel',
          title: 'An answer whose end is lost waits for a timeout, as tail loss probes are off',
          why: 'Losses in the middle of a transfer are found by what arrives after them. At the end nothing follows: with probes TCP sends the last segment again after about two round trips, which shows the loss at once. Without them it waits for the retransmission timeout, 0.2 s at least, and begins anew with a window of one segment. Short answers feel it most, as they are all end.',
        }
      : undefined,
  actions: ['It acts at once, on open connections too.'],
  risk: 'Risk 1 of 4. An extra packet after some bursts.',
  expectedEffect: 'Lost ends of answers are repaired in two or three round trips.',
  verify: '"nstat -az TcpExtTCPLossProbes TcpExtTCPLossProbeRecovery" grows, and TcpExtTCPTimeouts more slowly.',
  notWhen: 'Each packet is paid for, and waiting is not.',
  about: {
    symptom: 'A few answers take a fifth of a second longer than all others.',
    reasoning: 'net.ipv4.tcp_early_retrans is below 3.',
    formula: '3, the default of the kernel',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_early_retrans)', 'RFC 8985, section 7'],
  },
});
