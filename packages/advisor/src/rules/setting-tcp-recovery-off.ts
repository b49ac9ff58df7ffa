import { settingRule } from '../settingRule.ts';

/** Loss detection by time switched off: reordering looks like loss, and losses at the end wait for a timeout. */
export const settingTcpRecoveryOff = settingRule({
  id: 'setting-tcp-recovery-off',
  layer: 'transport',
  title: 'Loss detection by time is off',
  tunable: 'net.ipv4.tcp_recovery',
  severity: 'info',
  judge: ({ numbers: [value] }) =>
    value !== undefined && value >= 0 && value % 2 === 0
      ? {
          proposed: 1,
          arithmetic: 'the lowest bit switches it on: 1, the default of the kernel',
          title: 'TCP counts duplicates to find losses, where it could measure time',
          why: 'The kernel finds lost segments by the time that has passed since they were sent (RACK): what was sent well before something that has arrived is lost. Without it three later segments must have arrived. That finds a lost retransmission, and a loss among the last segments of a burst, only by a timeout of 0.2 s and more, and takes segments for lost that were merely overtaken.',
        }
      : undefined,
  actions: ['It acts at once, on open connections too.'],
  risk: 'Risk 1 of 4. None known: it has been the default since Linux 4.18.',
  expectedEffect: 'Fewer timeouts after losses, and fewer needless repairs on paths that reorder.',
  verify: '"nstat -az TcpExtTCPTimeouts TcpExtTCPLostRetransmit" grows more slowly under the same loss.',
  notWhen: 'It was switched off to compare.',
  yieldsTo: ['tcp-reordering'],
  about: {
    symptom: 'Losses cost timeouts rather than round trips.',
    reasoning: 'net.ipv4.tcp_recovery is even.',
    formula: '1, the default of the kernel',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_recovery)', 'RFC 8985'],
  },
});
