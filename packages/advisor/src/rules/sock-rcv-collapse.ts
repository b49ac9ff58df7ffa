import { deltaOfAll, formatRate, formatValue, ID, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { growthEvidence, rateEvidence } from '../evidence.ts';
import { memoryIsShort, raise, seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const TCP_RMEM = 'net.ipv4.tcp_rmem';
const COLLAPSED = 'socket.tcpExt.tcpRcvCollapsed';
/** Segments that had arrived and were dropped. */
const LOST = [ID.tcp.rcvPruned, ID.tcp.rcvQDrop];
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Segments a minute. */
const LOSSES = { fire: 5, clear: 0 };
/** Segments a second. */
const PACKED = { fire: 100, clear: 20 };
const MOST_BYTES = 1024 * 1024;

function cureOf(context: RuleContext, lost: boolean): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const actions = [
    {
      en: 'Watch "ss -tmn" while the counters grow: the socket with r near rb in skmem is the one. If its program reads late, that is the cure; if it fixed rb with SO_RCVBUF, let it drop that.',
      'zh-CN':
        '计数增长时观察 "ss -tmn"：skmem 中 r 接近 rb 的套接字就是。若其程序读得晚，就治程序；若它用 SO_RCVBUF 固定了 rb，就让它去掉。',
    },
    {
      en: 'Let the sender write more at once: many tiny segments cost up to twenty times their data in buffer memory.',
      'zh-CN': '让发送方一次多写：大量极小报文段占的缓冲区内存可达其数据的二十倍。',
    },
  ];
  const [least, initial, most] = tunableNumbers(context.tunables, TCP_RMEM) ?? [];
  if (!lost || least === undefined || initial === undefined || most === undefined) return { ...NO_CHANGE, actions };
  // A triple out of order is a setting of its own to mend.
  if (least < 1 || initial < least) return { ...NO_CHANGE, actions };
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, ...actions] };
  const { proposed, limitedBy } = raise(initial, 2 * initial, Math.min(MOST_BYTES, most));
  if (proposed === undefined) return { ...NO_CHANGE, actions };
  return {
    changes: changeTo(context, TCP_RMEM, [least, proposed, most]),
    arithmetic: {
      en: `the second number, what a connection starts with: ${initial} B x 2 = ${2 * initial}${limitedBy.en}`,
      'zh-CN': `第二个数，即连接的初始大小：${initial} B x 2 = ${2 * initial}${limitedBy['zh-CN']}`,
    },
    actions,
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  const losses = deltaOfAll(window, LOST, WINDOW_SECONDS);
  const packed = window.rate(COLLAPSED, WINDOW_SECONDS);
  const lost = isOver(losses, LOSSES, open);
  if (!lost && !isOver(packed, PACKED, open)) return [];
  if (!open && ![...LOST, COLLAPSED].some((metric) => seenLongEnough(context, metric))) return [];
  return [
    {
      subject: SUBJECT,
      severity: lost ? 'warning' : 'info',
      confidence: 'medium',
      title: lost
        ? {
            en: 'TCP throws away segments that had arrived: receive buffers are full',
            'zh-CN': 'TCP 丢弃已到达的报文段：接收缓冲区已满',
          }
        : { en: 'TCP packs receive buffers together to make room', 'zh-CN': 'TCP 压缩接收缓冲区以腾出空间' },
      why: {
        en: `A receive buffer counts not the data but the memory of its packets, and a tiny segment takes hundreds of bytes. When it is full, the kernel copies small segments together (collapses them), which costs CPU and stalls the connection; when that does not suffice, it throws away what had arrived, and the peer must send it again. Packed together: ${formatRate(packed, 'segments', { noun: true })}; dropped in the last minute: ${formatValue(losses, 'count')}.`,
        'zh-CN': `接收缓冲区计的不是数据，而是包占的内存，一个极小的报文段要占几百字节。满了以后，内核把小报文段拷到一起（collapse），既费 CPU 又让连接停顿；还不够就丢弃已到达的，对端只得重发。合并：每秒 ${formatValue(packed, 'count')} 个报文段；最近一分钟丢弃：${formatValue(losses, 'count')}。`,
      },
      where: {
        en: 'one or more TCP connections of this host that receive small segments, or are read late',
        'zh-CN': '本机的一条或多条 TCP 连接，收到的是小报文段，或读得晚',
      },
      evidence: [
        ...LOST.flatMap((metric) => growthEvidence(window, { metric }, WINDOW_SECONDS)),
        ...rateEvidence(window, { metric: COLLAPSED }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: ID.tcp.pruneCalled }, WINDOW_SECONDS),
      ],
      ...cureOf(context, lost),
      risk: {
        en: 'Risk 2 of 4. New connections start with the larger buffer, so each of them may hold more before it is read; those that are open keep theirs.',
        'zh-CN': '风险 2/4。新连接以更大的缓冲区开始，所以每个在被读取前可能占用更多；已打开的保持不变。',
      },
      expectedEffect: {
        en: 'Small segments find room without being packed or dropped.',
        'zh-CN': '小报文段有地方放，不必压缩或丢弃。',
      },
      verify: {
        en: 'Under the same load "nstat -az TcpExtRcvPruned TcpExtTCPRcvQDrop TcpExtTCPRcvCollapsed" stands still.',
        'zh-CN': '相同负载下 "nstat -az TcpExtRcvPruned TcpExtTCPRcvQDrop TcpExtTCPRcvCollapsed" 不变。',
      },
      notWhen: {
        en: 'A program does not read: then any buffer fills. Somebody who sends tiny segments on purpose is to be blocked instead.',
        'zh-CN': '程序根本不读：那么任何缓冲区都会满。若有人有意发极小报文段，应当拦截。',
      },
    },
  ];
}

/** Receive buffers that are packed together, or give up what had arrived. */
export const sockRcvCollapse: Rule = {
  id: 'sock-rcv-collapse',
  layer: 'socket',
  title: { en: 'TCP receive buffers collapse', 'zh-CN': 'TCP 接收缓冲区 collapse' },
  metrics: [...LOST, COLLAPSED, ID.tcp.pruneCalled, ID.memory.availableBytes, ID.memory.totalBytes],
  tunables: [TCP_RMEM],
  yieldsTo: ['app-not-reading'],
  about: {
    feels: ['download', 'hangs'],
    symptom: {
      en: 'A connection stalls for moments and its peer sends again, although the network loses nothing.',
      'zh-CN': '网络没有丢包，连接却时不时停顿，对端还要重发。',
    },
    reasoning: {
      en: 'More than five segments a minute dropped from full receive buffers (RcvPruned, TCPRcvQDrop; cleared by a minute without any), or more than 100 a second packed together (TCPRcvCollapsed; cleared at 20). A program that does not read is told as the root.',
      'zh-CN':
        '一分钟内从满的接收缓冲区丢弃超过五个报文段（RcvPruned、TCPRcvQDrop；一分钟没有则解除），或每秒合并超过 100 个（TCPRcvCollapsed；降到 20 解除）。不读取的程序作为根因说明。',
    },
    formula: {
      en: 'the second number of tcp_rmem x 2, at most 1 MiB and the third',
      'zh-CN': 'tcp_rmem 第二个数 x 2，最多 1 MiB 且不超过第三个数',
    },
    sources: [
      'Documentation/networking/ip-sysctl.rst (tcp_rmem)',
      'net/ipv4/tcp_input.c of the kernel (tcp_prune_queue, tcp_collapse)',
    ],
  },
  evaluate,
};
