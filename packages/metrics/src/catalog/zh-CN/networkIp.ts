import { under } from '../../metricTexts.ts';

/** Counters that the Ip line and the Ip6 names share. */
const datagrams = (ip: 'IPv4' | 'IPv6', fragments: string) =>
  ({
    inReceives: [
      `收到的 ${ip} 包`,
      `到达这一层的 ${ip} 包，坏的也算。被网卡或 GRO 合并的只计一次，所以快链路上低于设备的数字。`,
    ],
    inHdrErrors: [`头部错误的 ${ip} 包`, `因头部格式错误、或转发时跳数耗尽而丢弃的 ${ip} 包。路由环路会让后一种猛增。`],
    inAddrErrors: [
      `地址不可用的 ${ip} 包`,
      `目的不是本机地址而本机又不转发、或地址无效而丢弃的 ${ip} 包。多为陈旧的邻居条目或交换机泛洪。`,
    ],
    inUnknownProtos: [`未知协议的 ${ip} 包`, `发给本机、所载传输协议无人处理的 ${ip} 包。`],
    inDiscards: [`到达时丢弃的 ${ip} 包`, `完好的 ${ip} 包到达时被丢弃，多因内存不足。应保持为 0。`],
    inDelivers: [`上交的 ${ip} 包`, `交给 TCP、UDP、ICMP 等的 ${ip} 包。收到的减去上交的，就是转发、重组或丢弃的。`],
    outRequests: [
      `本机发送的 ${ip} 包`,
      `TCP、UDP、ICMP 等要求发送的 ${ip} 包。不含转发的；之后由网卡切分的大包只计一次。`,
    ],
    outDiscards: [
      `发送前丢弃的 ${ip} 包`,
      `本机的 ${ip} 包在到达设备之前被丢弃：没有内存、设备队列已满或被过滤。查看它们本该走的设备的 qdisc。`,
    ],
    outNoRoutes: [`没有路由的 ${ip} 包`, `没有路由通往目的而丢弃的 ${ip} 包。检查路由表和策略规则。`],
    reasmTimeout: [`${ip} 重组超时`, `分片没有全部按时到达而放弃的 ${ip} 包。分片在途中丢失：最好让包不超过路径 MTU。`],
    reasmReqds: [
      `收到的 ${ip} 分片`,
      `为重组而到达的 ${ip} 分片。大的 UDP 数据报、隧道和老式 DNS 会产生；丢一个分片就丢整个包。`,
    ],
    reasmOKs: [`重组成功的 ${ip} 包`, `由分片重新拼成的 ${ip} 包。`],
    reasmFails: [
      `${ip} 重组失败`,
      `${ip} 重组失败：超时、分片重叠，或 ${fragments} 之下已无内存。内存离该上限还远时，是分片丢在途中。`,
    ],
    fragOKs: [`分片的 ${ip} 包`, `因大于设备或路径所允许而切成分片的 ${ip} 包。`],
    fragFails: [
      `太大而无法发送的 ${ip} 包`,
      `需要分片却不许切的 ${ip} 包。发送方由 ICMP 得知；ICMP 被过滤时，连接会挂住。`,
    ],
    fragCreates: [`产生的 ${ip} 分片`, `本机由过大的 ${ip} 包切出的分片。`],
    outTransmits: [`交给设备的 ${ip} 包`, `分片之后交给网络设备的 ${ip} 包：本机的和转发的。只有较新的内核计数。`],
  }) as const;

