import { under } from '../../metricTexts.ts';

export const TRANSPORT_SOCKSTAT = {
  ...under('transport.sockstat', {
    tcpInuse: ['在用的 TCP socket', '本网络命名空间中已绑定、监听或已连接的 IPv4 TCP 套接字，不含 TIME-WAIT。'],
    tcpOrphan: [
      '孤儿 TCP socket',
      '程序已关闭、数据或 FIN 还在途中的 TCP 连接，按整台主机计。每个都占着谁也释放不了的内存；超过 net.ipv4.tcp_max_orphans 后内核复位它们。',
    ],
    tcpTw: [
      'TIME-WAIT socket',
      '为防迟到的包混入新连接而保留 60 秒的已关闭连接。占内存很少，但在发起方，每个都占住一个去往该对端的本地端口。',
    ],
    tcpAlloc: [
      '已分配的 TCP socket',
      '整台主机上各种状态的 TCP 套接字，含已创建未连接的。它不停增长而已建立的不增，说明有程序忘了关闭。',
    ],
    tcpMem: [
      'TCP 内存',
      '主机所有 TCP 套接字的缓冲区占用的内存页，不分命名空间。超过 net.ipv4.tcp_mem 的第二个数，内核缩小窗口；超过第三个数，拒绝分配内存，连接失败。每个 CPU 先自留至多 1 MiB 再计入此数（net.core.mem_pcpu_rsv），因此读数会跳变，套接字占着内存时也可能是 0。',
    ],
    udpInuse: ['在用的 UDP socket', '本网络命名空间中绑定了端口的 IPv4 UDP 套接字。'],
    udpMem: [
      'UDP 内存',
      '主机所有 UDP 套接字的缓冲区占用的内存页，含 IPv6。超过 net.ipv4.udp_mem 的第一个数后，到达的数据报被丢弃并计为内存错误。每个 CPU 先自留至多 1 MiB 再计入此数（net.core.mem_pcpu_rsv），因此读数会跳变，套接字占着内存时也可能是 0。',
    ],
    udpliteInuse: ['在用的 UDP-Lite socket', '本网络命名空间中经 IPv4 绑定的 UDP-Lite 套接字。几乎总是 0。'],
  }),
  ...under('transport.sockstat6', {
    tcp6Inuse: [
      '在用的 IPv6 TCP socket',
      '本网络命名空间中已绑定、监听或已连接的 IPv6 TCP 套接字，不含 TIME-WAIT。监听 [::] 同时接受 IPv4 的也计在此。',
    ],
    udp6Inuse: ['在用的 IPv6 UDP socket', '本网络命名空间中绑定了端口的 IPv6 UDP 套接字。'],
    udplite6Inuse: ['在用的 IPv6 UDP-Lite socket', '本网络命名空间中经 IPv6 绑定的 UDP-Lite 套接字。几乎总是 0。'],
  }),
};
