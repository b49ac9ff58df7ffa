import { under } from '../../metricTexts.ts';

export const SOCKET_TCP_EXT = under('socket.tcpExt', {
  listenOverflows: [
    'accept 队列溢出',
    '握手完成时发现监听者的 accept 队列已满而被丢弃的次数。客户端会重试并再次计入，所以不是连接数。程序 accept 太慢，或 backlog 太小：上限是 listen() 参数与 net.core.somaxconn 中较小者。',
  ],
  listenDrops: [
    '监听者丢弃的连接',
    '监听者因任何原因丢弃的连接尝试：每次 accept 队列溢出，此外还有内存不足、没有回程路由、安全模块拒绝。丢弃多于溢出，就是有后面这些原因。',
  ],
  tcpReqQFullDoCookies: [
    '半连接队列满，已发 cookie',
    '半连接队列已满、内核改发 SYN cookie 而不留状态的次数。客户端仍能连上，但 TCP 选项较少。要么是 SYN flood，要么 backlog 对负载太小。',
  ],
  tcpReqQFullDrop: [
    '半连接队列满，SYN 被丢',
    '半连接队列已满、又关了 SYN cookie 而丢弃的 SYN。客户端等一秒再试。先打开 net.ipv4.tcp_syncookies，再调高 backlog。',
  ],
  tcpDeferAcceptDrop: [
    'deferred accept 压住的纯 ACK',
    '监听者用 TCP_DEFER_ACCEPT 要求有数据才唤醒，因而忽略的不带数据的握手 ACK。对这种监听者属正常；很多则来自连上却不说话的客户端。',
  ],
  tcpFastOpenListenOverflow: [
    'Fast Open 队列溢出',
    '监听者未完成的 fast open 请求已达 TCP_FASTOPEN 选项所允许的数量、因而不能用 TCP Fast Open 的带数据 SYN。它们退回普通握手。',
  ],
  tcpMigrateReqSuccess: [
    '移到另一监听者的排队连接',
    '监听者关闭时在它那里等待、按 net.ipv4.tcp_migrate_req 移到同端口另一个 SO_REUSEPORT 监听者的连接。',
  ],
  tcpMigrateReqFailure: [
    '随监听者丢失的排队连接',
    '监听者关闭时在它那里等待、没能移到另一个 SO_REUSEPORT 监听者的连接。客户端看到 RST。',
  ],
  pruneCalled: [
    '接收缓冲区被压缩',
    '套接字用完接收缓冲区、内核翻查一遍省内存的次数：合并小包，放弃乱序包。读取方太慢，或数据以极小的段到来，开销填满了缓冲区。',
  ],
  rcvPruned: [
    '压缩后仍丢弃的报文段',
    '压缩之后接收缓冲区仍没有空间而丢弃的到达报文段。发送方必须重传。解除锁定或加大该套接字的缓冲区，或让它的程序读取。',
  ],
  ofoPruned: ['丢弃的乱序数据', '内核为收回内存而清空某个套接字乱序队列的次数。其中的数据必须全部重传。'],
  tcpRcvCollapsed: [
    '为省缓冲区而合并的报文段',
    '接收缓冲区用尽、被拷贝到一起的接收缓冲。耗 CPU 时间，也加时延；持续增长说明缓冲区对这么小的段太小，或读取方落后。',
  ],
  tcpRcvQDrop: [
    '接收队列满而丢弃的报文段',
    '内存记不到接收队列账上而丢弃的按序报文段：该套接字超出缓冲区，或 TCP 整体超出 net.ipv4.tcp_mem。',
  ],
  tcpofoDrop: ['丢弃的乱序报文段', '在空洞之前到达、接收缓冲区放不下而丢弃的报文段。'],
  tcpZeroWindowDrop: [
    '零窗口时丢弃的报文段',
    '本端已声明窗口关闭却仍到达的报文段。对端在探测或无视窗口；窗口关闭的原因是本机有程序不读。',
  ],
  tcpToZeroWindowAdv: [
    '关闭的接收窗口',
    '套接字因接收缓冲区已满而让对端停下的次数。上升说明本机程序读得比数据到得慢。',
  ],
  tcpFromZeroWindowAdv: ['重新打开的接收窗口', '窗口关闭的套接字在程序读取之后重新打开窗口的次数。应与关闭次数同步。'],
  tcpWantZeroWindowAdv: ['本该关闭的窗口', '套接字没有空间、想关窗口，却收不回已向对端承诺的部分的次数。'],
  tcpBacklogDrop: [
    '套接字被锁时丢弃的报文段',
    '程序持有套接字锁、其间收包的队列又满而丢弃的报文段。该队列受接收加发送缓冲区限制，所以起因是缓冲区小，或线程在一次套接字调用里停留太久。',
  ],
  tcpBacklogCoalesce: [
    '套接字被锁时合并的报文段',
    '程序持有套接字锁期间到达、为省内存与前一个合并的报文段。本身是好事；非常多则说明套接字繁忙、争用。',
  ],
  pfMemallocDrop: [
    '动用应急内存而丢弃的包',
    '收进应急内存、因所属套接字无助于释放内存而丢弃的包。机器已没有空闲页：见 vm.min_free_kbytes。',
  ],
  tcpWqueueTooBig: [
    '拒绝切分的发送队列',
    '发送队列占用的内存已远超套接字发送缓冲区所允许、内核拒绝把排队的报文段切小的次数。用来防范逼人发极小段的对端。',
  ],
  busyPollRxPackets: [
    '忙轮询取到的包',
    '开启忙轮询后，程序等待时自己从网卡取到的包。本该在用却为 0，说明驱动或套接字没有使用它。',
  ],
});
