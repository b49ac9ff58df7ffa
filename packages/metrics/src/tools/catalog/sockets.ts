import type { Tool } from '../types.ts';

/** What shows sockets and connections. */
export const SOCKET_TOOLS: readonly Tool[] = [
  {
    id: 'ss',
    group: 'sockets',
    about: {
      en: 'Sockets of every kind with their queues, memory and what TCP knows of each connection. The successor of netstat.',
      'zh-CN': '列出各类套接字及其队列、内存，以及 TCP 对每条连接所知的一切。netstat 的继任者。',
    },
    views: [
      {
        command: 'ss -s',
        about: { en: 'How many sockets there are', 'zh-CN': '套接字总数' },
        lines: [
          'Total: {socket.sockstat.socketsUsed}',
          'TCP:   {transport.sockstat.tcpAlloc+transport.sockstat.tcpTw} (estab {transport.tcp.currEstab}, orphaned {transport.sockstat.tcpOrphan}, timewait {transport.sockstat.tcpTw})',
          '',
          'Transport Total     IP        IPv6',
          'RAW       {network.sockstat.rawInuse+network.sockstat6.raw6Inuse<9} {network.sockstat.rawInuse<9} {network.sockstat6.raw6Inuse}',
          'UDP       {transport.sockstat.udpInuse+transport.sockstat6.udp6Inuse<9} {transport.sockstat.udpInuse<9} {transport.sockstat6.udp6Inuse}',
          'TCP       {transport.sockstat.tcpInuse+transport.sockstat6.tcp6Inuse<9} {transport.sockstat.tcpInuse<9} {transport.sockstat6.tcp6Inuse}',
          'FRAG      {network.sockstat.fragInuse+network.sockstat6.frag6Inuse<9} {network.sockstat.fragInuse<9} {network.sockstat6.frag6Inuse}',
        ],
      },
      {
        command: "ss -tan | awk '{print $1}' | sort | uniq -c",
        about: { en: 'Sockets by protocol and state', 'zh-CN': '按协议和状态统计套接字' },
        lines: [{ each: 'socket.sockets.count', lines: ['{socket.sockets.count>8} {@protocol<5} {@state}'] }],
      },
      {
        command: 'ss -tnm',
        about: {
          en: 'Buffers of TCP sockets: here all of them together, and the fullest',
          'zh-CN': 'TCP 套接字的缓冲区：此处为合计值和最满的一个',
        },
        lines: [
          'skmem:(r{socket.tcp.rmemAllocBytes},rb{socket.tcp.rcvbufBytes},w{socket.tcp.wmemQueuedBytes},tb{socket.tcp.sndbufBytes})',
          'notsent:{socket.tcp.notsentBytes}  Recv-Q of the fullest listener:{socket.tcp.acceptQueueMaxLen} of Send-Q:{socket.tcp.acceptQueueMaxBacklog}',
        ],
      },
    ],
    note: {
      en: 'ss prints a line for each socket: those are on the page Sockets, with everything that ss -tinmo says when one is opened.',
      'zh-CN': 'ss 每个套接字打印一行：逐个套接字见「套接字」页面，打开其中一个即可看到 ss -tinmo 的全部内容。',
    },
  },
  {
    id: 'conntrack',
    group: 'sockets',
    about: {
      en: 'The table of tracked connections of the firewall and NAT.',
      'zh-CN': '防火墙与 NAT 的连接跟踪表。',
    },
    views: [
      {
        command: 'conntrack -C',
        about: { en: 'Entries of the table', 'zh-CN': '表中条目数' },
        lines: ['{network.nfConntrack.count}'],
      },
      {
        command: 'conntrack -S',
        about: { en: 'Counters of each CPU', 'zh-CN': '各 CPU 计数器' },
        lines: [
          {
            each: 'network.nfConntrack.found',
            lines: [
              'cpu={@cpu<4} found={network.nfConntrack.found} invalid={network.nfConntrack.invalid} insert={network.nfConntrack.insert} insert_failed={network.nfConntrack.insertFailed} drop={network.nfConntrack.drop} early_drop={network.nfConntrack.earlyDrop} error={network.nfConntrack.icmpError} search_restart={network.nfConntrack.searchRestart} clash_resolve={network.nfConntrack.clashres} chaintoolong={network.nfConntrack.chainlength}',
            ],
          },
        ],
      },
    ],
    note: {
      en: 'The entries themselves (conntrack -L) are not listed here: reading the whole table is costly on the hosts where it matters.',
      'zh-CN': '此处不列出条目本身（conntrack -L）：在条目多的主机上读整张表代价很高。',
    },
  },
  {
    id: 'iftop',
    group: 'sockets',
    about: {
      en: 'Traffic of an interface by pairs of addresses, from captured packets.',
      'zh-CN': '通过抓包按地址对统计接口流量。',
    },
    views: [
      {
        command: 'iftop -t -s 2',
        about: { en: 'Its totals', 'zh-CN': '合计' },
        lines: [
          {
            each: 'link.dev.txBytes',
            lines: ['{@device<12} TX {link.dev.txBytes/s~125>14} kb/s   RX {link.dev.rxBytes/s~125>14} kb/s'],
          },
        ],
      },
    ],
    note: {
      en: 'Its rates of each flow come from captured packets; Netstrata captures none. Rates of each connection come from the sockets instead (page Sockets), rates of programs from Processes. What passes through this host without a socket of its own shows only in the totals.',
      'zh-CN':
        'iftop 的逐流速率来自抓包，Netstrata 不抓包。每条连接的速率取自套接字（「套接字」页面），每个程序的速率见「进程」。只是经过本机、没有本地套接字的流量只体现在合计中。',
    },
  },
];
