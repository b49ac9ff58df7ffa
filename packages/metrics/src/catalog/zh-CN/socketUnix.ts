import { under } from '../../metricTexts.ts';

export const SOCKET_UNIX = under('socket.unix', {
  sockets: [
    'Unix socket',
    '上一次 dump 在本网络命名空间列出的 Unix 套接字：stream、datagram 和 seqpacket，连接的两端都算。持续上升说明有程序忘了关闭。',
  ],
  listeners: ['Unix 监听者', '等待连接的 Unix 套接字：数据库、容器引擎、系统总线，以及其他经路径访问的服务。'],
  acceptQueueLen: [
    '等待 accept 的 Unix 连接',
    '程序还没 accept 的 Unix 套接字连接，所有监听者合计。应接近 0：每一个都是在等第一个应答的客户端。',
  ],
  acceptQueueBacklog: [
    'Unix accept 队列容量',
    '所有 Unix 监听者 backlog 之和：各取其 listen() 参数与 net.core.somaxconn 中较小者。',
  ],
  acceptQueueMaxFill: [
    '最满的 Unix accept 队列',
    '等待的连接与 backlog 之比，取最高的 Unix 监听者。超过 1 时，下一个 connect() 阻塞，或以 EAGAIN 失败；与 TCP 不同，没有计数器会说出来。',
  ],
  acceptQueueMaxLen: ['最满的 Unix accept 队列，等待数', 'accept 队列最满的 Unix 监听者上等待的连接。'],
  acceptQueueMaxBacklog: [
    '最满的 Unix accept 队列，backlog',
    'accept 队列最满的 Unix 监听者的 backlog。等于 net.core.somaxconn：是内核在限制；更小：是程序自己要的。',
  ],
  recvQBytes: [
    'Unix 等待读取的字节',
    '已连接的 stream 和 seqpacket 套接字持有、程序还没读的字节。不含 datagram 套接字：内核只给出其首个数据报的长度。',
  ],
  dgramUnreadSockets: [
    '有未读数据的 Unix datagram socket',
    '至少有一个数据报没人读的 datagram 套接字，例如日志守护进程的。内核不说有多少在等；超过 net.unix.max_dgram_qlen 时发送方阻塞或得到 EAGAIN。',
  ],
  streamWmemAllocBytes: [
    'Unix stream 内存',
    'Unix stream 和 seqpacket 连接中对方还没读的数据占用的内存，含开销。记在发送方账上；Unix 套接字的接收内存恒为 0。',
  ],
  streamSndbufBytes: [
    'Unix stream 发送缓冲区',
    '所有 Unix stream 和 seqpacket 套接字的发送缓冲区合计可容纳的量。除非程序设了 SO_SNDBUF，每个都是 net.core.wmem_default；从不自己增长。',
  ],
  streamSendMaxFill: [
    '最满的 Unix stream 缓冲区',
    '已发送未读的内存与发送方缓冲区之比，取最高的 Unix stream 或 seqpacket 套接字。到 1 时，发送方要等对面读得不够快的程序。',
  ],
  dgramWmemAllocBytes: [
    'Unix datagram 内存',
    '接收方还没读的 Unix 数据报占用的内存，记在发送方账上。一个字节的数据报也要占数百字节。',
  ],
  dgramSndbufBytes: [
    'Unix datagram 发送缓冲区',
    '所有 Unix datagram 套接字的发送缓冲区合计可容纳的量。除非程序设了 SO_SNDBUF，每个都是 net.core.wmem_default。',
  ],
  dgramSendMaxFill: [
    '最满的 Unix datagram 缓冲区',
    '已发送未读的数据报内存与发送方缓冲区之比，取最高的 Unix datagram 套接字。小数据报早就先碰到接收方的 net.unix.max_dgram_qlen。',
  ],
  dumpMs: ['列出 Unix 套接字的耗时', 'agent 列出并汇总所有 Unix 套接字所用的时间。它属于 agent 控制在预算之内的部分。'],
  count: [
    '各类型、状态的 Unix socket',
    '各类型（stream、dgram、seqpacket）、各状态的 Unix 套接字：established、listen，或 close（未连接）。有别的套接字连到它之后，datagram 套接字也算 established。',
  ],
});
