import type { TunableTexts } from '../../words.ts';

export const DEVICE: TunableTexts = {
  'net.core.netdev_max_backlog': [
    'CPU 的 softirq 积压队列',
    '一个 CPU 可有多少包在等。loopback、虚拟设备和 RPS 使用这个队列；自带 ring 的网卡不用。丢包显示在 /proc/net/softnet_stat 的第二列。',
    '装满的队列会给时延加上队列长度除以包速率。',
  ],
  'net.core.netdev_budget': [
    '一轮 softirq 的包数',
    'CPU 从其所有网络设备取多少包，才让别的运行。用完得太频繁，就表现为 time squeeze。',
    '该 CPU 上的程序等得更久。',
  ],
  'net.core.netdev_budget_usecs': [
    '一轮 softirq 的时间',
    'CPU 可从其网络设备取包多久，才让别的运行；它与 net.core.netdev_budget 谁先到谁生效。内核拒绝小于两个时钟 tick 的值。',
    '该 CPU 上的程序等得更久。',
    '两个时钟 tick：1,000 Hz 时为 2000，250 Hz 时为 8000',
  ],
  'net.core.dev_weight': [
    '每次从 backlog 取的包数',
    'CPU 从 backlog 取、或交给 qdisc 多少包，才转向下一个设备。',
    '更大的值让一个设备拖慢其他设备。',
  ],
  'net.core.dev_weight_rx_bias': ['接收的权重', '对 backlog，net.core.dev_weight 乘以此值。', '接收会拖慢发送。'],
  'net.core.dev_weight_tx_bias': ['发送的权重', '对 qdisc，net.core.dev_weight 乘以此值。', '发送会拖慢接收。'],
  'net.core.default_qdisc': [
    '新设备的 qdisc',
    '决定待发包顺序的东西。fq 给每个连接一个自己的队列并做 pacing；fq_codel 让时延保持短；pfifo_fast 是普通队列。已有的设备沿用原来的，直到用 tc 替换。',
    '每个包多一点 CPU 时间。',
    '编译内核时选定，多为 pfifo_fast 或 fq_codel；systemd 设为 fq_codel',
  ],
  'net.core.busy_read': [
    '读取时忙轮询',
    '读不到东西时，在睡眠之前自己轮询网卡多久。50 可为少数套接字省下几微秒时延。复制到每个新套接字；SO_BUSY_POLL 可单独设置。',
    '等待时 CPU 满功率运转。',
  ],
  'net.core.busy_poll': [
    'poll 和 select 中的忙轮询',
    'poll()、select() 和 epoll 在睡眠之前轮询网卡多久。几个套接字用 50，数百个用 100；0 为关闭。',
    '等待时 CPU 满功率运转。',
  ],
  'net.core.rps_sock_flow_entries': [
    '引导到读取方 CPU 的流表',
    '这张表记住每个连接在哪个 CPU 上被读取，好让它的包也在那里处理。大小约为活跃连接数；内核向上取到 2 的幂。每个接收队列还需要自己的份额（rps_flow_cnt）。',
    '每个条目 4 字节，以及 CPU 之间的中断。',
  ],
  'net.core.gro_normal_batch': [
    'GRO 后一并上交的包',
    '收集多少个无法合并的包，再一批交给协议栈。',
    '更大的值增加一点时延。',
  ],
  'net.core.netdev_tstamp_prequeue': [
    'backlog 之前打时间戳',
    '为 1 时，包到达就打时间戳。为 0 时在 RPS 之后才打，分散了工作，但时间戳不含等待。',
    '为 0 时，接收时间戳掩盖了在 backlog 里的时间。',
  ],
  'net.core.skb_defer_max': [
    '在来源 CPU 上释放的包',
    '可有多少已读的包等待由分配它们的 CPU 释放，这样对缓存更划算。',
    '每个 CPU 占这么多包的内存。',
  ],
  'net.core.max_skb_frags': [
    '一个包的片段数',
    '一个包可由多少块内存组成。内核拒绝超过编译时的值，多为 17。',
    '更少会让大包变小。',
    '由编译内核时决定',
  ],
  'net.core.high_order_alloc_disable': [
    '包只用单页',
    '为 1 时，套接字内存一页一页地取。内存碎片严重、难以找到大块时有帮助。',
    '每发送一个字节耗更多 CPU 时间。',
  ],
  'net.core.message_cost': [
    '日志限速的时间段',
    '每个这样的时间段内，网络代码最多往内核日志写 net.core.message_burst 条警告。0 全部写。',
    '攻击可淹没日志。',
  ],
  'net.core.message_burst': [
    '一个时间段内的警告数',
    '网络代码在每个 net.core.message_cost 时间段内可写多少条警告。',
    '攻击可淹没日志。',
  ],
};
