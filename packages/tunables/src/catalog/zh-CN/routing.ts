import type { TunableTexts } from '../../words.ts';

export const ROUTING: TunableTexts = {
  'net.ipv4.ipfrag_high_thresh': [
    'IPv4 分片内存',
    '等待其余部分的分片可占多少内存。超过后丢弃新分片。不能设得低于 net.ipv4.ipfrag_low_thresh。',
    '孤立分片的洪泛可占用这么多内存。',
  ],
  'net.ipv4.ipfrag_low_thresh': [
    'IPv4 分片内存，低水位',
    'net.ipv4.ipfrag_high_thresh 之下的水位；自 Linux 4.17 起只用来限制该值。',
    '无。',
    '高水位的四分之三',
  ],
  'net.ipv4.ipfrag_time': [
    '对 IPv4 分片的耐心',
    '等待一个包的缺失分片多久。',
    '更长时，内存更快用完，分片编号可能重复，在快链路上会损坏数据。',
  ],
  'net.ipv6.ip6frag_high_thresh': [
    'IPv6 分片内存',
    '等待其余部分的 IPv6 分片可占多少内存。超过后丢弃新分片。不能设得低于 net.ipv6.ip6frag_low_thresh。',
    '孤立分片的洪泛可占用这么多内存。',
  ],
  'net.ipv6.ip6frag_low_thresh': [
    'IPv6 分片内存，低水位',
    'net.ipv6.ip6frag_high_thresh 之下的水位；自 Linux 4.17 起只用来限制该值。',
    '无。',
    '高水位的四分之三',
  ],
  'net.ipv6.ip6frag_time': ['对 IPv6 分片的耐心', '等待一个 IPv6 包的缺失分片多久。', '更长时，内存更快用完。'],
  'net.ipv4.ip_no_pmtu_disc': [
    '路径 MTU 发现',
    '0 向路由器学习包可以多大。1 改发允许路由器切分的包；2 和 3 只信任较少的报告。报告被过滤时，宜用 net.ipv4.tcp_mtu_probing。',
    '没有路径 MTU 发现，包会在途中分片，丢一个分片就全丢。',
  ],
  'net.ipv4.route.min_pmtu': [
    '可信的最小包',
    '路由器报告要求更小的包时，按此值处理。防止伪造的报告逼出极小的包。',
    '路径真的更小时会分片。',
  ],
  'net.ipv4.route.mtu_expires': [
    '学到的包大小保留多久',
    '过了这段时间，内核再次尝试向该目的发更大的包。',
    '更短时，每次都会丢几个包。',
  ],
  'net.ipv4.conf.all.rp_filter': [
    '反向路径过滤，所有设备',
    '丢弃回不到源地址的包：1 须经由入接口，2 经由任一接口即可，0 不检查。每个设备取此值与自己设置中较大者。有多条上联的主机需要 2。',
    '为 1 时，进出走不同接口的流量会丢。',
    '内核中为 0；许多发行版设为 1 或 2',
  ],
  'net.ipv4.conf.default.rp_filter': [
    '反向路径过滤，新设备',
    '之后出现的设备的初始值；见 net.ipv4.conf.all.rp_filter。',
    '为 1 时，进出走不同接口的流量会丢。',
    '内核中为 0；许多发行版设为 1 或 2',
  ],
  'net.ipv4.fib_multipath_hash_policy': [
    '多条 IPv4 路由如何分担流量',
    '0 只按地址选择，两台主机间的流量全走一条路径；1 还按端口，连接得以分散；2 看隧道内层，3 使用另行选定的字段。',
    '运行中的连接可能换一次路径、遇到乱序。',
  ],
  'net.ipv6.fib_multipath_hash_policy': [
    '多条 IPv6 路由如何分担流量',
    'IPv6 同理：0 按地址和流标签，1 还按端口，2 看隧道内层，3 使用另行选定的字段。',
    '运行中的连接可能换一次路径、遇到乱序。',
  ],
  'net.ipv4.ip_forward': [
    '转发 IPv4 包',
    '让本网络命名空间成为路由器。容器主机需要 1。修改它会把各设备的其他设置重置为适合主机或路由器的值。',
    '关闭时容器断网；打开时流量会在网络之间穿行。',
  ],
  'net.ipv6.route.gc_thresh': [
    '开始清理的 IPv6 路由例外',
    '缓存的 IPv6 路由多于此值时，内核开始删除旧的。',
    '每条缓存的路由占内存。',
  ],
  'net.ipv6.route.max_size': [
    'IPv6 缓存路由上限',
    '6.3 之前的内核会执行的上限，IPv6 对端多的主机会碰到。更新的内核不限制。',
    '每条缓存的路由占内存。',
    '最大值：不限制；Linux 6.3 之前为 4096',
  ],
};
