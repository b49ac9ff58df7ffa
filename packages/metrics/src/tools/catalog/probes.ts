import type { Tool } from '../types.ts';

/** What sends packets of its own, and what follows packets through the kernel. */
export const PROBE_TOOLS: readonly Tool[] = [
  {
    id: 'ping',
    group: 'paths',
    about: {
      en: 'Round trip to an address, by packets of its own.',
      'zh-CN': '用自己发送的报文测量到某地址的往返时间。',
    },
    views: [
      {
        command: 'ping ADDRESS',
        about: {
          en: 'What the connections of this host say of round trips, without a packet more',
          'zh-CN': '本机连接给出的往返时间，无需额外报文',
        },
        lines: [
          'rtt of connections, µs: median {transport.tcp.rttMedianUs}, 95 % below {transport.tcp.rttP95Us}; least seen: median {transport.tcp.minRttMedianUs}',
          'echo requests answered by this host: {network.icmp.inEchos} received, {network.icmp.outEchoReps} answered',
        ],
      },
    ],
    note: {
      en: 'Netstrata sends no probes. It knows round trips of connections that are there, as the kernel measures them; of an address that nothing talks to it knows nothing.',
      'zh-CN': 'Netstrata 不发送探测报文。它知道现有连接由内核测得的往返时间；对没有任何通信的地址一无所知。',
    },
  },
  {
    id: 'mtr',
    group: 'paths',
    about: {
      en: 'Loss and delay at each hop of a path, by packets of its own.',
      'zh-CN': '用自己发送的报文测量路径上每一跳的丢包与时延。',
    },
    views: [
      {
        command: 'mtr ADDRESS',
        about: { en: 'Loss as TCP sees it, from end to end', 'zh-CN': 'TCP 所见的端到端丢包' },
        lines: [
          'segments sent {transport.tcp.outSegs/s}/s, sent again {transport.tcp.retransSegs/s}/s',
          'TTL exceeded, heard {network.icmp.inTimeExcds}, sent {network.icmp.outTimeExcds}',
        ],
      },
    ],
    note: {
      en: 'Netstrata does not probe: at which hop packets are lost or wait it cannot tell. It tells that they are, on which connections, and what else explains it.',
      'zh-CN': 'Netstrata 不做探测：无法得知在哪一跳丢包或排队；它能说明是否丢包、在哪些连接上，以及其他可能的解释。',
    },
  },
  {
    id: 'dropwatch',
    group: 'tracing',
    about: { en: 'Where in the kernel packets are dropped.', 'zh-CN': '数据包在内核何处被丢弃。' },
    views: [],
    note: {
      en: 'The same is the table "Drop reasons" of the network layer: with the reason of each drop, and only while somebody looks.',
      'zh-CN': '对应网络层的「丢弃原因」表：给出每次丢弃的原因，只在有人查看时采集。',
    },
  },
  {
    id: 'perf',
    group: 'tracing',
    about: {
      en: 'Events and time of the kernel, also skb:kfree_skb for drops.',
      'zh-CN': '内核事件与耗时，也可用 skb:kfree_skb 查看丢弃。',
    },
    views: [],
    note: {
      en: 'Netstrata uses the tracepoints of drops, retransmissions and full buffers while somebody looks at their tables. It takes no profile of CPU time.',
      'zh-CN': '有人查看相应的表时，Netstrata 会使用丢弃、重传和缓冲区满的 tracepoint；不做 CPU 剖析。',
    },
  },
  {
    id: 'bpftrace',
    group: 'tracing',
    about: { en: 'Questions of any kind to the running kernel.', 'zh-CN': '向运行中的内核提出任意问题。' },
    views: [],
    note: {
      en: 'Netstrata loads no programs into the kernel. tcpretrans, tcpdrop and tcplife are the tables of retransmissions, drop reasons and of connections opened and closed.',
      'zh-CN':
        'Netstrata 不向内核加载程序。tcpretrans、tcpdrop、tcplife 分别对应重传、丢弃原因以及连接打开与关闭的表。',
    },
  },
];
