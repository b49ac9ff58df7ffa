import { formatValue, ID } from '@netstrata/metrics';
import { growthEvidence } from '../evidence.ts';
import { settingRule } from '../settingRule.ts';
import { derivedSockets, SOCKETS_IN_WORDS } from '../tcpMemory/derivedSockets.ts';

/** Lowered by more than this is nobody's rounding. */
const LOWERED_BY = 8;
const OVERFLOWS = ID.tcp.timeWaitOverflow;
const WINDOW_SECONDS = 60;

/** TIME-WAIT cut short by an old recipe: late packets can reach a new connection. */
export const settingTwBucketsLowered = settingRule({
  id: 'setting-tw-buckets-lowered',
  layer: 'transport',
  title: { en: 'Few TIME-WAIT sockets are allowed', 'zh-CN': '允许的 TIME-WAIT 套接字很少' },
  tunable: 'net.ipv4.tcp_max_tw_buckets',
  metrics: [OVERFLOWS],
  severity: 'info',
  judge: ({ numbers: [value] }, { host, window }) => {
    const usual = derivedSockets(host);
    if (value === undefined || value * LOWERED_BY >= usual) return undefined;
    const lost = window.delta(OVERFLOWS, WINDOW_SECONDS) ?? 0;
    const memory = formatValue(host.memTotalBytes, 'bytes');
    return {
      proposed: usual,
      arithmetic: {
        en: `${memory} of memory / ${SOCKETS_IN_WORDS.en} = ${usual}, as the kernel does at boot`,
        'zh-CN': `内存 ${memory} / ${SOCKETS_IN_WORDS['zh-CN']} = ${usual}，与内核启动时的算法相同`,
      },
      title:
        lost > 0
          ? {
              en: `Connections close without their TIME-WAIT: only ${value} may wait`,
              'zh-CN': `只允许 ${value} 个连接处于 TIME-WAIT，其余的关闭后立刻被忘记`,
            }
          : {
              en: `Only ${value} closed connections may be remembered, an old recipe that protects nothing`,
              'zh-CN': `只能记住 ${value} 个已关闭的连接，这是什么也保护不了的老偏方`,
            },
      why: {
        en: `A closed connection is remembered for a minute (TIME-WAIT), so that a late packet of it cannot reach a new connection with the same ports, and so that a peer whose last packet was lost gets its answer. Above net.ipv4.tcp_max_tw_buckets connections close without. Lowering it saves a quarter of a kilobyte each: ${formatValue(256 * (usual - value), 'bytes')} at most, on a host with ${memory}.${lost > 0 ? ` In the last minute ${lost} connections went without.` : ''}`,
        'zh-CN': `已关闭的连接会被记住一分钟（TIME-WAIT），以免其迟到的包进入端口相同的新连接，也让最后一个包丢失的对端能得到应答。超过 net.ipv4.tcp_max_tw_buckets 的连接关闭时就没有它。调低它，每个连接只省下约四分之一 KB，在有 ${memory} 内存的主机上最多省 ${formatValue(256 * (usual - value), 'bytes')}。${lost > 0 ? `最近一分钟有 ${lost} 个连接关闭时没有 TIME-WAIT。` : ''}`,
      },
      evidence: growthEvidence(window, { metric: OVERFLOWS }, WINDOW_SECONDS),
      ...(lost > 0 ? { severity: 'warning' } : {}),
    };
  },
  actions: [
    {
      en: 'Where TIME-WAIT sockets use up local ports, it is connections kept open, net.ipv4.tcp_tw_reuse or a wider port range that help.',
      'zh-CN': 'TIME-WAIT 套接字占光本地端口时，有用的是保持连接、net.ipv4.tcp_tw_reuse 或更宽的端口范围。',
    },
  ],
  risk: {
    en: 'Risk 1 of 4. About a quarter of a kilobyte of memory for each closed connection, for a minute.',
    'zh-CN': '风险 1/4。每个已关闭的连接约四分之一 KB 内存，持续一分钟。',
  },
  expectedEffect: {
    en: 'TIME-WAIT protects each connection again; TcpExtTCPTimeWaitOverflow stands still.',
    'zh-CN': 'TIME-WAIT 又能保护每个连接；TcpExtTCPTimeWaitOverflow 不再变化。',
  },
  verify: {
    en: '"nstat -az TcpExtTCPTimeWaitOverflow" stands still at peak load.',
    'zh-CN': '高峰时 "nstat -az TcpExtTCPTimeWaitOverflow" 不变。',
  },
  notWhen: { en: 'The memory of the host is so short that megabytes count.', 'zh-CN': '主机内存少到要计较几兆。' },
  about: {
    feels: ['resets', 'connections'],
    symptom: {
      en: 'The kernel logs "time wait bucket table overflow"; rarely, resets or strange data on new connections.',
      'zh-CN': '内核记录 "time wait bucket table overflow"；偶尔新连接被重置或收到怪数据。',
    },
    reasoning: {
      en: 'net.ipv4.tcp_max_tw_buckets is less than an eighth of what the kernel derives from memory. A warning when connections closed without a TIME-WAIT in the last minute.',
      'zh-CN':
        'net.ipv4.tcp_max_tw_buckets 小于内核按内存得出值的八分之一。最近一分钟有连接关闭时没有 TIME-WAIT 则为警告。',
    },
    formula: {
      en: 'memory / 128 KiB as a power of two, at most 524,288, and half of that',
      'zh-CN': '内存 / 128 KiB，取 2 的幂，最多 524,288，再取其一半',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_max_tw_buckets)', 'net/ipv4/tcp.c of the kernel (tcp_init)'],
  },
});
