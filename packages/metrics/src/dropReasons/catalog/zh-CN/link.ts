import type { DropTexts } from '../../types.ts';

const CAN = 'CAN 总线上有坏的发送方，或有程序写出格式错误的帧。';
const QDISC =
  '发送多于链路所能收，或队列上限太小：tc -s qdisc 可看出是哪个。在发送方做 pacing（fq、BBR）胜过加长队列。';
const TC = 'tc filter show dev DEV ingress（或 egress）显示规则。';
const ETHERTYPE = [
  '没有代码处理其 EtherType：LLDP、生成树、厂商协议。',
  '不用做什么。抓包（tcpdump -e）可看出是什么。',
] as const;
const TAP = '由设备背后的程序要求。';
const AS_MEANT = '按设计工作。';

export const LINK_REASONS: DropTexts = {
  QDISC_DROP: ['设备的 qdisc 丢了它：队列已满，或为保持低时延。', QDISC],
  QDISC_OVERLIMIT: ['设备队列的包数或字节数已达上限。', QDISC],
  QDISC_CONGESTED: ['qdisc 丢弃它以让发送方减速（CoDel、RED）。', '按设计工作。两端打开 ECN，它就改为标记而不丢弃。'],
  DUALPI2_STEP_DROP: ['L4S 队列超过阈值，而该包无法标记。', '对不支持 ECN 的发送方，按设计工作。'],
  CAKE_FLOOD: ['CAKE 把该流视为不肯减速的流。', AS_MEANT],
  FQ_BAND_LIMIT: ['同一优先级的所有流合计占满了 fq 队列中它们的份额。', QDISC],
  FQ_HORIZON_LIMIT: [
    '对 fq 来说，其发送时刻太远。',
    '程序设定的时刻（SO_TXTIME）或 pacing 慢得过分；由 fq 的 horizon 限定。',
  ],
  FQ_FLOW_LIMIT: [
    '单条流在 fq 中的包已达上限（flow_limit）。',
    '不做 pacing 的 UDP 发送方：给它设 SO_MAX_PACING_RATE，或调高 flow_limit。',
  ],
  CPU_BACKLOG: [
    '等待该 CPU 的包队列已满（netdev_max_backlog），或触及其 flow limit。',
    '一个 CPU 处理得太多：分散负载（RSS、RPS），再调高 net.core.netdev_max_backlog。见本层的 softnet。',
  ],
  XDP: ['XDP 程序要求丢弃，或失败了。', 'ip link 显示该程序（prog/xdp），bpftool prog 显示它是什么。'],
  TC_INGRESS: ['流量控制规则丢弃进来的包。', TC],
  TC_EGRESS: ['流量控制规则丢弃出去的包。', TC],
  TC_ERROR: ['流量控制内部失败。', TC],
  TC_COOKIE_ERROR: ['流量控制无法为包保存状态。', TC],
  TC_CHAIN_NOTFOUND: ['规则跳到不存在的 chain。', TC],
  TC_RECLASSIFY_LOOP: ['规则让包兜圈子。', TC],
  RECURSION_LIMIT: ['叠在一起的设备让包兜圈子。', '查找路由进自己的隧道，或网桥环路。'],
  UNHANDLED_PROTO: ETHERTYPE,
  PTYPE_ABSENT: ETHERTYPE,
  SKB_CSUM: ['须由软件计算的校验和失败了。', '驱动或隧道的毛病：试试关闭其校验和卸载。'],
  SKB_GSO_SEG: ['大包没能切成段。', '驱动或虚拟设备的毛病：试试关闭其分段卸载（ethtool -K DEV gso off）。'],
  DEV_HDR: ['设备驱动须知的包信息缺失或错误。', '看设备的设置（VLAN、隧道、卸载）。'],
  DEV_READY: ['设备没有就绪：未启用，或驱动没有空间。', 'ip -s link 显示其状态；TUN 或 tap 设备需要其程序在运行。'],
  FULL_RING: [
    'TUN、tap 或虚拟设备的 ring 已满：背后的程序或虚拟机读得太慢。',
    '给 VPN 或虚拟机更多 CPU，或给设备更长的 txqueuelen。',
  ],
  NOMEM: ['那一刻没有内存。', '看空闲内存和 vm.min_free_kbytes。'],
  PFMEMALLOC: ['内存紧到只放进有助于释放内存的包。', '机器内存耗尽：释放一些，或调高 vm.min_free_kbytes。'],
  TAP_FILTER: ['tap 设备的过滤器没放它进来。', TAP],
  TAP_TXFILTER: ['tap 设备的地址过滤器没让它通过。', TAP],
  MAC_INVALID_SOURCE: ['源硬件地址不可能是源（零或多播）。', '发送方有毛病。'],
  LOCAL_MAC: ['它带着本设备自己的硬件地址回来了：环路。', '查找网桥和网线的环路，或两个设备同一地址。'],
  MAC_IEEE_MAC_CONTROL: ['pause 帧之类到了软件，软件用不上。', '不用做什么；流控应在设备里做（ethtool -a）。'],
  ARP_PVLAN_DISABLE: ['私有 VLAN 端口之间的 ARP 请求。', 'net.ipv4.conf.DEV.proxy_arp_pvlan 可放行。'],
  BRIDGE_INGRESS_STP_STATE: ['网桥端口被生成树阻塞，或还在学习。', '端口启用后几秒内属正常。bridge link 显示状态。'],
  BRIDGE_NON_FORWARDING_STATE: ['网桥端口不转发。', 'bridge link 显示状态。'],
  VLAN_INGRESS_FILTER: ['网桥端口不是该包 VLAN 的成员。', 'bridge vlan show 显示成员。'],
  CAN_RX_INVALID_FRAME: ['格式错误的 CAN 帧。', CAN],
  CANFD_RX_INVALID_FRAME: ['格式错误的 CAN FD 帧。', CAN],
  CANXL_RX_INVALID_FRAME: ['格式错误的 CAN XL 帧。', CAN],
};
