import type { TunableTexts } from '../../words.ts';

export const PORTS: TunableTexts = {
  'net.ipv4.ip_local_port_range': [
    '出站连接的端口',
    '内核给不指定端口的套接字的首、末本地端口。去往同一对端地址和端口就只能有这么多连接，含 TIME-WAIT。两端宜一奇一偶：内核偏好把一半给 connect()，另一半给 bind()。不要包含服务的端口。',
    '后启动的服务可能发现端口被出站连接占了。',
  ],
  'net.ipv4.ip_local_reserved_ports': [
    '不用于出站连接的端口',
    'net.ipv4.ip_local_port_range 之内、内核不给未指定者的端口：后启动或会重启的服务的端口。程序仍可绑定它们。',
    '每个端口都让去往一个目的的出站连接少一条。',
  ],
  'net.ipv4.ip_unprivileged_port_start': [
    '任何人可监听的首个端口',
    '低于它只有特权程序可绑定。它不可落在出站连接的端口范围内。',
    '更低时，任何本地用户都能在知名端口上提供服务。',
  ],
  'net.ipv4.ip_nonlocal_bind': [
    '绑定到本机没有的地址',
    '让程序监听以后才会出现的地址，使用浮动地址的主备需要它。',
    '写错的地址不再在启动时报错。',
  ],
  'net.ipv4.tcp_child_ehash_entries': [
    '新命名空间的连接表',
    '此后创建的网络命名空间自己的 TCP 哈希表大小。0 共用主机的表。',
    '每个命名空间占内存；创建更慢。',
  ],
  'net.ipv4.udp_child_hash_entries': [
    '新命名空间的 UDP 表',
    '此后创建的网络命名空间自己的 UDP 哈希表大小。0 共用主机的表。',
    '每个命名空间占内存。',
  ],
  'net.ipv4.udp_early_demux': [
    '路由之前先找 UDP socket',
    '为已连接 UDP 套接字的数据报省一次路由查找。以转发为主的主机上有一点代价。',
    '每个转发的包白查一次。',
  ],
  'net.ipv4.tcp_early_demux': [
    '路由之前先找 TCP socket',
    '为已建立连接的报文段省一次路由查找。以转发为主的主机上有一点代价。',
    '每个转发的包白查一次。',
  ],
  'net.ipv4.icmp_msgs_per_sec': [
    '整台主机的 ICMP 错误',
    '每秒可发出多少 ICMP 错误报文，所有目的合计。要向许多发送方报告包大小的路由器需要更多。',
    '坏包洪泛会让本机发出更多应答。',
  ],
  'net.ipv4.icmp_msgs_burst': [
    '一次突发的 ICMP 错误',
    '受 net.ipv4.icmp_msgs_per_sec 减速之前，可一次发出多少 ICMP 错误报文。',
    '应答的突发更大。',
  ],
  'net.ipv4.icmp_ratelimit': [
    '给同一主机的 ICMP 错误间隔',
    '给同一目的的两个 ICMP 错误报文之间的最短时间。0 不限制。内核向上取整到时钟 tick。',
    '更短时，一个坏的发送方会引来许多应答。',
  ],
  'net.ipv6.icmp.ratelimit': [
    '给同一主机的 ICMPv6 错误间隔',
    '给同一目的的两个 ICMPv6 错误报文之间的最短时间。0 不限制。内核向上取整到时钟 tick。',
    '更短时，一个坏的发送方会引来许多应答。',
    '固定；旧内核为 1000',
  ],
};
