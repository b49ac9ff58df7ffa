import type { DropTexts } from '../../types.ts';

export const SOCKET_REASONS: DropTexts = {
  NO_SOCKET: [
    '发给无人监听的端口或协议。TCP 以 RST 应答，UDP 以“port unreachable”应答。',
    '该有的服务就启动它，或纠正其地址和端口。否则是走错的发送方或端口扫描：用防火墙规则可省去应答。',
  ],
  SOCKET_RCVBUFF: [
    '套接字的接收缓冲区已满：程序读得不如包到得快。',
    '让程序读得更快或每次读得更多；应对突发则调高其 SO_RCVBUF（至多 net.core.rmem_max），程序没设的调高 net.core.rmem_default。',
  ],
  SOCKET_BACKLOG: [
    '程序持有套接字期间，到来的多于其缓冲区允许在旁等待的。',
    '一条繁忙的连接，程序又常被打断。更大的接收缓冲区给出更多余地；减少每字节的系统调用更有用。',
  ],
  SOCKET_FILTER: [
    '套接字上的过滤器（BPF、SO_ATTACH_FILTER，或其属主的安全检查）没放它进来。',
    '由挂上过滤器的程序要求。抓包对没要的包都这样做。',
  ],
  SOCKET_CLOSE: ['它在正被关闭的套接字中等待。', '不用做什么；除非缺了数据：那是程序没读完就关闭了。'],
  SOCKET_DESTROYED: ['它的目的套接字正被销毁。', '不用做什么。'],
  QUEUE_PURGE: [
    '它所在的队列被清空：多为程序关闭的套接字的未读数据，或设备停用。',
    '不用做什么；除非缺了数据：那是程序没读完就关闭了。TCP 连接的对端由 RST 得知。',
  ],
  PROTO_MEM: [
    '没有内存给它：TCP 套接字的接收缓冲区已满，或 TCP、UDP 整体已达所允许的量（tcp_mem、udp_mem），或该套接字的 cgroup 已达。',
    '找出队列最大的套接字：它们的程序不读。内存有余时，调高 net.ipv4.tcp_rmem，或 tcp_mem 和 udp_mem；cgroup 则调其 memory.max。',
  ],
  UNIX_DISCONNECT: [
    'Unix datagram 套接字重新 connect，把别人先前发来的丢掉了。',
    '网络上不用做什么。消息在等时 connect，程序就会丢掉它们。',
  ],
  UNIX_SKIP_OOB: ['普通读取跳过了 Unix 套接字的带外数据。', '不用做什么。'],
  PACKET_SOCK_ERROR: [
    'packet 套接字（抓包、DHCP 客户端）收不下它的副本。包本身继续前行。',
    '给抓包更大的 ring，或要得更少的过滤器。',
  ],
  SKB_UCOPY_FAULT: ['程序给数据用的内存无法读写。', '程序的毛病，或虚拟机、TUN 设备另一侧的毛病。'],
  SECURITY_HOOK: ['安全模块（SELinux、Smack、AppArmor）不允许。', '在审计日志里查拒绝记录；该允许的就改策略。'],
  BPF_CGROUP_EGRESS: [
    '发送方 cgroup 上的 BPF 程序不让它出去：systemd 的防火墙（IPAddressDeny=）或容器网络的。',
    'bpftool cgroup tree 显示程序。该允许的就改规则。',
  ],
};
