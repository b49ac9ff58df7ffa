import { settingRule } from '../settingRule.ts';

/** Selective acknowledgement switched off: a loss of several segments takes a round trip each. */
export const settingTcpSackOff = settingRule({
  id: 'setting-tcp-sack-off',
  layer: 'transport',
  title: { en: 'Selective acknowledgement is off', 'zh-CN': '选择性确认（SACK）已关闭' },
  tunable: 'net.ipv4.tcp_sack',
  severity: 'warning',
  judge: ({ text }) =>
    text === '0'
      ? {
          proposed: 1,
          arithmetic: {
            en: '0 is off, 1 is on and the default of the kernel',
            'zh-CN': '0 为关，1 为开，是内核默认值',
          },
          title: {
            en: 'Lost packets are repaired one a round trip, as selective acknowledgement is off',
            'zh-CN': '选择性确认已关闭，丢失的包每个往返只能修复一个',
          },
          why: {
            en: 'With selective acknowledgement (SACK) a receiver says which segments have arrived, and the sender repeats just the missing ones, all of them within one round trip. Without it the sender learns of one hole at a time: a burst of ten lost segments takes ten round trips, and on a long path a transfer stands nearly still meanwhile. RACK, which finds losses early, and DSACK need it too.',
            'zh-CN':
              '有选择性确认（SACK）时，接收方说明哪些报文段已到，发送方只重发缺的，在一个往返内全部补齐。没有它，发送方一次只知道一个空洞：丢十个报文段就要十个往返，在长路径上传输几乎停住。尽早发现丢失的 RACK 和 DSACK 也需要它。',
          },
        }
      : undefined,
  actions: [
    {
      en: 'Only new connections use it: it is agreed on in their first two packets.',
      'zh-CN': '只有新连接会用：它在头两个包里协商。',
    },
  ],
  risk: {
    en: 'Risk 1 of 4. It was switched off in 2019 against a flaw of the kernel (SACK Panic, CVE-2019-11477), which every kernel since then has mended.',
    'zh-CN': '风险 1/4。2019 年有人为规避内核漏洞（SACK Panic，CVE-2019-11477）关闭它，此后的内核都已修复。',
  },
  expectedEffect: {
    en: 'New connections repair several losses in one round trip.',
    'zh-CN': '新连接在一个往返内修复多处丢失。',
  },
  verify: {
    en: '"ss -tin" shows "sack" among the options of connections that were opened afterwards.',
    'zh-CN': '之后打开的连接，"ss -tin" 的选项中有 "sack"。',
  },
  notWhen: {
    en: 'The kernel is older than June 2019 and cannot be updated.',
    'zh-CN': '内核早于 2019 年 6 月且无法升级。',
  },
  about: {
    feels: ['slow', 'hangs'],
    symptom: {
      en: 'Transfers over a path with losses stall for many round trips at a time.',
      'zh-CN': '在有丢失的路径上，传输一停就是好多个往返。',
    },
    reasoning: {
      en: 'net.ipv4.tcp_sack is 0, which is never better on a kernel that is kept up to date.',
      'zh-CN': 'net.ipv4.tcp_sack 为 0；在保持更新的内核上这从来没有好处。',
    },
    formula: { en: '1, the default of the kernel', 'zh-CN': '1，内核默认值' },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_sack)', 'RFC 2018', 'CVE-2019-11477'],
  },
});
