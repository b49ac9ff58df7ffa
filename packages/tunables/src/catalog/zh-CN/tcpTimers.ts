import type { TunableTexts } from '../../words.ts';

export const TCP_TIMERS: TunableTexts = {
  'net.ipv4.tcp_syn_retries': [
    '尝试连接的次数',
    'connect() 失败之前，SYN 重发几次。6 表示对端不可达时等两分钟多一点；3 或 4 让客户端更快切换。',
    '次数少，会放弃只是慢的对端。',
  ],
  'net.ipv4.tcp_syn_linear_timeouts': [
    '间隔加倍前的 SYN 重试',
    'SYN 的前这么多次重试各隔一秒；之后每次间隔都是前一次的两倍。',
    '向过载的对端发送更多 SYN。',
  ],
  'net.ipv4.tcp_retries1': [
    '怀疑路由之前的重试',
    '这么多次重传没有应答后，TCP 让网络层另找路由。',
    '太低时，普通丢包也会重新查路由。',
  ],
  'net.ipv4.tcp_retries2': [
    '放弃连接之前的重试',
    '已建立的连接上，未确认的数据重发几次。15 即 13 到 30 分钟；8 约 100 秒，是标准允许的最小值。',
    '更小的值会断开本可挺过中断的连接。',
  ],
  'net.ipv4.tcp_orphan_retries': [
    '本端已关闭连接的重试',
    '程序已关闭的连接，最后的数据重发几次。0 代表 8。繁忙的代理用 1 到 3，让消失的对端更快释放内存。',
    '在差的路径上可能丢掉应答的末尾。',
  ],
  'net.ipv4.tcp_fin_timeout': [
    '等待对端关闭',
    '程序已关闭的连接在 FIN-WAIT-2 等对端也关闭多久。它不是 TIME-WAIT 的长度，后者固定为 60 秒。',
    '我们关闭后还长时间发送的对端会被切断。',
  ],
  'net.ipv4.tcp_keepalive_time': [
    'keepalive 之前的空闲时间',
    '连接静默多久才发第一个探测。只有设了 SO_KEEPALIVE 的程序才发。低于 NAT 设备和负载均衡器的空闲限制，就能保住它们的条目。',
    '每个连接每个周期一个包；会唤醒移动设备。',
  ],
  'net.ipv4.tcp_keepalive_intvl': [
    'keepalive 探测的间隔',
    '等一个 keepalive 探测的应答多久，再发下一个。发现对端已死需要空闲时间加上此值乘以探测次数。',
    '太短时，几秒的中断就会结束连接。',
  ],
  'net.ipv4.tcp_keepalive_probes': [
    '放弃之前的 keepalive 探测',
    '多少个探测没有应答，就复位连接。',
    '太少时，探测丢了就会结束健康的连接。',
  ],
  'net.ipv4.tcp_rto_min_us': [
    '最短重传超时',
    'TCP 重发之前至少等多久，不管往返多短。在同一数据中心内，5000 到 50000 能缩短停滞；对端在公网上就别动。路由可带自己的值（ip route … rto_min）。',
    '低于对端的延迟 ACK 时间（40 ms）时会白白重发。',
  ],
  'net.ipv4.tcp_rto_max_ms': [
    '最长重传超时',
    '重传的间隔加倍到此为止。更小的值更快发现路径恢复。',
    '路径断开时发更多包；连接更早结束。',
  ],
  'net.ipv4.tcp_tw_reuse': [
    '新连接复用 TIME-WAIT 端口',
    '时间戳能证明安全时，允许 connect() 取用对同一对端仍处于 TIME-WAIT 的本地端口。0 从不，1 总是，2 只在 loopback 上。对只 accept 的服务器不起作用。',
    '两端都需要时间戳；端口立即复用会让有些 NAT 设备混乱。',
  ],
  'net.ipv4.tcp_tw_reuse_delay': [
    'TIME-WAIT 端口可复用的时长',
    '连接须处于 TIME-WAIT 多久，net.ipv4.tcp_tw_reuse 才可取用其端口。',
    '更短时，新旧报文段可能时间戳相同而被混淆。',
  ],
  'net.ipv4.tcp_invalid_ratelimit': [
    '应答无效报文段的间隔',
    '连接在这段时间内最多应答一次窗口外或过旧的报文段，免得两个混乱的对端互相喊话。0 全部应答。内核向上取整到时钟 tick。',
    '更小的值可能引发确认风暴。',
  ],
  'net.ipv4.tcp_challenge_ack_limit': [
    '每秒的 challenge ACK',
    '该命名空间每秒发送多少 challenge ACK。默认不限制，因为共享的上限可被外界测出并滥用。',
    '有上限时，外人能得知两台主机是否在通信。',
    '最大值：不限制；旧内核为 1000',
  ],
};
