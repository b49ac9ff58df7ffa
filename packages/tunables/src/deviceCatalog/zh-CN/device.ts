import type { TunableTexts } from '../../words.ts';

const BY_DRIVER = '由驱动选定';
const CHANNEL_COST = '多数驱动会让链路断开一到五秒，每个队列还要占 ring 的内存。消失的队列的掩码（RPS、XPS）会丢失。';
const CHANNEL_DEFAULT = '由驱动选定，常为每个 CPU 一个';
const COALESCING_COST = '中断少，包要等；中断多，耗 CPU 时间。';
const ADAPTIVE_COST = '时延随负载变化，更难预料。';
const MASK_COST = 'CPU 之间用中断互相唤醒；速率低时得不偿失。';
const MASK_DEFAULT = '没有 CPU：内核启动时为关闭';
const RING_COST = '多数驱动会让链路断开一到五秒。更大的 ring 容纳的包超出 CPU 缓存，每个包也等得更久。';
const RING_DEFAULT = '由驱动选定，常为 256 到 1024';
const OFFLOAD_COST = '关闭时由 CPU 做；打开时，有毛病的网卡会损坏或丢失包。';
const RECEIVING_COST = '许多驱动会重新建立接收：短时丢包，链路可能断开。';
const TWO_DIRECTIONS = '用于收、发分开计的设备，例如 veth 对。与收发合一的队列并用时，内核要求每个方向至少有一个队列。';
const ADAPTIVE = '由驱动选择等多久，速率低时短，速率高时长。打开期间，固定的时间不生效。';

