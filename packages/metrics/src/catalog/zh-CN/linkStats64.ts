import { under } from '../../metricTexts.ts';

export const LINK_STATS64 = under('link.stats64', {
  rxMissedErrors: [
    '接收丢失，ring 没有空位',
    '到达网卡、却因内核没在接收 ring 里腾出空位而丢失的包。服务该队列的 CPU 太慢或太忙：加大 ring（ethtool -G）、增加队列或腾出 CPU。/proc/net/dev 把它藏在 drop 一列里。',
  ],
  rxDropped: [
    '被驱动或协议栈丢弃的接收包',
    '到达后被驱动或其上的协议栈丢弃的包（softirq 积压队列已满、没有对应的协议），不含 ring 没有空位的那些。',
  ],
  rxNohandler: [
    '非活动设备收到的包',
    '设备是 bond 或 team 的空闲成员、没人接收而丢弃的包。在那里属正常。Linux 4.6 之前为未知。',
  ],
  rxOtherhostDropped: [
    '收到发给其他主机的包',
    '链路层地址不是本机而丢弃的包：设备在看所有的包（混杂模式），或交换机在泛洪。Linux 5.19 之前为未知。',
  ],
  rxCrcErrors: [
    '校验和错误的接收帧',
    '在线上损坏的帧。网线、接头、光模块或干扰：调内核选项没有用，而 TCP 把每一个都当作丢包。',
  ],
  rxLengthErrors: ['长度错误的接收帧', '比设备接受的更短或更长的帧。更长说明对端 MTU 更大。'],
  rxFrameErrors: ['未对齐的接收帧', '比特凑不成整字节的帧：物理故障，或双工不匹配。'],
  rxOverErrors: ['设备溢出的接收包', '设备来不及收下的包，这是老驱动的叫法；新驱动计入 missed。'],
  txCarrierErrors: ['丢失载波的发送', '发送期间链路断开而失败的帧。'],
  txAbortedErrors: ['放弃的发送', '冲突太多而放弃的帧，或驱动无法发送的帧。'],
  txWindowErrors: ['遇到迟冲突的发送', '在允许冲突的时间之后才遇到冲突的帧：双工不匹配，或网线太长。'],
  txHeartbeatErrors: ['没有 heartbeat 的发送', '发送后老式半双工收发器没有给出 heartbeat 的帧。之后造的设备上都是 0。'],
  carrierUpCount: ['载波恢复', '链路恢复的次数。Linux 4.16 之前为未知。'],
  carrierDownCount: [
    '载波丢失',
    '链路断开的次数。每次中断都会丢包，还可能把流量引到别处；没人动线时上升，就是链路在抖动。Linux 4.16 之前为未知。',
  ],
  promiscuity: [
    '要求接收所有包',
    '有多少方要求设备接收发往任意链路地址的包：网桥、抓包、虚拟机。平常为 0；忘了关的抓包会耗 CPU 时间。',
  ],
});
