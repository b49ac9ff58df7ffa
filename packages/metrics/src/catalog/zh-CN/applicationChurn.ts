import { under } from '../../metricTexts.ts';

export const APPLICATION_CHURN = {
  ...under('application.churn', {
    connections: [
      '关闭的连接',
      '曾经建立、现已关闭的 TCP 连接，两端都在本机时两端都计。长期看与打开、接受的数量相等：连续数分钟偏少说明连接在堆积。',
    ],
    short: [
      '关闭的短连接',
      '上上次 socket dump 还没列出就已关闭的连接：寿命短于短连接界限，寿命不到界限一半的一个不漏。每个都付出了一个往返的握手和一个全新的小拥塞窗口；keep-alive 或连接池两样都能省。',
    ],
    shortLimitMs: [
      '短连接的界限',
      '上上次 socket dump 距今多久：它没列出而现已关闭的连接，寿命不可能更长。有人查看时是两秒，否则四秒；agent 为守住 CPU 预算而拉开 dump 间隔时更长。',
    ],
    failed: ['失败的连接尝试', '尝试连接、从未建立就关闭的 TCP socket：被拒绝、超时，或程序放弃。'],
    receivedBytes: [
      '已关闭连接收到的字节',
      '连接关闭时累计收到的字节：负载，外加 FIN 的一个字节。在结束时计入：持续一小时的连接一次计入整小时的量。',
    ],
    ackedBytes: [
      '已关闭连接发出的字节',
      '连接关闭时对端累计确认的字节：负载，外加 SYN 和 FIN 各一个字节。在结束时计入：持续一小时的连接一次计入整小时的量。',
    ],
    unseenReceivedBytes: [
      'dump 与关闭之间收到的字节',
      '已关闭连接自上一次列出它的 socket dump 以来收到的字节，从未被列出时取全部：只看 socket 表会漏掉的那部分流量。',
    ],
    unseenAckedBytes: [
      'dump 与关闭之间发出的字节',
      '已关闭连接的对端自上一次列出它的 socket dump 以来确认的字节，从未被列出时取全部：只看 socket 表会漏掉的那部分流量。',
    ],
    sentBytes: ['已关闭连接传输的字节', '连接关闭时累计发到网线上的负载字节，重传的再计一次。自 Linux 4.19 起。'],
    retransBytes: [
      '已关闭连接重传的字节',
      '连接关闭时累计重传的负载字节。与传输总量相比，就是短连接遭遇的丢包，只看存活 socket 的 dump 看不到它。自 Linux 4.19 起。',
    ],
    retransShare: [
      '关闭时的重传比例',
      '上一个采样中关闭的连接所传输的字节里，重传占的部分。没有关闭过有发送的连接时为未知。',
    ],
    retransmitted: [
      '有过重传的已关闭连接',
      '不得不重传部分数据的已关闭连接。对短连接来说，这往往意味着等待 200 ms 以上，比它余下的寿命都长。',
    ],
    unfinished: [
      '关闭时仍有数据',
      '关闭时还有数据未发送，或已发送却从未得到确认的连接：被对端 RST、超时，或被程序中止。这些数据丢了。',
    ],
    retransmitting: ['重传中关闭', '关闭时对端仍未应答重传报文段的连接：路径或对端已经没了。'],
    rttMedianUs: [
      '关闭时的往返时间，中位数',
      '上一个采样中关闭的连接所测得的平滑往返时间的中位数。没有连接关闭时为未知。这是短连接所见的往返时间，每个短连接光握手就要付一次。',
    ],
    rttP95Us: [
      '关闭时的往返时间，第 95 百分位',
      '上一个采样中关闭的连接，二十个里有十九个的平滑往返时间低于此值。没有连接关闭时为未知。',
    ],
    lost: [
      'agent：未能告知的已关闭 socket',
      '队列已满、内核没能把关闭消息告诉 agent 的 socket：已关闭连接的各项数字因此偏小。agent 无权加大队列时，可调高 net.core.rmem_max，或以 CAP_NET_ADMIN 运行它。',
    ],
    overruns: [
      'agent：已关闭 socket 队列溢出',
      '已关闭 socket 的队列装满的次数。此时 agent 改用下一次 socket dump 的结果。',
    ],
    roomEvents: [
      'agent：已关闭 socket 的队列容量',
      'agent 取走之前内核能排队多少个已关闭的 socket；agent 每秒取一次，数量多时每秒最多五十次。',
    ],
    drainMs: ['agent：处理已关闭 socket 的耗时', '自上一个采样以来，agent 读取哪些 socket 已关闭所用的时间。'],
  }),
  ...under('application.closed', {
    sockets: [
      '关闭的 socket',
      '关闭的 TCP 连接和 UDP socket，IPv4 与 IPv6 分开；双栈 socket 走 IPv4 时计入 IPv6。两端都在本机时计两个。每一个都由内核在销毁时告知，寿命再短也不漏。',
    ],
  }),
};
