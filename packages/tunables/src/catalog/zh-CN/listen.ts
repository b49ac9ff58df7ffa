import type { TunableTexts } from '../../words.ts';

export const LISTEN: TunableTexts = {
  'net.core.somaxconn': [
    '最长的 accept 队列',
    '限制程序传给 listen() 的 backlog。该队列容纳握手已完成、还没人 accept 的连接；比 backlog 多放得下一个。监听者要等程序再次调用 listen() 才采用新值。',
    '更长的队列掩盖过载：客户端在等，而不是被拒。',
    '固定；5.4 之前的内核为 128',
  ],
  'net.ipv4.tcp_max_syn_backlog': [
    '监听者的半连接',
    '关闭 SYN cookie 时，限制握手已开始、未完成的连接；无论如何它们还受监听者 backlog 限制。先调高 backlog。',
    '每个半连接约 300 字节。',
    'TCP 哈希表的 1/128，至少 128',
  ],
  'net.ipv4.tcp_syncookies': [
    'SYN cookie',
    '为 1 时，半连接队列一满，内核就以 cookie 应答、不留状态。0 改为丢弃这些 SYN；2 总是发 cookie，仅供测试。',
    '由 cookie 建立的连接会失去部分 TCP 选项。',
  ],
  'net.ipv4.tcp_abort_on_overflow': [
    'accept 队列满时复位客户端',
    '为 0 时，握手的最后一个包被忽略，客户端会重试，能挺过突发。为 1 时立即复位，只在随后会换一台服务器的负载均衡器后面有用。',
    '取 1 时，每次短突发都变成看得见的错误；取 0 时，队列长期占满的地方客户端要等到自己超时。',
  ],
  'net.ipv4.tcp_synack_retries': [
    '应答 SYN 的次数',
    '放弃半连接之前，对 SYN 的应答重发几次。5 约为一分钟；2 或 3 在 flood 下更快腾出队列。',
    '次数少，会在丢包路径上失去客户端。',
  ],
  'net.ipv4.tcp_migrate_req': [
    '把排队的连接移到另一监听者',
    '为 1 时，在正被关闭的监听者处等待的连接移到同端口的另一个 SO_REUSEPORT 监听者，而不是被复位。便于无损重启。',
    '连接可能到达与当初所选不同的进程。',
  ],
  'net.ipv4.tcp_fastopen': [
    'TCP Fast Open',
    '让握手的第一个包就带数据。各值相加：1 用于连接，2 用于监听（程序也须请求），4 无 cookie 也发数据，512 无 cookie 也接受，1024 对所有监听者打开。',
    '数据可能到达两次，程序必须承受得了；有些中间盒会丢弃这种包。',
  ],
  'net.ipv4.tcp_fastopen_blackhole_timeout_sec': [
    '黑洞之后暂停 Fast Open 的时间',
    '中间盒似乎吞掉 Fast Open 时，出站方向暂停多久；再次发生时加倍。0 从不暂停。',
    '为 0 时，这种中间盒后面的客户端每次连接都要等超时。',
  ],
};
