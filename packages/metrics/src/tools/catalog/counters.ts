import type { Tool } from '../types.ts';

/** What prints counters of the protocols. */
export const COUNTER_TOOLS: readonly Tool[] = [
  {
    id: 'nstat',
    group: 'counters',
    about: {
      en: 'Every counter of IP, ICMP, TCP and UDP by its kernel name: the surest way to see drops and retransmissions.',
      'zh-CN': '按内核名称列出 IP、ICMP、TCP、UDP 的全部计数器：查看丢弃和重传最可靠的办法。',
    },
    views: [
      {
        command: 'nstat -az',
        about: {
          en: 'Value and growth a second; every one of them is in the table below',
          'zh-CN': '数值与每秒增量；全部计数器见下表',
        },
        lines: [
          'IpInReceives                    {network.ip.inReceives<18} {network.ip.inReceives/s>10}',
          'IpInDiscards                    {network.ip.inDiscards<18} {network.ip.inDiscards/s>10}',
          'IpOutDiscards                   {network.ip.outDiscards<18} {network.ip.outDiscards/s>10}',
          'TcpActiveOpens                  {transport.tcp.activeOpens<18} {transport.tcp.activeOpens/s>10}',
          'TcpPassiveOpens                 {transport.tcp.passiveOpens<18} {transport.tcp.passiveOpens/s>10}',
          'TcpInSegs                       {transport.tcp.inSegs<18} {transport.tcp.inSegs/s>10}',
          'TcpOutSegs                      {transport.tcp.outSegs<18} {transport.tcp.outSegs/s>10}',
          'TcpRetransSegs                  {transport.tcp.retransSegs<18} {transport.tcp.retransSegs/s>10}',
          'TcpExtListenOverflows           {socket.tcpExt.listenOverflows<18} {socket.tcpExt.listenOverflows/s>10}',
          'TcpExtListenDrops               {socket.tcpExt.listenDrops<18} {socket.tcpExt.listenDrops/s>10}',
          'UdpInDatagrams                  {transport.udp.inDatagrams<18} {transport.udp.inDatagrams/s>10}',
          'UdpOutDatagrams                 {transport.udp.outDatagrams<18} {transport.udp.outDatagrams/s>10}',
          'UdpRcvbufErrors                 {socket.udp.rcvbufErrors<18} {socket.udp.rcvbufErrors/s>10}',
        ],
      },
    ],
    note: {
      en: 'nstat without -a shows the growth since it was called last; here it is the growth a second.',
      'zh-CN': '不带 -a 的 nstat 显示自上次调用以来的增量；此处为每秒增量。',
    },
  },
  {
    id: 'netstat',
    group: 'counters',
    about: {
      en: 'The older one: counters in sentences (-s), sockets (-an), routes (-r).',
      'zh-CN': '较老的工具：用句子列出计数器（-s）、套接字（-an）、路由（-r）。',
    },
    views: [
      {
        command: 'netstat -s',
        about: { en: 'Counters in sentences', 'zh-CN': '用句子表示的计数器' },
        lines: [
          'Ip:',
          '    {network.ip.inReceives} total packets received',
          '    {network.ip.forwDatagrams} forwarded',
          '    {network.ip.inDiscards} incoming packets discarded',
          '    {network.ip.inDelivers} incoming packets delivered',
          '    {network.ip.outRequests} requests sent out',
          '    {network.ip.outNoRoutes} dropped because of missing route',
          'Tcp:',
          '    {transport.tcp.activeOpens} active connection openings',
          '    {transport.tcp.passiveOpens} passive connection openings',
          '    {transport.tcp.attemptFails} failed connection attempts',
          '    {transport.tcp.estabResets} connection resets received',
          '    {transport.tcp.currEstab} connections established',
          '    {transport.tcp.inSegs} segments received',
          '    {transport.tcp.outSegs} segments sent out',
          '    {transport.tcp.retransSegs} segments retransmitted',
          '    {transport.tcp.inErrs} bad segments received',
          '    {transport.tcp.outRsts} resets sent',
          'Udp:',
          '    {transport.udp.inDatagrams} packets received',
          '    {transport.udp.noPorts} packets to unknown port received',
          '    {transport.udp.inErrors} packet receive errors',
          '    {transport.udp.outDatagrams} packets sent',
          '    {socket.udp.rcvbufErrors} receive buffer errors',
          '    {socket.udp.sndbufErrors} send buffer errors',
          'TcpExt:',
          '    {socket.tcpExt.listenOverflows} times the listen queue of a socket overflowed',
          '    {socket.tcpExt.listenDrops} SYNs to LISTEN sockets dropped',
        ],
      },
    ],
    note: {
      en: 'It reads the same files as nstat and leaves out counters that it does not know; nstat and this product show all.',
      'zh-CN': '它与 nstat 读同样的文件，但会漏掉不认识的计数器；nstat 和本产品显示全部。',
    },
  },
  {
    id: 'sar',
    group: 'counters',
    about: {
      en: 'Rates at even intervals, now or from the records of the day (sysstat).',
      'zh-CN': '按固定间隔给出速率，可看当前或当天记录（sysstat）。',
    },
    views: [
      {
        command: 'sar -n DEV 1',
        about: { en: 'Traffic of the interfaces', 'zh-CN': '接口流量' },
        lines: [
          'IFACE         rxpck/s   txpck/s    rxkB/s    txkB/s   rxcmp/s   txcmp/s  rxmcst/s',
          {
            each: 'link.dev.rxBytes',
            lines: [
              '{@device<10} {link.dev.rxPackets/s>10}{link.dev.txPackets/s>10}{link.dev.rxBytes/s~1024>10}{link.dev.txBytes/s~1024>10}{link.dev.rxCompressed/s>10}{link.dev.txCompressed/s>10}{link.dev.rxMulticast/s>10}',
            ],
          },
        ],
      },
      {
        command: 'sar -n EDEV 1',
        about: { en: 'Errors and drops of the interfaces', 'zh-CN': '接口错误与丢弃' },
        lines: [
          'IFACE         rxerr/s   txerr/s    coll/s  rxdrop/s  txdrop/s  txcarr/s  rxfram/s  rxfifo/s  txfifo/s',
          {
            each: 'link.dev.rxErrors',
            lines: [
              '{@device<10} {link.dev.rxErrors/s>10}{link.dev.txErrors/s>10}{link.dev.txCollisions/s>10}{link.dev.rxDropped/s>10}{link.dev.txDropped/s>10}{link.dev.txCarrier/s>10}{link.dev.rxFrame/s>10}{link.dev.rxFifo/s>10}{link.dev.txFifo/s>10}',
            ],
          },
        ],
      },
      {
        command: 'sar -n TCP,ETCP 1',
        about: { en: 'TCP: openings, segments, trouble', 'zh-CN': 'TCP：建连、报文段与异常' },
        lines: [
          'active/s passive/s    iseg/s    oseg/s',
          '{transport.tcp.activeOpens/s>8}{transport.tcp.passiveOpens/s>10}{transport.tcp.inSegs/s>10}{transport.tcp.outSegs/s>10}',
          '',
          'atmptf/s  estres/s retrans/s isegerr/s   orsts/s',
          '{transport.tcp.attemptFails/s>8}{transport.tcp.estabResets/s>10}{transport.tcp.retransSegs/s>10}{transport.tcp.inErrs/s>10}{transport.tcp.outRsts/s>10}',
        ],
      },
      {
        command: 'sar -n SOCK 1',
        about: { en: 'Sockets in use', 'zh-CN': '在用套接字' },
        lines: [
          '   totsck    tcpsck    udpsck    rawsck   ip-frag    tcp-tw',
          '{socket.sockstat.socketsUsed>9}{transport.sockstat.tcpInuse>10}{transport.sockstat.udpInuse>10}{network.sockstat.rawInuse>10}{network.sockstat.fragInuse>10}{transport.sockstat.tcpTw>10}',
        ],
      },
      {
        command: 'sar -n UDP 1',
        about: { en: 'UDP: datagrams and errors', 'zh-CN': 'UDP：数据报与错误' },
        lines: [
          '  idgm/s    odgm/s  noport/s idgmerr/s',
          '{transport.udp.inDatagrams/s>8}{transport.udp.outDatagrams/s>10}{transport.udp.noPorts/s>10}{transport.udp.inErrors/s>10}',
        ],
      },
    ],
    note: {
      en: 'The records of the past that sar reads from /var/log/sa are the history here: every second of a day, every minute of 30 days, every hour of a year.',
      'zh-CN': 'sar 从 /var/log/sa 读取的历史，在此即为历史数据：一天内每秒、30 天内每分钟、一年内每小时。',
    },
  },
  {
    id: 'lnstat',
    group: 'counters',
    about: {
      en: 'Counters of tables of the network layer: neighbours, routes, connection tracking (/proc/net/stat).',
      'zh-CN': '网络层各表的计数器：邻居、路由、连接跟踪（/proc/net/stat）。',
    },
    views: [
      {
        command: 'lnstat -c 1 -f arp_cache',
        about: { en: 'The table of neighbours of IPv4', 'zh-CN': 'IPv4 邻居表' },
        lines: [
          ' entries  allocs  destroys  lookups  hits  res_failed  forced_gc  unresolved  table_fulls',
          '{network.arpCache.entries>8}{network.arpCache.allocs>8}{network.arpCache.destroys>10}{network.arpCache.lookups>9}{network.arpCache.hits>6}{network.arpCache.resFailed>12}{network.arpCache.forcedGcRuns>11}{network.arpCache.unresolvedDiscards>12}{network.arpCache.tableFulls>13}',
        ],
      },
    ],
    note: undefined,
  },
];