/** Settings of network devices: rings, channels, coalescing, offloads, queues. */
export const DEVICE_SETTINGS: TunableTexts = {
  'ethtool.rings.rx': [
    '接收 ring',
    '可有多少包在内存中等 CPU 取走。没有空位时，网卡丢包（rx_missed_errors）。有些驱动会取整，或只接受 2 的幂。',
    RING_COST,
    RING_DEFAULT,
  ],
  'ethtool.rings.rx-mini': [
    '小包接收 ring',
    '专供小包的 ring，少数老网卡才有。其他网卡不提供。',
    RING_COST,
    RING_DEFAULT,
  ],
  'ethtool.rings.rx-jumbo': [
    '巨帧接收 ring',
    '专供巨帧或其片段的 ring，少数网卡才有。其他网卡不提供。',
    RING_COST,
    RING_DEFAULT,
  ],
  'ethtool.rings.tx': [
    '发送 ring',
    '可有多少包在内存中等网卡发出。BQL 会避免它装满，所以加大很少有用；它装满时，包在 qdisc 中等待。',
    RING_COST,
    RING_DEFAULT,
  ],
  'ethtool.channels.combined': [
    '收发合一的队列',
    '包按连接分到各队列，每个队列由一个 CPU 处理。少于 CPU 数时，有些 CPU 分不到该网卡的活。多数网卡只有这一种。',
    CHANNEL_COST,
    CHANNEL_DEFAULT,
  ],
  'ethtool.channels.rx': ['只接收的队列', TWO_DIRECTIONS, CHANNEL_COST, CHANNEL_DEFAULT],
  'ethtool.channels.tx': ['只发送的队列', TWO_DIRECTIONS, CHANNEL_COST, CHANNEL_DEFAULT],
  'ethtool.coalesce.rx-usecs': [
    '接收中断前的等待',
    '包到达后，网卡可等多久才中断 CPU。0 每个包都中断，50 到 100 适合流量大的情形。单独到来的包，时延会加上它。',
    COALESCING_COST,
    BY_DRIVER,
  ],
  'ethtool.coalesce.rx-frames': [
    '接收中断前的包数',
    '多少个包之后网卡中断 CPU，如果时间还没到。0 不按个数计。',
    COALESCING_COST,
    BY_DRIVER,
  ],
  'ethtool.coalesce.tx-usecs': [
    '发送中断前的等待',
    '包发出后，网卡可等多久才告知。在此之前，已发的包仍占内存，计入所属套接字的发送缓冲区。',
    COALESCING_COST,
    BY_DRIVER,
  ],
  'ethtool.coalesce.tx-frames': [
    '发送中断前的包数',
    '发出多少个包之后网卡告知，如果时间还没到。0 不按个数计。',
    COALESCING_COST,
    BY_DRIVER,
  ],
  'ethtool.coalesce.adaptive-rx': ['随负载调节接收中断', ADAPTIVE, ADAPTIVE_COST, BY_DRIVER],
  'ethtool.coalesce.adaptive-tx': ['随负载调节发送中断', ADAPTIVE, ADAPTIVE_COST, BY_DRIVER],
  'ethtool.features.tx-tcp-segmentation': [
    '网卡做 TCP 分段（TSO）',
    'TCP 一次交出至多 64 KiB，由网卡切成包。关闭时由 CPU 切，发送开销为几倍。它需要发送校验和与 scatter-gather。',
    OFFLOAD_COST,
    BY_DRIVER,
  ],
  'ethtool.features.tx-tcp6-segmentation': [
    '网卡做 IPv6 的 TCP 分段',
    '同 tx-tcp-segmentation，用于 IPv6 上的连接。它需要发送校验和与 scatter-gather。',
    OFFLOAD_COST,
    BY_DRIVER,
  ],
  'ethtool.features.tx-tcp-ecn-segmentation': [
    '网卡做带 ECN 的 TCP 分段',
    '同 tx-tcp-segmentation，用于使用显式拥塞通知的连接。关闭时由内核切它们发送的数据。',
    OFFLOAD_COST,
    BY_DRIVER,
  ],
  'ethtool.features.tx-generic-segmentation': [
    '内核延后分段（GSO）',
    '数据以大块穿过协议栈，网卡切不了时，在驱动之前才切。在任何网卡上都比提早切省 CPU 时间。',
    OFFLOAD_COST,
    BY_DRIVER,
  ],
  'ethtool.features.tx-udp-segmentation': [
    '网卡做 UDP 分段（USO）',
    '程序以 UDP_SEGMENT 发送的（QUIC 服务器如此）由网卡切。关闭时由内核切。',
    OFFLOAD_COST,
    BY_DRIVER,
  ],
  'ethtool.features.tx-checksum-ip-generic': [
    '网卡算发送校验和',
    '网卡为下层任何协议计算 TCP 和 UDP 的校验和。网卡要么有这一项，要么有 IPv4 和 IPv6 两项。关闭时，网卡分段随之关闭。',
    OFFLOAD_COST,
    BY_DRIVER,
  ],
  'ethtool.features.tx-checksum-ipv4': [
    '网卡算发送校验和，IPv4',
    '网卡计算 IPv4 上 TCP 和 UDP 的校验和。关闭时，网卡分段随之关闭。',
    OFFLOAD_COST,
    BY_DRIVER,
  ],
  'ethtool.features.tx-checksum-ipv6': [
    '网卡算发送校验和，IPv6',
    '网卡计算 IPv6 上 TCP 和 UDP 的校验和。关闭时，网卡分段随之关闭。',
    OFFLOAD_COST,
    BY_DRIVER,
  ],
  'ethtool.features.tx-scatter-gather': [
    '由多处内存组成的包',
    '网卡从内存多处收集一个包，事先无需拷贝。网卡分段需要它。',
    OFFLOAD_COST,
    BY_DRIVER,
  ],
  'ethtool.features.tx-vlan-hw-insert': [
    '网卡加 VLAN 标签',
    '网卡给发送的包加上 VLAN 标签。关闭时由内核加，每个包有一点开销。',
    OFFLOAD_COST,
    BY_DRIVER,
  ],
  'ethtool.features.rx-gro': [
    '内核合并接收（GRO）',
    '同一连接一起到来的包合成一个上送协议栈。什么都不会丢，所以转发包的地方也可以开着。关闭时，接收开销为几倍。',
    OFFLOAD_COST,
    BY_DRIVER,
  ],
  'ethtool.features.rx-udp-gro-forwarding': [
    '合并转发的 UDP',
    '经过本机的同一 UDP 流的包合成一个穿过协议栈，离开时再切开。UDP（如 QUIC）多的路由器和容器主机有帮助。',
    OFFLOAD_COST,
    BY_DRIVER,
  ],
  'ethtool.features.rx-gro-list': [
    '以链表合并 UDP',
    '同 rx-udp-gro-forwarding，但包保持完整、只是串起来，小包更划算。',
    OFFLOAD_COST,
    BY_DRIVER,
  ],
  'ethtool.features.rx-gro-hw': [
    '网卡合并接收',
    '网卡按同样的规则做 GRO 的事，合并的包能按原样切开。',
    RECEIVING_COST,
    BY_DRIVER,
  ],
  'ethtool.features.rx-lro': [
    '网卡不可逆合并（LRO）',
    '网卡合并同一连接的包，丢掉部分头部。只适合什么都不转发的主机：路由器、网桥或虚拟机宿主机须关闭。GRO 以可逆的方式做同样的事。',
    RECEIVING_COST,
    BY_DRIVER,
  ],
  'ethtool.features.rx-checksum': [
    '网卡验接收校验和',
    '网卡检查到来的包，内核予以信任。关闭时由 CPU 逐包检查，网卡也不做合并。',
    RECEIVING_COST,
    BY_DRIVER,
  ],
  'ethtool.features.rx-hashing': [
    '网卡给出流编号',
    '网卡把用来分连接到队列的编号交出来，内核就不必为 RPS 再算一个。',
    RECEIVING_COST,
    BY_DRIVER,
  ],
  'ethtool.features.rx-ntuple-filter': [
    '网卡内的过滤器',
    '把选定的流送到选定的队列（ethtool -N）；网卡引导到读取方的 CPU（aRFS）需要它。关闭时，已设的过滤器会丢失。',
    RECEIVING_COST,
    BY_DRIVER,
  ],
  'ethtool.features.rx-vlan-hw-parse': [
    '网卡剥 VLAN 标签',
    '网卡从到来的包剥下 VLAN 标签。关闭时由内核剥，每个包有一点开销。',
    RECEIVING_COST,
    BY_DRIVER,
  ],
  'sysfs.tx_queue_len': [
    '发送队列长度（txqueuelen）',
    '可有多少包在设备之前等待。简单的 qdisc（pfifo、pfifo_fast）以它为上限；fq 和 fq_codel 有自己的上限。在 TUN 或 TAP 设备后面，它是等待读取程序的包数。',
    '队列越长，包等得越久。',
    '由驱动选定：网卡 1000，TUN 和 TAP 500',
  ],
  'sysfs.rps_cpus': [
    '协助接收的 CPU（RPS）',
    '十六进制掩码，每个 CPU 一位：从该队列取包的 CPU 可按连接把包交给其中哪些。用于队列少于 CPU 的网卡。0 为关闭。',
    MASK_COST,
    MASK_DEFAULT,
  ],
  'sysfs.rps_flow_cnt': [
    '引导到读取方 CPU 的流（RFS）',
    '该队列在 net.core.rps_sock_flow_entries 中的份额：该数除以接收队列数。缺了任何一个，包就不会引导到读取程序所在的 CPU。0 为关闭。',
    '每个 16 字节，以及 CPU 之间的中断。',
  ],
  'sysfs.xps_cpus': [
    '用该队列发送的 CPU（XPS）',
    '十六进制掩码，每个 CPU 一位：哪些 CPU 用该队列发送，免得 CPU 等彼此的队列。只有一个队列的设备没有它。0 为关闭。',
    '掩码不对会让 CPU 共用队列、互相等待。',
    '由驱动设定，常为每个队列一个 CPU',
  ],
};
