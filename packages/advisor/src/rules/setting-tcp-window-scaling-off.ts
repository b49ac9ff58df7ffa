import { settingRule } from '../settingRule.ts';

/** Window scaling switched off: no connection has more than 64 KiB on the way. */
export const settingTcpWindowScalingOff = settingRule({
  id: 'setting-tcp-window-scaling-off',
  layer: 'transport',
  title: { en: 'Window scaling is off', 'zh-CN': '窗口缩放已关闭' },
  tunable: 'net.ipv4.tcp_window_scaling',
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
            en: 'Every connection is held to 64 KiB a round trip, as window scaling is off',
            'zh-CN': '窗口缩放已关闭，每个连接每个往返最多 64 KiB',
          },
          why: {
            en: 'The field for the receive window has 16 bits, so it says at most 65,535 bytes; window scaling multiplies it by a factor that both sides agree on when they connect. Without it at most 64 KiB are on the way at any time, in both directions: 65,535 bytes in 50 ms are 10 Mbit/s, and no faster link and no larger buffer changes that.',
            'zh-CN':
              '接收窗口字段有 16 位，最多表示 65,535 字节；窗口缩放把它乘以双方建连时商定的倍数。没有它，两个方向上任何时刻最多 64 KiB 在途：50 ms 传 65,535 字节就是 10 Mbit/s，再快的链路、再大的缓冲区也改变不了。',
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
    en: 'Risk 2 of 4. Firewalls that cannot bear it have been rare for twenty years; one in the way makes connections hang after the handshake.',
    'zh-CN': '风险 2/4。二十年来容不下它的防火墙已很少见；路上若有一台，连接会在握手后挂住。',
  },
  expectedEffect: {
    en: 'New connections fill long and fast paths, as far as their buffers reach.',
    'zh-CN': '新连接在缓冲区允许的范围内填满又长又快的路径。',
  },
  verify: {
    en: '"ss -tin" shows "wscale:" with two numbers above 0 among the options of connections that were opened afterwards.',
    'zh-CN': '之后打开的连接，"ss -tin" 的选项中有 "wscale:"，后面两个数大于 0。',
  },
  notWhen: {
    en: 'A device in the path is known to damage the option and cannot be replaced.',
    'zh-CN': '已知路径上有设备会破坏该选项且无法更换。',
  },
  about: {
    feels: ['download', 'upload'],
    symptom: {
      en: 'Transfers over distance are slow whatever the bandwidth: 10 Mbit/s at 50 ms, 5 Mbit/s at 100 ms.',
      'zh-CN': '不管带宽多大，远距离传输都慢：50 ms 时 10 Mbit/s，100 ms 时 5 Mbit/s。',
    },
    reasoning: { en: 'net.ipv4.tcp_window_scaling is 0.', 'zh-CN': 'net.ipv4.tcp_window_scaling 为 0。' },
    formula: { en: '1, the default of the kernel', 'zh-CN': '1，内核默认值' },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_window_scaling)', 'RFC 7323'],
  },
});
