import { formatValue, sameWords, tunableNumbers } from '@netstrata/metrics';
import { settingRule } from '../settingRule.ts';

const RMEM = 'net.ipv4.tcp_rmem';

/** Receive buffers that do not grow: every connection keeps what it began with. */
export const settingTcpModerateRcvbufOff = settingRule({
  id: 'setting-tcp-moderate-rcvbuf-off',
  layer: 'socket',
  title: { en: 'Receive buffers do not grow', 'zh-CN': '接收缓冲区不增长' },
  tunable: 'net.ipv4.tcp_moderate_rcvbuf',
  also: [RMEM],
  severity: 'warning',
  judge: ({ text }, { tunables }) => {
    if (text !== '0') return undefined;
    const [, first] = tunableNumbers(tunables, RMEM) ?? [];
    const start =
      first === undefined
        ? { en: `the middle number of ${RMEM}`, 'zh-CN': `${RMEM} 的中间那个数` }
        : sameWords(formatValue(first, 'bytes'));
    return {
      proposed: 1,
      arithmetic: {
        en: '0 keeps every buffer as it began, 1 lets it grow, and is the default',
        'zh-CN': '0 让每个缓冲区保持初始大小，1 允许增长，是默认值',
      },
      title: {
        en: 'No connection receives faster than its first buffer allows: buffers do not grow',
        'zh-CN': '没有连接的接收速度能超过其初始缓冲区：缓冲区不增长',
      },
      why: {
        en: `A TCP connection starts with a receive buffer of ${start.en}, of which about half is window, and the kernel enlarges it as fast as the program reads, up to the third number of ${RMEM}. With this switch at 0 it stays as it was: each round trip brings at most about half of it, however fast link and program are. The third number of ${RMEM} then means nothing.`,
        'zh-CN': `TCP 连接的接收缓冲区从 ${start['zh-CN']} 开始，其中约一半作窗口，内核随程序的读取速度增大它，直到 ${RMEM} 的第三个数。此开关为 0 时它保持原样：每个往返最多带来其一半左右，不管链路和程序多快。${RMEM} 的第三个数也就没有意义。`,
      },
    };
  },
  actions: [
    {
      en: 'It acts at once, on open connections as well; the window of those was agreed on with the old limits.',
      'zh-CN': '立即生效，对已打开的连接也生效；它们的窗口是按旧的上限协商的。',
    },
  ],
  risk: {
    en: 'Risk 2 of 4. Connections that receive much hold more memory, within the third number of net.ipv4.tcp_rmem and net.ipv4.tcp_mem.',
    'zh-CN': '风险 2/4。接收量大的连接占用更多内存，以 net.ipv4.tcp_rmem 的第三个数和 net.ipv4.tcp_mem 为限。',
  },
  expectedEffect: {
    en: 'Connections that receive over distance speed up within some round trips.',
    'zh-CN': '远距离接收的连接在几个往返内提速。',
  },
  verify: {
    en: '"ss -tinm" shows rb (receive buffer) growing above its first value on a connection that receives much.',
    'zh-CN': '"ss -tinm" 中，接收量大的连接的 rb（接收缓冲区）超过初始值。',
  },
  notWhen: {
    en: 'Every program here sizes its own buffers with SO_RCVBUF: for those the switch makes no difference.',
    'zh-CN': '这里每个程序都用 SO_RCVBUF 自定缓冲区大小：对它们此开关没有影响。',
  },
  about: {
    feels: ['download'],
    symptom: {
      en: 'Downloads over distance are slow and steady, whatever the link.',
      'zh-CN': '远距离下载又慢又平稳，不管链路多快。',
    },
    reasoning: { en: 'net.ipv4.tcp_moderate_rcvbuf is 0.', 'zh-CN': 'net.ipv4.tcp_moderate_rcvbuf 为 0。' },
    formula: { en: '1, the default of the kernel', 'zh-CN': '1，内核默认值' },
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_moderate_rcvbuf)',
      'net/ipv4/tcp_input.c of the kernel (tcp_rcv_space_adjust)',
    ],
  },
});