/** Counters that the IpExt line and the Ip6 names share; IPv6 has no broadcast. */
const octets = (ip: 'IPv4' | 'IPv6') => {
  const broadcast = ip === 'IPv6' ? 'IPv6 没有广播：恒为 0。' : '';
  return {
    inNoRoutes: [`无法转发的 ${ip} 包`, `收到的 ${ip} 包，没有路由通往目的而丢弃。`],
    inTruncatedPkts: [`被截短的 ${ip} 包`, `比头部声称的更短的 ${ip} 包。在途中或被驱动损坏。`],
    inMcastPkts: [`收到的 ${ip} 多播`, `收到的发给一组主机的 ${ip} 包：服务发现、路由协议、媒体。太多会拖累每个成员。`],
    outMcastPkts: [`发送的 ${ip} 多播`, `本机发给一组主机的 ${ip} 包。`],
    inOctets: [`收到的 ${ip} 字节`, `收到的 ${ip} 包的字节，含本层头部，不含链路层头部。`],
    outOctets: [`发送的 ${ip} 字节`, `发送的 ${ip} 包的字节，含本层头部，不含链路层头部。`],
    inMcastOctets: [`收到的 ${ip} 多播字节`, `收到的发给一组主机的 ${ip} 包的字节。`],
    outMcastOctets: [`发送的 ${ip} 多播字节`, `发给一组主机的 ${ip} 包的字节。`],
    inBcastOctets: [`收到的 ${ip} 广播字节`, `收到的发给网内所有主机的 ${ip} 包的字节。${broadcast}`],
    outBcastOctets: [`发送的 ${ip} 广播字节`, `发给网内所有主机的 ${ip} 包的字节。${broadcast}`],
    inNoECTPkts: [`不带 ECN 的 ${ip} 包`, `收到的 ${ip} 包，其发送方不参与显式拥塞通知。`],
    inECT1Pkts: [`标记 ECT(1) 的 ${ip} 包`, `收到的带 ECT(1) 标记的 ${ip} 包，低时延发送方（L4S）使用它。`],
    inECT0Pkts: [`标记 ECT(0) 的 ${ip} 包`, `收到的 ${ip} 包，其发送方参与显式拥塞通知。`],
    inCEPkts: [
      `标记拥塞的 ${ip} 包`,
      `收到的 ${ip} 包，路由器没有丢弃、而是标记了“遇到拥塞”。上升说明通往本机的途中有队列在变满。`,
    ],
  } as const;
};

export const NETWORK_IP = {
  ...under('network.ip', {
    ...datagrams('IPv4', 'net.ipv4.ipfrag_high_thresh'),
    forwarding: ['IPv4 转发', '本网络命名空间像路由器一样转发 IPv4 包为 1，不转发为 2。'],
    defaultTTL: ['默认跳数限制', '由此发送的 IPv4 包的 TTL：可经过多少台路由器。'],
    forwDatagrams: ['转发的 IPv4 包', '转给其他主机的 IPv4 包。只在本机做路由时增长，容器主机就是这样。'],
  }),
  ...under('network.ipExt', {
    ...octets('IPv4'),
    inBcastPkts: ['收到的 IPv4 广播', '收到的发给网内所有主机的 IPv4 包。广播风暴多由交换机成环引起，会拖累每台主机。'],
    outBcastPkts: ['发送的 IPv4 广播', '本机发给网内所有主机的 IPv4 包。'],
    inCsumErrors: ['头部校验和错误的 IPv4 包', '头部校验和不符而丢弃的 IPv4 包：在途中或被驱动损坏。'],
    reasmOverlaps: ['重叠的分片', '与同一包的其他分片重叠而丢弃的 IPv4 分片。正常发送方从不这样；攻击会。'],
  }),
  ...under('network.ip6', {
    ...datagrams('IPv6', 'net.ipv6.ip6frag_high_thresh'),
    ...octets('IPv6'),
    inTooBigErrors: [
      '太大而无法转发的 IPv6 包',
      '大于下一段链路所允许、无法转发的 IPv6 包。发送方由 ICMPv6 得知，不可过滤它。',
    ],
    outForwDatagrams: ['转发的 IPv6 包', '转给其他主机的 IPv6 包。只在本机做路由时增长。'],
  }),
  ...under('network.sockstat', {
    rawInuse: ['raw socket', '本网络命名空间中打开的 IPv4 raw 套接字：ping、路由守护进程、网络工具。'],
    fragInuse: ['重组中的包', '已到部分分片、还缺一些的 IPv4 包。'],
    fragMemory: ['分片内存', '等待其余部分的 IPv4 分片占用的字节。达到 net.ipv4.ipfrag_high_thresh 后丢弃新分片。'],
  }),
  ...under('network.sockstat6', {
    raw6Inuse: ['IPv6 raw socket', '本网络命名空间中打开的 IPv6 raw 套接字。'],
    frag6Inuse: ['重组中的 IPv6 包', '已到部分分片、还缺一些的 IPv6 包。'],
    frag6Memory: [
      'IPv6 分片内存',
      '等待其余部分的 IPv6 分片占用的字节。达到 net.ipv6.ip6frag_high_thresh 后丢弃新分片。',
    ],
  }),
  ...under('network.tcpExt', {
    arpFilter: [
      '没有应答的 ARP 请求',
      '因 net.ipv4.conf.*.arp_filter 规定给该发送方的应答从另一接口走、而没有应答的 ARP 请求。',
    ],
    ipReversePathFilter: [
      '反向路径过滤拒绝的包',
      '回到源地址的路由不经过入接口而丢弃的 IPv4 包。源地址是伪造的，或主机有多条上联、需要宽松模式（2）。',
    ],
  }),
};
