import { under } from '../../metricTexts.ts';

export const SOCKET_SUMMARY = {
  ...under('socket.sockets', {
    recvQBytes: [
      '等待读取的字节',
      '所有已连接 TCP 和所有 UDP 套接字的 Recv-Q 合计：已收到、程序还没读的字节。对 UDP，内核在这里计的是内存，不是负载。',
    ],
    sendQBytes: [
      '等待确认的字节',
      '所有已连接 TCP 和所有 UDP 套接字的 Send-Q 合计：已写入、对端还没确认或设备还没发出的字节。',
    ],
    recvMaxFill: [
      '最满的接收缓冲区',
      '接收内存与接收缓冲区之比，取最高的套接字。一直接近 1 的，属于读得不够快的程序。内核先看有没有空间再加入，所以最后进来的包可以超出。',
    ],
    sendMaxFill: [
      '最满的发送缓冲区',
      '发送内存与发送缓冲区之比，取最高的套接字。批量传输时数据流动中接近 1 属正常：程序写得比路径运得快；发送方因它损失时间（sndbuf_limited）时才是问题，图中的状态按这个时间判断。内核先看有没有空间，再一次加入至多 64 KiB，所以小缓冲区可以超出很多倍。',
    ],
    count: [
      '各状态的套接字',
      '各协议、各状态的套接字。close-wait 多：本机程序不关闭连接。syn-sent 多：对端不应答。fin-wait-2 多：对端不关闭。',
    ],
  }),
  ...under('socket.fill', {
    sockets: [
      '按缓冲区占用分布的套接字',
      '接收或发送缓冲区占用在 0-10 %、10-20 % 直到 90-100 % 的套接字各有多少。健康的主机几乎全在第一档。',
    ],
  }),
  ...under('socket.sockstat', {
    socketsUsed: ['各类套接字', '本网络命名空间中各种套接字，含 Unix 和 netlink 套接字。'],
  }),
  ...under('socket.tcp', {
    sockets: ['TCP socket', '上一次 dump 在本网络命名空间列出的 TCP 套接字：各种状态，IPv4 和 IPv6。'],
    rmemAllocBytes: [
      'TCP 接收内存',
      '已收到、程序还没读的数据占用的内存，所有 TCP 套接字合计，含开销。上升说明读取方跟不上。',
    ],
    rcvbufBytes: [
      'TCP 接收缓冲区',
      '所有 TCP 套接字的接收缓冲区此刻合计可容纳的量。内核让每个增长到 net.ipv4.tcp_rmem 的第三个数为止，除非程序用 SO_RCVBUF 定死。',
    ],
    wmemQueuedBytes: ['TCP 发送内存', '程序已写入、对端还没确认的数据占用的内存，所有 TCP 套接字合计，含开销。'],
    sndbufBytes: [
      'TCP 发送缓冲区',
      '所有 TCP 套接字的发送缓冲区此刻合计可容纳的量。内核让每个增长到 net.ipv4.tcp_wmem 的第三个数为止，除非程序用 SO_SNDBUF 定死。',
    ],
    notsentBytes: [
      '已写入未发送',
      '在 TCP 发送缓冲区中等待、一次都没发过的字节：窗口或网络还收不下。量大就是程序收不回的时延。',
    ],
    acceptQueueLen: [
      '等待 accept 的连接',
      '已完成握手、程序还没 accept 的连接，所有监听者合计。应接近 0：每一个都是在等的客户端。',
    ],
    acceptQueueBacklog: [
      'accept 队列容量',
      '所有监听者 backlog 之和：各取其 listen() 参数与 net.core.somaxconn 中较小者。',
    ],
    acceptQueueMaxFill: [
      '最满的 accept 队列',
      '等待的连接与 backlog 之比，取最高的监听者。内核比 backlog 多放进一个；超过 1 时，下一次握手被丢弃。',
    ],
    acceptQueueMaxLen: ['最满的 accept 队列，等待数', 'accept 队列最满的监听者上等待的连接。'],
    acceptQueueMaxBacklog: [
      '最满的 accept 队列，backlog',
      'accept 队列最满的监听者的 backlog。等于 net.core.somaxconn：是内核在限制；更小：是程序自己要的。',
    ],
    rwndLimitedShare: [
      '发送受接收方限制',
      '上一个 dump 间隔内，连接有数据要发的时间里，被对端接收窗口压住的比例。要治的在对面：它的缓冲区或它的读取方。',
    ],
    sndbufLimitedShare: [
      '发送受发送缓冲区限制',
      '上一个 dump 间隔内，连接有数据要发的时间里，我们自己的发送缓冲区太小、填不满路径的比例。受 net.ipv4.tcp_wmem 的第三个数或程序的 SO_SNDBUF 限制。',
    ],
  }),
  ...under('socket.udp', {
    sockets: ['UDP socket', '上一次 dump 在本网络命名空间列出的 UDP 套接字，IPv4 和 IPv6。'],
    rmemAllocBytes: [
      'UDP 接收内存',
      '程序还没读的数据报占用的内存，所有 UDP 套接字合计。小数据报占的内存远大于负载：每个数百字节。',
    ],
    rcvbufBytes: [
      'UDP 接收缓冲区',
      '所有 UDP 套接字的接收缓冲区合计可容纳的量。除非程序设了 SO_RCVBUF，每个都是 net.core.rmem_default；UDP 缓冲区从不自己增长。',
    ],
    drops: ['现存 UDP 套接字的丢包', '此刻打开的 UDP 套接字自打开以来丢弃的数据报。这样的套接字关闭时它会下降。'],
    recvMaxFill: [
      '最满的 UDP 接收缓冲区',
      '接收内存与接收缓冲区之比，取最高的 UDP 套接字。到 1 时，下一个数据报被丢弃。内核先看有没有空间再加入，所以最后进来的可以超出。',
    ],
  }),
};
