import { under } from '../../metricTexts.ts';

const buffers = (protocol: string) =>
  ({
    rcvbufErrors: [
      `${protocol} 接收缓冲区满`,
      `接收套接字缓冲区已满而丢弃的 ${protocol} 数据报。短突发需要更大的 SO_RCVBUF（上限 net.core.rmem_max）或 net.core.rmem_default；缓冲区一直满说明程序读得太慢，加大只会增加时延。`,
    ],
    sndbufErrors: [
      `${protocol} 发送缓冲区满`,
      `因套接字发送缓冲区已满、或网络设备队列拒绝而没能发送的 ${protocol} 数据报。先看 qdisc 和链路，再看 SO_SNDBUF 和 net.core.wmem_default。`,
    ],
  }) as const;

export const SOCKET_UDP = {
  ...under('socket.udp', buffers('UDP')),
  ...under('socket.udpLite', buffers('UDP-Lite')),
  ...under('socket.udp6', buffers('UDP over IPv6')),
  ...under('socket.udpLite6', buffers('UDP-Lite over IPv6')),
};
