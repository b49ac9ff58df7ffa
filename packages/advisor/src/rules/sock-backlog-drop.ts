import { formatRate, formatValue, ID, NO_WORDS } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const DROPPED = ID.tcp.backlogDrop;
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Segments a minute. */
const DROPS = { fire: 60, clear: 0 };

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const open = firing.has(SUBJECT);
  const drops = window.delta(DROPPED, WINDOW_SECONDS);
  if (!isOver(drops, DROPS, open) || (!open && !seenLongEnough(context, DROPPED))) return [];
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: 'medium',
      title: {
        en: 'TCP segments are dropped because a socket was locked for too long',
        'zh-CN': '套接字被锁得太久，TCP 报文段因此丢弃',
      },
      why: {
        en: `While a program is inside a call on a socket, that socket is locked, and what arrives for it waits on the socket’s backlog. The backlog holds as much as receive and send buffer together; ${formatValue(drops, 'count')} segments found it full in the last minute, and their senders had to send them again. That happens when one thread keeps a fast connection locked, by huge reads or writes, or when its CPU is taken away meanwhile.`,
        'zh-CN': `程序在对套接字的调用中时，该套接字是锁住的，到达的数据在套接字的 backlog 里等。backlog 可容纳接收与发送缓冲区之和；最近一分钟有 ${formatValue(drops, 'count')} 个报文段遇到它已满，发送方只得重发。原因是某个线程用极大的读写长时间锁住一条快连接，或其间它的 CPU 被抢走。`,
      },
      where: {
        en: 'one or more TCP sockets of this host; the kernel does not count it for each',
        'zh-CN': '本机的一个或多个 TCP 套接字；内核不按套接字计数',
      },
      evidence: growthEvidence(window, { metric: DROPPED }, WINDOW_SECONDS),
      ...NO_CHANGE,
      actions: [
        {
          en: 'Watch "ss -tm" while the counter grows: the number after "bl" in skmem is the backlog of each socket.',
          'zh-CN': '计数增长时观察 "ss -tm"：skmem 中 "bl" 后的数字是每个套接字的 backlog。',
        },
        {
          en: 'Let that program read and write in parts of some hundred kB at most, and not from many threads on one socket.',
          'zh-CN': '让该程序每次读写最多几百 kB，并且不要用多个线程操作同一个套接字。',
        },
        {
          en: 'If it fixed small buffers (SO_RCVBUF, SO_SNDBUF), remove that: the backlog’s limit is made of both.',
          'zh-CN': '若它固定了小缓冲区（SO_RCVBUF、SO_SNDBUF），就去掉：backlog 的上限由两者之和决定。',
        },
      ],
      risk: { en: 'Looking costs nothing.', 'zh-CN': '查看没有代价。' },
      expectedEffect: {
        en: 'The counter stands still, and fewer segments are sent again to this host.',
        'zh-CN': '计数不再变化，发往本机的重传减少。',
      },
      verify: {
        en: `Under the same load "nstat -az TcpExtTCPBacklogDrop" no longer grows (now ${formatRate((drops ?? 0) / WINDOW_SECONDS, 'segments')}).`,
        'zh-CN': `相同负载下 "nstat -az TcpExtTCPBacklogDrop" 不再增长（现在 ${formatRate((drops ?? 0) / WINDOW_SECONDS, 'segments')}）。`,
      },
      notWhen: {
        en: 'The host has no CPU left at all: then everything waits, and this is only one sign of it.',
        'zh-CN': '主机完全没有空闲 CPU：那样什么都在等，这只是表现之一。',
      },
    },
  ];
}

/** Segments that found the backlog of a locked socket full. */
export const sockBacklogDrop: Rule = {
  id: 'sock-backlog-drop',
  layer: 'socket',
  title: { en: 'Backlog of a locked socket overflows', 'zh-CN': '锁住的套接字 backlog 溢出' },
  metrics: [DROPPED],
  tunables: [],
  about: {
    feels: ['drops', 'slow'],
    symptom: {
      en: 'A fast connection loses segments inside this host, although no device and no queue drops any.',
      'zh-CN': '一条快连接在本机内部丢报文段，而没有任何设备或队列丢包。',
    },
    reasoning: {
      en: 'More than 60 segments within a minute (TCPBacklogDrop); cleared by a minute without any.',
      'zh-CN': '一分钟内超过 60 个报文段（TCPBacklogDrop）；一分钟没有则解除。',
    },
    formula: NO_WORDS,
    sources: ['net/ipv4/tcp_ipv4.c of the kernel (tcp_add_backlog)'],
  },
  evaluate,
};
