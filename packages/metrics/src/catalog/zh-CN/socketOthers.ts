import { under } from '../../metricTexts.ts';

export const SOCKET_OTHERS = under('socket.other', {
  sockets: [
    'raw、MPTCP 和 packet socket',
    '本网络命名空间中这几类套接字各自的数量。raw 套接字属于 ping 和路由守护进程，packet 套接字属于抓包程序和 DHCP 客户端：每个 packet 套接字对它接收的每个包都有开销。',
  ],
  rmemAllocBytes: [
    'raw、MPTCP 和 packet 套接字的接收内存',
    '程序还没读走的包和数据占用的内存，含开销。上升说明有程序跟不上；缓冲区放不下的就丢了。',
  ],
  drops: [
    'raw、MPTCP 和 packet 套接字的丢包',
    '现存套接字自创建以来丢弃的包，多因接收缓冲区已满：有丢包的抓包是不完整的。套接字关闭时会变小。与程序共享的 ring 的丢失不计在此。',
  ],
});
