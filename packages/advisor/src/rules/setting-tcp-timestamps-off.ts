import { NO_WORDS } from '@netstrata/metrics';
import { settingRule } from '../settingRule.ts';

const REUSE = 'net.ipv4.tcp_tw_reuse';
const COOKIES = 'net.ipv4.tcp_syncookies';

/** Timestamps switched off: TCP measures worse, and what relies on them stops working. */
export const settingTcpTimestampsOff = settingRule({
  id: 'setting-tcp-timestamps-off',
  layer: 'transport',
  title: { en: 'TCP timestamps are off', 'zh-CN': 'TCP 时间戳已关闭' },
  tunable: 'net.ipv4.tcp_timestamps',
  also: [REUSE, COOKIES],
  severity: 'info',
  judge: ({ text }, { tunables }) => {
    if (text !== '0') return undefined;
    const reuse =
      tunables[REUSE]?.trim() === '1'
        ? {
            en: ` ${REUSE} is 1 here, and does nothing without them.`,
            'zh-CN': `这里 ${REUSE} 为 1，没有时间戳它不起作用。`,
          }
        : NO_WORDS;
    return {
      proposed: 1,
      arithmetic: {
        en: '0 is off, 1 is on with an offset of its own for each pair of hosts, and the default of the kernel',
        'zh-CN': '0 为关；1 为开，每对主机各有偏移，是内核默认值',
      },
      title: {
        en: 'TCP timestamps are off: round trips are measured worse, and SYN cookies lose options',
        'zh-CN': 'TCP 时间戳已关闭：往返测量更差，SYN cookie 会丢选项',
      },
      why: {
        en: `With timestamps each acknowledgement says which transmission it answers, so that round trips are known also while data is sent again, and late segments of an earlier pass through the sequence numbers are told apart (at 10 Gbit/s they come round in 3.5 s). SYN cookies keep window scaling and selective acknowledgement in them: without, connections made under a flood have neither.${reuse.en}`,
        'zh-CN': `有时间戳时，每个确认都说明它应答的是哪一次发送，所以重传期间也能测到往返，序列号上一轮迟到的报文段也能分辨（10 Gbit/s 时 3.5 s 就绕一圈）。SYN cookie 把窗口缩放和选择性确认存在其中：没有时间戳，洪泛时建立的连接两者皆无。${reuse['zh-CN']}`,
      },
    };
  },
  actions: [
    {
      en: 'If they were switched off because they tell the uptime: since Linux 4.10 each pair of hosts sees an offset of its own.',
      'zh-CN': '若是因为它会泄露运行时间而关闭：Linux 4.10 起每对主机看到的偏移各不相同。',
    },
  ],
  risk: {
    en: 'Risk 2 of 4. Each segment grows by 12 bytes, 0.8 % of a full one.',
    'zh-CN': '风险 2/4。每个报文段多 12 字节，为满报文段的 0.8 %。',
  },
  expectedEffect: {
    en: 'New connections measure every round trip, and keep their options under a flood of SYNs.',
    'zh-CN': '新连接能测到每个往返，并在 SYN 洪泛时保留选项。',
  },
  verify: {
    en: '"ss -tin" shows "ts" among the options of connections that were opened afterwards.',
    'zh-CN': '之后打开的连接，"ss -tin" 的选项中有 "ts"。',
  },
  notWhen: {
    en: 'A peer or a device in the path is known to mishandle them.',
    'zh-CN': '已知某个对端或路径上的设备处理不了它。',
  },
  about: {
    feels: ['slow'],
    symptom: {
      en: 'Retransmission timeouts that fit the path badly; slow connections after a flood of SYNs.',
      'zh-CN': '重传超时与路径很不匹配；SYN 洪泛之后连接慢。',
    },
    reasoning: { en: 'net.ipv4.tcp_timestamps is 0.', 'zh-CN': 'net.ipv4.tcp_timestamps 为 0。' },
    formula: { en: '1, the default of the kernel', 'zh-CN': '1，内核默认值' },
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_timestamps)',
      'RFC 7323',
      'net/ipv4/syncookies.c of the kernel',
    ],
  },
});
