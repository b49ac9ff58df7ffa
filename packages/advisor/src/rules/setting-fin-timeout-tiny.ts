import { settingRule } from '../settingRule.ts';

const TINY_SECONDS = 5;
const PROPOSED_SECONDS = 30;

/** Half-closed connections forgotten before their peer can finish. */
export const settingFinTimeoutTiny = settingRule({
  id: 'setting-fin-timeout-tiny',
  layer: 'transport',
  title: { en: 'Half-closed connections are forgotten at once', 'zh-CN': '半关闭的连接立刻被遗忘' },
  tunable: 'net.ipv4.tcp_fin_timeout',
  severity: 'info',
  judge: ({ numbers: [value] }) =>
    value !== undefined && value < TINY_SECONDS
      ? {
          proposed: PROPOSED_SECONDS,
          arithmetic: {
            en: `${PROPOSED_SECONDS} s: half the default of the kernel, and time for a peer to finish what it was sending`,
            'zh-CN': `${PROPOSED_SECONDS} s：内核默认值的一半，足够对端把正在发的发完`,
          },
          title: {
            en: `A peer has ${value} s to finish a connection that was closed here; then it is reset`,
            'zh-CN': `本机关闭的连接只给对端 ${value} s 收尾，之后就被重置`,
          },
          why: {
            en: 'When a program here closes a connection first, the peer may still be sending or be slow to close its side: the connection is in FIN-WAIT-2. tcp_fin_timeout says how long it may stay there. It is not the time of TIME-WAIT, which is a minute whatever is set here, so that a tiny value frees no local ports of those; it only turns slow but proper endings into resets, which programs at the other end log as errors.',
            'zh-CN':
              '本机程序先关闭连接时，对端可能还在发送，或迟迟不关闭自己那一侧：连接处于 FIN-WAIT-2。tcp_fin_timeout 规定它能停留多久。它不是 TIME-WAIT 的时间，后者不论这里怎么设都是一分钟，所以很小的值不会释放那些本地端口；只会把慢而正常的结束变成重置，让对端程序记成错误。',
          },
        }
      : undefined,
  actions: [
    {
      en: 'If local ports are short, keep connections open or widen net.ipv4.ip_local_port_range instead.',
      'zh-CN': '本地端口不够时，应保持连接，或扩大 net.ipv4.ip_local_port_range。',
    },
  ],
  risk: {
    en: 'Risk 1 of 4. Half-closed connections are kept for some seconds more, with little memory each.',
    'zh-CN': '风险 1/4。半关闭的连接多保留几秒，每个占用很少内存。',
  },
  expectedEffect: {
    en: 'Peers that are slow to close no longer see a reset.',
    'zh-CN': '关闭得慢的对端不再遇到重置。',
  },
  verify: {
    en: '"ss -tan state fin-wait-2" shows connections that go away by themselves.',
    'zh-CN': '"ss -tan state fin-wait-2" 显示的连接会自行消失。',
  },
  notWhen: {
    en: 'Many peers never close their side, and the connections are too many to keep for half a minute.',
    'zh-CN': '许多对端从不关闭自己那一侧，连接多到无法保留半分钟。',
  },
  about: {
    feels: ['resets'],
    symptom: {
      en: 'Peers report "connection reset" at the end of exchanges that were complete.',
      'zh-CN': '对端在完整的交互结束时报告 "connection reset"。',
    },
    reasoning: { en: 'net.ipv4.tcp_fin_timeout is below 5 seconds.', 'zh-CN': 'net.ipv4.tcp_fin_timeout 小于 5 秒。' },
    formula: { en: '30 seconds, half the default of the kernel', 'zh-CN': '30 秒，内核默认值的一半' },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_fin_timeout)', 'man 7 tcp'],
  },
});
