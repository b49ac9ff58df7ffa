import { formatValue, ID, NO_WORDS } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence, lastEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { tcpHolders } from '../tcpMemory/holders.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const ABORTED = ID.tcp.abortOnMemory;
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
const NONE = { fire: 0, clear: 0 };

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  const aborted = window.delta(ABORTED, WINDOW_SECONDS);
  if (aborted === undefined || !isOver(aborted, NONE, open) || (!open && !seenLongEnough(context, ABORTED))) return [];
  const [first] = tcpHolders(context);
  return [
    {
      subject: SUBJECT,
      severity: 'critical',
      confidence: 'medium',
      title: {
        en: `${formatValue(aborted, 'connections', { noun: true })} reset in a minute because TCP had no memory for them`,
        'zh-CN': `一分钟内有 ${formatValue(aborted, 'count')} 个连接因 TCP 没有内存而被重置`,
      },
      why: {
        en: 'The kernel resets a connection that its program has closed already when there are more of these orphans than net.ipv4.tcp_max_orphans, or when all TCP sockets of the host hold more than the third number of net.ipv4.tcp_mem; what they had still to send is lost. Both limits hold for the whole host, and are not visible from everywhere. The kernel log says which it was: "too many orphaned sockets" or "out of memory -- consider tuning tcp_mem".',
        'zh-CN':
          '程序已关闭的连接（孤儿）多于 net.ipv4.tcp_max_orphans，或本机所有 TCP 套接字占用超过 net.ipv4.tcp_mem 的第三个数时，内核会重置它们；还没发完的就丢了。两个上限都对整台主机生效，并非处处可见。内核日志会说明是哪一个："too many orphaned sockets" 或 "out of memory -- consider tuning tcp_mem"。',
      },
      where:
        first === undefined
          ? { en: 'connections of this host that were closed', 'zh-CN': '本机已关闭的连接' }
          : {
              en: `most memory in sockets: ${first.name.en}, ${formatValue(first.bytes, 'bytes')}`,
              'zh-CN': `套接字占内存最多的：${first.name['zh-CN']}，${formatValue(first.bytes, 'bytes')}`,
            },
      evidence: [
        ...growthEvidence(window, { metric: ABORTED }, WINDOW_SECONDS),
        ...lastEvidence(window, { metric: ID.sockstat.tcpMem }),
        ...lastEvidence(window, { metric: ID.sockstat.tcpOrphan }),
      ],
      ...NO_CHANGE,
      actions: [
        { en: 'Read which limit it was: "dmesg | grep TCP:".', 'zh-CN': '看是哪个上限："dmesg | grep TCP:"。' },
        {
          en: 'Out of memory: find the sockets that hold it with "ss -tanm", and compare mem in /proc/net/sockstat with net.ipv4.tcp_mem on the host.',
          'zh-CN':
            '内存耗尽：用 "ss -tanm" 找占用内存的套接字，并在主机上把 /proc/net/sockstat 的 mem 与 net.ipv4.tcp_mem 比较。',
        },
        {
          en: 'Too many orphans: find the peers that do not acknowledge with "ss -tan state fin-wait-1 state last-ack".',
          'zh-CN': '孤儿太多：用 "ss -tan state fin-wait-1 state last-ack" 找不确认的对端。',
        },
      ],
      risk: { en: 'Looking costs nothing.', 'zh-CN': '查看没有代价。' },
      expectedEffect: {
        en: 'The limit that acts is known, and can be raised or its cause removed.',
        'zh-CN': '知道了起作用的是哪个上限，就能提高它或消除原因。',
      },
      verify: {
        en: '"nstat -az TcpExtTCPAbortOnMemory" no longer grows.',
        'zh-CN': '"nstat -az TcpExtTCPAbortOnMemory" 不再增长。',
      },
      notWhen: {
        en: 'Never: each is a connection whose last data did not arrive.',
        'zh-CN': '从不：每一个都是最后的数据没有送达的连接。',
      },
    },
  ];
}

/** Closed connections reset for want of memory, where neither limit is in sight. */
export const tcpMemOom: Rule = {
  id: 'tcp-mem-oom',
  layer: 'transport',
  title: { en: 'Connections reset for want of memory', 'zh-CN': '连接因缺内存被重置' },
  metrics: [ABORTED, ID.sockstat.tcpMem, ID.sockstat.tcpOrphan],
  tunables: [],
  yieldsTo: ['setting-tcp-mem-small', 'tcp-mem-pressure', 'tcp-orphans'],
  about: {
    feels: ['resets', 'memory'],
    symptom: {
      en: 'The ends of answers are cut off although the program sent them whole.',
      'zh-CN': '程序完整发出了应答，末尾却被截断。',
    },
    reasoning: {
      en: 'TcpExt TCPAbortOnMemory grew within a minute. Where TCP memory or orphans are near their limits, that is told instead.',
      'zh-CN': '一分钟内 TcpExt TCPAbortOnMemory 有增长。若 TCP 内存或孤儿接近上限，则改为说明那一个。',
    },
    formula: NO_WORDS,
    sources: ['net/ipv4/tcp.c of the kernel (tcp_check_oom)', 'Documentation/networking/snmp_counter.rst'],
  },
  evaluate,
};
