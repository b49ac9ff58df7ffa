import { under } from '../../metricTexts.ts';

export const NETWORK_NETNS = {
  ...under('network.netns', {
    processes: [
      '命名空间：进程',
      '位于该网络命名空间的进程。只靠名字存活的命名空间、网络插件的命名空间里没有进程属正常。',
    ],
    sockets: ['命名空间：套接字', '该网络命名空间中各种套接字：TCP、UDP、Unix、netlink、raw 和 packet。'],
    tcpInuse: ['命名空间：TCP socket', '该网络命名空间中两个地址族的 TCP 套接字，含监听，不含 TIME-WAIT。'],
    timeWait: [
      '命名空间：TIME-WAIT',
      '该网络命名空间中处于 TIME-WAIT 的连接。每条都占着去往同一目的的本地端口；上限由命名空间自己决定。',
    ],
    udpInuse: ['命名空间：UDP socket', '该网络命名空间中两个地址族的 UDP 套接字。'],
    outSegs: ['命名空间：发送的报文段', '该网络命名空间发送的 TCP 报文段，不含重传。重传比例以它为底。'],
    retransSegs: [
      '命名空间：重传的报文段',
      '该网络命名空间因丢失或判定丢失而重传的 TCP 报文段。主机自己的计数器不包含它们。',
    ],
    listenOverflows: [
      '命名空间：accept 队列溢出',
      '该网络命名空间中握手完成时发现 accept 队列已满而被丢弃的次数。那里的程序 accept 太慢，或要的队列太短；net.core.somaxconn 由命名空间自己决定。主机的计数器看不出来。',
    ],
    listenDrops: [
      '命名空间：监听者丢弃的连接',
      '该网络命名空间的监听者因各种原因丢弃的连接：accept 队列已满，或应答没有内存或路由。',
    ],
    udpRcvbufErrors: [
      '命名空间：UDP 接收缓冲区丢包',
      '该网络命名空间中接收套接字缓冲区已满而丢弃的数据报。对于到来的突发，那里的程序读得太慢：它的套接字的 Recv-Q 最长。',
    ],
    rxBytes: [
      '命名空间：接收字节',
      '该网络命名空间的设备收到的字节，不含 loopback。容器的 veth 在这里算接收，在主机那一端算发送。',
    ],
    txBytes: ['命名空间：发送字节', '该网络命名空间的设备发送的字节，不含 loopback。'],
  }),
  ...under('network.netnsSummary', {
    found: [
      '网络命名空间',
      '有进程位于其中或靠名字存活的网络命名空间，agent 自己的除外。持续上升说明容器或 pod 留下了没清理的命名空间。',
    ],
    read: ['已读取的网络命名空间', '其中由 agent 读取计数器的：套接字和进程最多的 16 个。其余的只计数。'],
    unreadableProcesses: [
      '命名空间未知的进程',
      'agent 无权查看其网络命名空间的进程：缺少 CAP_SYS_PTRACE。其中的容器发现不了。',
    ],
  }),
};
