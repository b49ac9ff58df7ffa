import { settingRule } from '../settingRule.ts';

/** Loss detection by time switched off: reordering looks like loss, and losses at the end wait for a timeout. */
export const settingTcpRecoveryOff = settingRule({
  id: 'setting-tcp-recovery-off',
  layer: 'transport',
  title: { en: 'Loss detection by time is off', 'zh-CN': '按时间检测丢失已关闭' },
  tunable: 'net.ipv4.tcp_recovery',
  severity: 'info',
  judge: ({ numbers: [value] }) =>
    value !== undefined && value >= 0 && value % 2 === 0
      ? {
          proposed: 1,
          arithmetic: {
            en: 'the lowest bit switches it on: 1, the default of the kernel',
            'zh-CN': '最低位打开它：1，内核默认值',
          },
          title: {
            en: 'TCP counts duplicates to find losses, where it could measure time',
            'zh-CN': 'TCP 靠数重复确认来发现丢失，而它本可以看时间',
          },
          why: {
            en: 'The kernel finds lost segments by the time that has passed since they were sent (RACK): what was sent well before something that has arrived is lost. Without it three later segments must have arrived. That finds a lost retransmission, and a loss among the last segments of a burst, only by a timeout of 0.2 s and more, and takes segments for lost that were merely overtaken.',
            'zh-CN':
              '内核按发出后经过的时间判断丢失（RACK）：比某个已到达的报文段早发出许多的，就是丢了。没有它，必须等后面三个报文段到达。这样，重传再丢失、突发末尾几个报文段丢失，都要 0.2 s 以上的超时才能发现，还会把只是被超过的报文段当作丢失。',
          },
        }
      : undefined,
  actions: [],
  risk: {
    en: 'Risk 1 of 4. None known: it has been the default since Linux 4.18.',
    'zh-CN': '风险 1/4。没有已知的问题：自 Linux 4.18 起就是默认。',
  },
  expectedEffect: {
    en: 'Fewer timeouts after losses, and fewer needless repairs on paths that reorder.',
    'zh-CN': '丢失后超时更少，在会乱序的路径上不必要的修复也更少。',
  },
  verify: {
    en: '"nstat -az TcpExtTCPTimeouts TcpExtTCPLostRetransmit" grows more slowly under the same loss.',
    'zh-CN': '同样的丢失下 "nstat -az TcpExtTCPTimeouts TcpExtTCPLostRetransmit" 增长更慢。',
  },
  notWhen: { en: 'It was switched off to compare.', 'zh-CN': '是为了对比而关闭的。' },
  yieldsTo: ['tcp-reordering'],
  about: {
    feels: ['late', 'slow'],
    symptom: { en: 'Losses cost timeouts rather than round trips.', 'zh-CN': '丢失的代价是超时，而不是往返。' },
    reasoning: { en: 'net.ipv4.tcp_recovery is even.', 'zh-CN': 'net.ipv4.tcp_recovery 为偶数。' },
    formula: { en: '1, the default of the kernel', 'zh-CN': '1，内核默认值' },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_recovery)', 'RFC 8985'],
  },
});
