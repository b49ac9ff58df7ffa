import type { TunableTexts } from '../../words.ts';

export const CONNTRACK: TunableTexts = {
  'net.netfilter.nf_conntrack_max': [
    '跟踪的连接数',
    '防火墙能记住多少连接。表满后新连接被丢弃，内核会记日志。以用到一半为宜。在首个网络命名空间设置；对每个命名空间分别生效。',
    '每条连接约 300 到 400 字节。',
    '与桶数相同：内存 4 GiB 以上为 262144，1 GiB 以上为 65536',
  ],
  'net.netfilter.nf_conntrack_buckets': [
    '连接跟踪的哈希桶',
    '哈希表的大小。桶数与连接数相当时，一次查找约两步；四分之一也还不错。',
    '每个桶 8 字节；重建整张表期间包要等待。',
    '取决于内存：4 GiB 以上为 262144，1 GiB 以上为 65536，至少 1024',
  ],
  'net.netfilter.nf_conntrack_tcp_timeout_established': [
    '空闲 TCP 连接的保留时间',
    '没有流量的已建立连接保持跟踪多久。默认的五天会让死连接堆积；程序用 keepalive 时一天绰绰有余。',
    '空闲更久的连接会在防火墙处断掉。',
  ],
  'net.netfilter.nf_conntrack_tcp_timeout_time_wait': [
    '已关闭 TCP 连接的保留时间',
    '两端都关闭之后，连接还跟踪多久。短连接多时，表里大半是它们；设为 30 可腾出空间。',
    '迟到的报文段可能被当作无效。',
  ],
  'net.netfilter.nf_conntrack_tcp_timeout_close_wait': [
    '半关闭 TCP 连接的保留时间',
    '一端已关闭、另一端还没有时，连接保持跟踪多久。',
    '更短时，半关闭之后的慢应答会被切断。',
  ],
  'net.netfilter.nf_conntrack_tcp_timeout_syn_recv': [
    '未完成握手的保留时间',
    '握手已应答、未完成的连接保持跟踪多久。SYN flood 会用它们填满表。',
    '更短时，非常慢的客户端连不上。',
  ],
  'net.netfilter.nf_conntrack_udp_timeout': [
    'UDP 查询的保留时间',
    '只见到一个方向的 UDP 流量保持跟踪多久。',
    '更短时，慢的应答会被丢弃。',
  ],
  'net.netfilter.nf_conntrack_udp_timeout_stream': [
    'UDP 会话的保留时间',
    '双向流动了一阵的 UDP 流量保持跟踪多久。停顿更久的通话、游戏和隧道会失去回程。',
    '更长时，表会被已结束的会话占满。',
  ],
  'net.netfilter.nf_conntrack_acct': [
    '统计跟踪连接的流量',
    '为 1 时统计每条新连接的字节和包，有些计费工具需要。',
    '每条连接多占一点内存和 CPU 时间。',
  ],
  'net.netfilter.nf_conntrack_tcp_be_liberal': [
    '容忍窗口外的报文段',
    '为 1 时，窗口外的只有 RST 算无效。防火墙只看到一个方向的流量时有帮助。',
    '防火墙对连接的检查不再那么严格。',
  ],
  'net.netfilter.nf_conntrack_tcp_loose': [
    '中途接管连接',
    '为 1 时，跟踪开始之前已存在的连接会被接管，这样重启防火墙不会断开它们。',
    '为 1 时，零散的报文段也会产生条目。',
  ],
};
