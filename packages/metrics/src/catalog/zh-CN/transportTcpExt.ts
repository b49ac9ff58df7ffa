import { under } from '../../metricTexts.ts';

export const TRANSPORT_TCP_EXT = under('transport.tcpExt', {
  syncookiesSent: [
    '发送的 SYN cookie',
    '因半连接队列已满而带 SYN cookie 的握手应答。不止几个就意味着 SYN flood，或 backlog 对负载太小。',
  ],
  syncookiesRecv: [
    '回来的 SYN cookie',
    '由有效的 SYN cookie 建立的连接。接近发出的数量：是真客户端，即 backlog 太小。远少于：是伪造地址的 flood。',
  ],
  syncookiesFailed: [
    '校验不过的 SYN cookie',
    '自称应答 SYN cookie、所带却是过期或编造的 ACK。扫描和 flood 会让它上升，刚重启的服务的客户端也会。',
  ],
  embryonicRsts: ['握手期间的 RST', '未完成握手的连接收到的 RST：客户端放弃、端口扫描，或只看端口应不应答的健康检查。'],
  tcpSynRetrans: [
    '重传的 SYN 和 SYN-ACK',
    '因没有应答而重发的握手报文段，每次至少等一秒。上升说明对端不可达、对面 accept 队列已满，或路径丢包。',
  ],
  tw: ['到期的 TIME-WAIT socket', '活满 60 秒的 TIME-WAIT 套接字。其速率就是本端先关闭连接的速率。'],
  twRecycled: [
    '复用的 TIME-WAIT socket',
    '端口被新的出站连接再次取用的 TIME-WAIT 套接字，由 net.ipv4.tcp_tw_reuse 允许。',
  ],
  twKilled: ['到期的短 TIME-WAIT socket', '定时器较短（几秒而非 60 秒）、已结束的等待套接字。正常。'],
  tcpTimeWaitOverflow: [
    'TIME-WAIT 表满',
    '已有 net.ipv4.tcp_max_tw_buckets 个、因而不经 TIME-WAIT 就关闭的连接。迟到的包可能混入同端口的新连接：调高上限，切勿调低。',
  ],
  pawsActive: ['时间戳错误的握手应答', '对我们 SYN 的应答，因回显的时间戳不是我们发的而被拒：旧连接的残留。'],
  pawsEstab: [
    '时间戳过旧的报文段',
    '已建立连接的报文段，因时间戳比见过的更旧而丢弃。严重乱序会有一些；很多则指向同一地址后面有多台时钟各异的机器。',
  ],
  pawsOldAck: ['忽略的迟到纯 ACK', '迟到、时间戳过旧而忽略的不带数据的确认。无害：路径上或接收队列之间的乱序。'],
  pawsTimewait: [
    'TIME-WAIT 中的旧时间戳',
    '发给 TIME-WAIT 套接字、因时间戳过旧而拒绝的报文段。其中若有新的 SYN，客户端就得等；见于混用多台主机时钟的 NAT 设备之后。',
  ],
  beyondWindow: ['超出窗口的报文段', '超出本端所给接收窗口而丢弃的报文段。对端有毛病或有敌意，或窗口在它眼前缩小了。'],
  tsEcrRejected: ['错误的时间戳回显', '握手期间因回显的时间戳从未发过而丢弃的报文段。伪造的包，或坏的中间盒。'],
  delayedACKs: [
    '发送的延迟 ACK',
    '等待搭数据的车、没等到、定时器（40 ms 以上）到期后单独发出的确认。在请求应答式服务上很多，提示小写入在互相等待：见 TCP_NODELAY。',
  ],
  delayedACKLocked: ['推迟的延迟 ACK', '延迟 ACK 的定时器到期时程序正持有套接字锁、ACK 因此晚一点发出的次数。'],
  delayedACKLost: [
    '收到两次的数据',
    '只带我们已有数据的报文段：我们的确认丢了或晚了，对端于是重发。上升说明回程丢包，或对端重传太早。',
  ],
  tcphpHits: ['走快路径的数据报文段', '正是内核所预期、走 TCP 最短处理路径的报文段。越多，每字节耗的 CPU 时间越少。'],
  tcphpAcks: ['走快路径的 ACK', '走 TCP 最短处理路径的不带数据的确认。'],
  tcpPureAcks: ['走慢路径的 ACK', '需要完整处理的不带数据的确认，例如带 SACK 块或改变窗口。'],
  tcpOrigDataSent: ['首次发送的数据报文段', '带新数据的出站报文段，不含重传。纯 ACK 不算在内，是丢包率最公平的底数。'],
  tcpDelivered: ['已知送达的报文段', '对端确认的报文段，普通确认或 SACK。应与发送的数据报文段同步。'],
  tcpDeliveredCE: [
    '带拥塞标记送达的报文段',
    '得到确认、途中被路由器以 ECN“遇到拥塞”标记而没有丢弃的报文段。上升说明路径上有队列在变满。',
  ],
  tcpRcvCoalesce: ['接收队列中合并的报文段', '在接收队列里接到前一个后面的报文段。省内存；负载下属正常。'],
  tcpofoQueue: ['乱序排队的报文段', '在缺失者之前到达、保留到空洞补上的报文段。上升说明来本机的路上丢包或乱序。'],
  tcpofoMerge: ['重叠的乱序报文段', '与已排队数据重叠、部分被丢弃的乱序报文段。'],
  tcpAutoCorking: [
    '聚合的小写入',
    '同一套接字还有报文段在设备队列里、内核因此压住小报文段、让后面的写入并进来的次数。省包数，不增时延。',
  ],
  tcpAckCompressed: ['省去的 ACK', '后面一个会说同样的话、因而没有发送的带 SACK 块的确认。减轻 Wi-Fi 等慢回程的负担。'],
  tcpKeepAlive: [
    '发送的 keepalive 探测',
    '在空闲连接上替要求 keepalive 的程序发出的探测。多说明空闲连接多，或 net.ipv4.tcp_keepalive_time 短。',
  ],
  tcpWinProbe: ['发送的零窗口探测', '发给接收窗口已关闭的对端、打听何时打开的探测。上升说明对面的程序不读。'],
  tcpAbortOnData: [
    '关闭后来数据而中止',
    '本机程序关闭之后又有数据到达、或程序以 SO_LINGER 为 0 关闭而复位的连接。常是客户端中途挂断，或代理故意这样关闭。',
  ],
  tcpAbortOnClose: [
    '带未读数据关闭而中止',
    '程序关闭时收到的数据还没读完而复位的连接。对端可能丢掉最后的应答：程序应读完再关闭。',
  ],
  tcpAbortOnMemory: [
    '内存不足而中止',
    '孤儿太多（net.ipv4.tcp_max_orphans）或 TCP 超出内存上限（net.ipv4.tcp_mem）、因而立即复位的已关闭连接。',
  ],
  tcpAbortOnTimeout: [
    '无应答而中止',
    '重传、窗口探测或 keepalive 探测到最后都没有应答而放弃的连接。对端消失，或路径断了。',
  ],
  tcpAbortOnLinger: ['linger 超时而中止', '对端没有在程序以 TCP_LINGER2 允许的时间内结束、因而复位的已关闭连接。'],
  tcpAbortFailed: ['没能发出的 RST', '内核想复位连接却没有内存发包的次数。对端不知道连接已没了。'],
  tcpMemoryPressures: [
    '进入内存压力',
    '所有 TCP 套接字的内存超过 net.ipv4.tcp_mem 第二个数的次数。从此直到降到第一个数以下，缓冲区不增长，窗口收缩。',
  ],
  tcpMemoryPressuresChrono: ['内存压力时间', 'TCP 处于内存压力的累计毫秒数。在一段压力结束时计入。'],
  tcpMinTTLDrop: [
    '低于最小 TTL 的报文段',
    '来自比程序以 IP_MINTTL 所允许更远处而丢弃的报文段。路由器用它保护 BGP 会话。',
  ],
  outOfWindowIcmps: ['窗口外的 ICMP 错误', '关于 TCP 连接、因所引序列号不在途而忽略的 ICMP 错误：过期或伪造。'],
  lockDroppedIcmps: ['套接字被锁时丢弃的 ICMP 错误', '那一刻程序持有套接字锁而忽略的 ICMP 错误。对端或路由器会再报。'],
  tcpChallengeACK: [
    '发送的 challenge ACK',
    '连接中对可疑的 SYN、RST 或 ACK 的应答，让真正的对端自证。上升可能是攻击，或主机重启后复用端口。',
  ],
  tcpsynChallenge: [
    '针对 SYN 的 challenge',
    '已建立的连接上来了 SYN 而发送的 challenge ACK：对端重启后复用端口，或伪造的包。',
  ],
  tcpackSkippedSynRecv: [
    '握手中省去的 ACK',
    '在 net.ipv4.tcp_invalid_ratelimit 之内刚发过、因而省去的对半连接重复或无效报文段的应答。',
  ],
  tcpackSkippedPAWS: [
    '省去的 ACK，时间戳过旧',
    '在 net.ipv4.tcp_invalid_ratelimit 之内刚发过、因而省去的对旧时间戳报文段的应答。',
  ],
  tcpackSkippedSeq: [
    '省去的 ACK，窗口之外',
    '在 net.ipv4.tcp_invalid_ratelimit 之内刚发过、因而省去的对窗口外报文段的应答。',
  ],
  tcpackSkippedFinWait2: [
    'FIN-WAIT-2 中省去的 ACK',
    '在 net.ipv4.tcp_invalid_ratelimit 之内刚发过、因而省去的对 FIN-WAIT-2 中无效报文段的应答。',
  ],
  tcpackSkippedTimeWait: [
    'TIME-WAIT 中省去的 ACK',
    '在 net.ipv4.tcp_invalid_ratelimit 之内刚发过、因而省去的对 TIME-WAIT 中无效报文段的应答。',
  ],
  tcpackSkippedChallenge: [
    '省去的 challenge ACK',
    '同一连接在 net.ipv4.tcp_invalid_ratelimit 之内刚发过、因而省去的 challenge ACK。',
  ],
});
