import { under } from '../../metricTexts.ts';

export const LINK_FLOW_CONTROL = {
  ...under('link.bql', {
    inflightBytes: [
      '网卡队列中的字节',
      '读取时已交给该发送队列的硬件、尚未发出的字节。达到上限后包改在 qdisc 中等待，在那里还能排序。每五秒读一次；驱动不报告已发送数据的，没有这个序列。',
    ],
    limitBytes: [
      '字节队列上限',
      '内核允许该发送队列的硬件容纳的字节数。内核自己设定：低到刚好让网卡不闲着，免得包等在无法重排的地方。变大说明网卡清空得晚：发送合并（tx-usecs）或 CPU 繁忙。limit_max 限定它。',
    ],
    stallCount: [
      '发送队列停滞',
      '该发送队列有字节要发、却在超过 stall_thrs 的时间里一个也没发的次数：网卡、固件或回收已发送包的 CPU 停住了。只有设置了 stall_thrs 才计数，自 Linux 6.9 起。',
    ],
  }),
  ...under('link.pause', {
    rxFrames: [
      '收到的 pause 帧',
      '链路另一端（通常是交换机）要求本机暂停发送的次数：前方网络已满。本机明明能继续，发送却停下来。',
    ],
    txFrames: [
      '发出的 pause 帧',
      '本机网卡要求对端暂停发送的次数：内核取得不够快，ring 快满了。pause 在这里避免了丢包，却堵住交换机发往该端口的一切。加大 ring（ethtool -G）、增加队列或腾出 CPU 有帮助。',
    ],
  }),
};
