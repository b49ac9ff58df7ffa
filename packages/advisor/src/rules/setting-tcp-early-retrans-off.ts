import { settingRule } from '../settingRule.ts';

/** Tail loss probes switched off: a loss at the end of an answer waits for the timeout. */
export const settingTcpEarlyRetransOff = settingRule({
  id: 'setting-tcp-early-retrans-off',
  layer: 'transport',
  title: { en: 'Tail loss probes are off', 'zh-CN': '尾部丢失探测（TLP）已关闭' },
  tunable: 'net.ipv4.tcp_early_retrans',
  severity: 'info',
  judge: ({ numbers: [value] }) =>
    value !== undefined && value < 3
      ? {
          proposed: 3,
          arithmetic: {
            en: '3 and 4 send probes, 0 to 2 do not; 3 is the default of the kernel',
            'zh-CN': '3 和 4 发送探测，0 到 2 不发；3 是内核默认值',
          },
          title: {
            en: 'An answer whose end is lost waits for a timeout, as tail loss probes are off',
            'zh-CN': '尾部丢失探测已关闭，应答末尾丢失时只能等超时',
          },
          why: {
            en: 'Losses in the middle of a transfer are found by what arrives after them. At the end nothing follows: with probes TCP sends the last segment again after about two round trips, which shows the loss at once. Without them it waits for the retransmission timeout, 0.2 s at least, and begins anew with a window of one segment. Short answers feel it most, as they are all end.',
            'zh-CN':
              '传输中间的丢失可由后面到达的数据发现。末尾之后什么也没有：有探测时，TCP 大约两个往返后重发最后一个报文段，丢失立刻现形。没有探测就要等重传超时，至少 0.2 s，并从一个报文段的窗口重新开始。短应答受害最深，因为它们全是末尾。',
          },
        }
      : undefined,
  actions: [],
  risk: { en: 'Risk 1 of 4. An extra packet after some bursts.', 'zh-CN': '风险 1/4。某些突发之后多一个包。' },
  expectedEffect: {
    en: 'Lost ends of answers are repaired in two or three round trips.',
    'zh-CN': '应答末尾的丢失在两三个往返内修复。',
  },
  verify: {
    en: '"nstat -az TcpExtTCPLossProbes TcpExtTCPLossProbeRecovery" grows, and TcpExtTCPTimeouts more slowly.',
    'zh-CN': '"nstat -az TcpExtTCPLossProbes TcpExtTCPLossProbeRecovery" 增长，TcpExtTCPTimeouts 增长变慢。',
  },
  notWhen: { en: 'Each packet is paid for, and waiting is not.', 'zh-CN': '每个包都要付费，而等待不要。' },
  about: {
    feels: ['late'],
    symptom: {
      en: 'A few answers take a fifth of a second longer than all others.',
      'zh-CN': '少数应答比其他的多花五分之一秒。',
    },
    reasoning: { en: 'net.ipv4.tcp_early_retrans is below 3.', 'zh-CN': 'net.ipv4.tcp_early_retrans 小于 3。' },
    formula: { en: '3, the default of the kernel', 'zh-CN': '3，内核默认值' },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_early_retrans)', 'RFC 8985, section 7'],
  },
});
