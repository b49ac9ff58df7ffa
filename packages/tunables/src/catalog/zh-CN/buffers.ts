import type { TunableTexts } from '../../words.ts';

export const BUFFERS: TunableTexts = {
  'net.core.rmem_max': [
    '程序可申请的最大接收缓冲区',
    '限制 SO_RCVBUF：内核取申请值与它中较小者，再为开销加倍。它不限制把大小交给内核的 TCP socket，那些可增长到 net.ipv4.tcp_rmem。它也影响 TCP 提出的窗口扩大因子。',
    '任何本地程序都能在每个 socket 里钉住至多两倍于此的内核内存。',
    '固定：4 MiB；6.17 之前的内核为 212992',
  ],
  'net.core.wmem_max': [
    '程序可申请的最大发送缓冲区',
    '限制 SO_SNDBUF：内核取申请值与它中较小者，再为开销加倍。把大小交给内核的 TCP socket 则增长到 net.ipv4.tcp_wmem。',
    '任何本地程序都能在每个 socket 里钉住至多两倍于此的内核内存。',
    '固定：4 MiB；6.17 之前的内核为 212992',
  ],
  'net.core.rmem_default': [
    '未作申请的 socket 的接收缓冲区',
    '程序不设 SO_RCVBUF 时，UDP、raw 和 Unix socket 得到的大小。TCP 改用 net.ipv4.tcp_rmem 中间的数。',
    '每个新的非 TCP socket 都可占这么多，而装满的缓冲区交出的是旧数据。',
    '固定：256 个 256 字节的包连同开销所需的空间',
  ],
  'net.core.wmem_default': [
    '未作申请的 socket 的发送缓冲区',
    '程序不设 SO_SNDBUF 时，UDP、raw 和 Unix socket 得到的大小。对 Unix socket，它还限制对端可有多少未读数据。',
    '每个新的非 TCP socket 都可占这么多。',
    '固定：256 个 256 字节的包连同开销所需的空间',
  ],
  'net.core.optmem_max': [
    'socket 的附属内存',
    '限制 socket 在缓冲区之外可占的内存：控制消息、过滤器、多播源列表和零拷贝通知。与负载无关。太小时，带 MSG_ZEROCOPY 的 sendmsg 返回 ENOBUFS。',
    '恶意的本地程序在每个 socket 里能多钉住一点内存。',
    '固定：128 KiB；6.8 之前的内核为 20480',
  ],
  'net.ipv4.tcp_rmem': [
    'TCP 接收缓冲区：最小、初始、最大',
    'TCP socket 在内存压力下保有的最小值、起始值，以及程序持续读取时内核允许它长到多大。第三个数须容纳约两倍带宽时延积。程序设了 SO_RCVBUF，这些就全都不管用了。',
    '每个接收快的连接都占内存；缓冲区非常大时，压缩它们会慢。',
    '一页、131072、空闲内存的 1/128 但至多 32 MiB（旧内核为 6 MiB）',
  ],
  'net.ipv4.tcp_wmem': [
    'TCP 发送缓冲区：最小、初始、最大',
    'TCP socket 在内存压力下保有的最小值、起始值，以及内核允许它随拥塞窗口长到多大。计入开销，第三个数须容纳三到五倍带宽时延积。已打开而没设 SO_SNDBUF 的 socket 也会增长。',
    '每个向慢对端发送的连接都占内存，排在后面写入的数据有时延。',
    '一页、16384、空闲内存的 1/128 但至多 4 MiB',
  ],
  'net.ipv4.tcp_moderate_rcvbuf': [
    '让 TCP 接收缓冲区增长',
    '为 1 时，内核随程序读取的速度加大连接的接收缓冲区，直到 net.ipv4.tcp_rmem。为 0 时，每个连接保持起始大小。',
    '关闭后，又长又快的路径会一直慢，除非程序自己设定缓冲区大小。',
  ],
  'net.ipv4.tcp_notsent_lowat': [
    'socket 视为已满之前的未发数据',
    '只有等待发送的数据少于此值，TCP socket 才报告可写。小的值让数据留在程序里，还能改主意；发送缓冲区仍可为在途数据保持较大。程序可自行设置 TCP_NOTSENT_LOWAT。',
    '程序被唤醒得更多；程序写得太晚时吞吐受损。',
    '最大值：不限制',
  ],
  'net.ipv4.tcp_shrink_window': [
    '允许接收窗口收缩',
    '为 1 时，缓冲区用尽的 socket 按内存上限的要求收回已给出的窗口，并丢弃超出的数据。为 0 时，它信守承诺，改为压缩。',
    '没料到窗口会收缩的对端会重传或停滞。',
  ],
  'net.ipv4.udp_rmem_min': [
    'UDP socket 始终保有的接收内存',
    '即使所有 UDP socket 合计超出 net.ipv4.udp_mem，每个仍可占这么多。',
    '此值乘以 UDP socket 数不受内存池上限约束。',
    '一页',
  ],
  'net.ipv4.udp_wmem_min': [
    'UDP socket 始终保有的发送内存',
    '本意是与 net.ipv4.udp_rmem_min 相对。内核为兼容而保留，并不使用。',
    '无：它不起作用。',
    '一页',
  ],
  'net.unix.max_dgram_qlen': [
    'Unix datagram socket 的未读消息',
    'Unix socket 上可有多少数据报等待，之后发送方阻塞或得到 EAGAIN。突发中的日志守护进程最先碰到它。此值在 socket 创建时复制。',
    '占用内核内存，记在发送方账上；读取方落后时，消息更旧。',
  ],
};
