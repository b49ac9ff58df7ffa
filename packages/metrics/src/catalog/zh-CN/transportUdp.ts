import { under } from '../../metricTexts.ts';

const datagrams = (protocol: string) =>
  ({
    inDatagrams: [
      `读取的 ${protocol} 数据报`,
      `交给程序的 ${protocol} 数据报。内核在程序读取时计数，不在到达时，所以还在套接字里等的不算。`,
    ],
    noPorts: [
      `没人要的 ${protocol} 数据报`,
      `发往无人监听端口的 ${protocol} 数据报；每个都以 ICMP“port unreachable”应答。上升说明服务停了、客户端配错了，或有人在扫描。`,
    ],
    inErrors: [
      `到达时丢失的 ${protocol} 数据报`,
      `到达后因任何原因丢弃的 ${protocol} 数据报：接收缓冲区满、没有内存、校验和错误。与缓冲区、内存、校验和的计数器对照便知是哪种。`,
    ],
    outDatagrams: [`发送的 ${protocol} 数据报`, `程序从本网络命名空间发送的 ${protocol} 数据报。`],
    inCsumErrors: [
      `校验和错误的 ${protocol} 数据报`,
      `校验和与内容不符而丢弃的 ${protocol} 数据报。加大缓冲区没用：包在途中或被有毛病的卸载损坏。`,
    ],
    memErrors: [
      `因内存池丢失的 ${protocol} 数据报`,
      `所有 UDP 套接字合计用完 net.ipv4.udp_mem 所允许的内存池而丢弃的 ${protocol} 数据报。给某个套接字加大缓冲区只会更糟；先找出囤积内存的套接字。`,
    ],
  }) as const;

const ignoredMulti = (protocol: string) =>
  [
    `忽略的 ${protocol} 多播`,
    `到达本机、却没有套接字想要的多播或广播 ${protocol} 数据报。繁忙的本地网络上属正常；只耗 CPU 时间。`,
  ] as const;

/** UDP-Lite over IPv6 has every counter but the one for ignored multicast. */
export const TRANSPORT_UDP = {
  ...under('transport.udp', { ...datagrams('UDP'), ignoredMulti: ignoredMulti('UDP') }),
  ...under('transport.udpLite', { ...datagrams('UDP-Lite'), ignoredMulti: ignoredMulti('UDP-Lite') }),
  ...under('transport.udp6', { ...datagrams('UDP over IPv6'), ignoredMulti: ignoredMulti('UDP over IPv6') }),
  ...under('transport.udpLite6', datagrams('UDP-Lite over IPv6')),
};
