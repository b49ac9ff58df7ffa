import type { DropTexts } from '../../types.ts';

const NDISC = 'IPv6 邻居报文损坏或伪造：很多时找出它的发送方（tcpdump icmp6）。';
const ROUTE = '用 ip route get ADDRESS 查看，加上路由，或纠正往那里发送的一方。';
const CHECKSUM = '查找路径上坏的网线、光模块、内存或驱动。';

export const IP_REASONS: DropTexts = {
  NOT_SPECIFIED: [
    '释放包的代码没有给出原因：可能是丢包，也可能只是例行清理。',
    '看它在哪里被释放：函数名往往说明问题。没人要的多播、已关闭套接字的队列都在其中。',
  ],
  CONSUMED: ['按预期用完了。', '不用做什么：这不是丢包。'],
  NOT_DROPPED_YET: ['没有丢弃。', '不用做什么。'],
  MAX: ['本内核不使用的编号。', '看它在哪里被释放。'],
  NETFILTER_DROP: [
    '防火墙规则（nftables、iptables）要求丢弃，或连接跟踪收不下。',
    '带计数器的 nft list ruleset，或 iptables -L -v -n，能看出是哪条规则。如果没有规则计数，看本层的连接跟踪：表满了吗？',
  ],
  OTHERHOST: [
    '目的硬件地址是另一台机器，因设备在听所有的包（抓包、网桥）才看到。',
    '不用做什么。很多时看看是否有交换机在泛洪。',
  ],
  IP_CSUM: ['IP 头部校验和错误。', CHECKSUM],
  IP_INHDR: ['IP 头部格式错误：版本、长度或选项。', '路径上有坏的发送方或设备；抓包可看出是谁。'],
  IP_RPFILTER: [
    '给其源地址的应答会从另一设备出去（反向路径过滤）。',
    '路由不对称时，把 net.ipv4.conf.DEV.rp_filter 设为 2（宽松）。否则源地址是伪造的：不用管。',
  ],
  UNICAST_IN_L2_MULTICAST: [
    '发给一台主机的包放在了发给多台的帧里。',
    '如果负载均衡器故意这样做，把 net.ipv4.conf.DEV.drop_unicast_in_l2_multicast 设为 0。',
  ],
  XFRM_POLICY: [
    'IPsec 策略不允许：该加密的没加密，或没有相符的 state。',
    '对照 ip xfrm policy 与 ip xfrm state，并看 /proc/net/xfrm_stat。',
  ],
  IP_NOPROTO: ['没有代码处理其 IP 头部中的协议号。', '加载该协议的模块（SCTP、GRE……），或告知发送方。'],
  IP_OUTNOROUTES: ['没有通往目的的路由。', ROUTE],
  IP_INNOROUTES: ['没有路由通往该转发到的地方。', ROUTE],
  IP_INADDRERRORS: ['目的不是本机拥有或转发的地址。', ROUTE],
  IP_LOCAL_SOURCE: ['从外部来，源地址却是本机的。', '环路，或源地址伪造；本意如此的话，accept_local 可放行。'],
  IP_INVALID_SOURCE: ['源地址不可能是源：多播、广播或零。', '发送方有毛病，或在伪造。'],
  IP_LOCALNET: [
    '从外部来，却带着 127.0.0.0/8 的地址。',
    '本意如此的话，route_localnet 可放行；否则发送方有毛病或在伪造。',
  ],
  IP_INVALID_DEST: ['目的地址不可能是目的。', '发送方有毛病。'],
  PKT_TOO_BIG: [
    '大于下一段链路所能收，又不许切分。发送方由 ICMP 得知。',
    '让 ICMP“fragmentation needed”和“packet too big”通过所有防火墙，或在隧道处调低 MTU 或 MSS。',
  ],
  PKT_TOO_SMALL: ['比头部声称的更短。', '发送方或驱动有毛病。'],
  HDR_TRUNC: ['在头部中间就结束了。', '发送方或驱动有毛病。'],
  DUP_FRAG: ['已经有了的分片。', '没有丢失。'],
  FRAG_REASM_TIMEOUT: [
    '拼包时限到时还缺分片。',
    '分片在途中丢失。最好不发送超过路径所能收的包；否则查找丢失，并看 net.ipv4.ipfrag_high_thresh 是否够用。',
  ],
  FRAG_TOO_FAR: ['其间来了太多别的包的分片。', 'net.ipv4.ipfrag_max_dist 限定它；不分片的包是更好的办法。'],
  ICMP_CSUM: ['ICMP 校验和错误。', CHECKSUM],
  INVALID_PROTO: ['不可应答的报文，例如发给所有人的 ICMP 时间戳请求。', '不用做什么；很多时再找出发送方。'],
  IPV6DISABLED: ['该设备关闭了 IPv6。', '由 net.ipv6.conf.DEV.disable_ipv6 决定。'],
  IPV6_BAD_EXTHDR: ['IPv6 扩展头格式错误或不允许。', '发送方有毛病或有敌意。'],
  IPV6_NDISC_FRAG: ['分片的邻居报文，这不允许。', NDISC],
  IPV6_NDISC_HOP_LIMIT: ['经过路由器到来的邻居报文。', NDISC],
  IPV6_NDISC_BAD_CODE: ['code 错误的邻居报文。', NDISC],
  IPV6_NDISC_BAD_OPTIONS: ['选项格式错误的邻居报文。', NDISC],
  IPV6_NDISC_NS_OTHERHOST: ['给另一台主机的邻居请求。', '不用做什么。'],
  NEIGH_CREATEFAIL: [
    '建不了邻居条目：表满，或没有内存。',
    '调高 net.ipv4.neigh.default.gc_thresh3（以及 ipv6）：见本层的邻居表。',
  ],
  NEIGH_FAILED: ['下一跳不应答 ARP 或邻居发现。', '主机停了，或它的地址、VLAN、网线不对：ip neigh 显示 FAILED。'],
  NEIGH_QUEUEFULL: [
    '等待下一跳硬件地址的太多。',
    'net.ipv4.neigh.DEV.unres_qlen_bytes 限定它。多半是邻居应答晚或不应答。',
  ],
  NEIGH_DEAD: ['邻居条目正在被删除。', '偶尔：不用做什么。经常：邻居表满，见 gc_thresh。'],
  NEIGH_HH_FILLFAIL: ['生成不了硬件头部。', '看设备：是否启用，有没有地址？'],
  IP_TUNNEL_ECN: ['隧道内外的拥塞标记矛盾。', '路径上有设备改了 ECN 位。'],
  TUNNEL_TXINFO: ['到达由规则给目的的隧道，却没有规则给出。', '检查通往该隧道的流规则或路由。'],
  VXLAN_INVALID_HDR: ['VXLAN 头部格式错误。', '对照两端的设置（GPE、GBP）。'],
  VXLAN_VNI_NOT_FOUND: ['这里没有 VXLAN 设备使用该网络编号。', '对照两端的 VNI。'],
  VXLAN_ENTRY_EXISTS: ['发送方的硬件地址属于另一隧道端点，在那里固定。', 'bridge fdb show 显示在哪里。'],
  VXLAN_NO_REMOTE: ['VXLAN 不知道该硬件地址对应的隧道端点。', 'bridge fdb show 显示它知道哪些。'],
  NO_TX_TARGET: ['设备不知道该发往哪个端口或隧道端点。', '看 bond、网桥或隧道的端口：有启用的吗？'],
};
