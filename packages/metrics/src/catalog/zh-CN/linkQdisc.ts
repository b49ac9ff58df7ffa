import { under } from '../../metricTexts.ts';

export const LINK_QDISC = {
  ...under('link.fq', {
    flows: ['fq：流', 'fq 当前记得的流，多为套接字，包括没有包在等待的。'],
    inactiveFlows: ['fq：空闲的流', 'fq 还记得、但没有包在等待的流。'],
    throttledFlows: [
      'fq：当前被压住的流',
      '下一个包还要等到时刻的流，因为它的套接字在做 pacing（BBR、SO_MAX_PACING_RATE）。拥塞控制做 pacing 时正该如此。',
    ],
    throttled: ['fq：压住流的次数', 'fq 把流压到其 pacing 速率所定时刻的次数。'],
    flowsPlimit: [
      'fq：单流过长的丢包',
      '单条流自己就排了 flow_limit 个包（未另设时为 100）而丢弃的包。某条快连接或 UDP 发送方在突发：调高 fq 的 flow_limit，或让它发慢一点。',
    ],
    pktsTooLong: ['fq：超出时限的包', '按其 pacing 速率在线上要占一秒以上、被截到一秒的包。'],
    allocationErrors: ['fq：没有内存记流', 'fq 没有内存记住新流的次数；它的包进了公共队列。'],
    highprioPackets: [
      'fq：优先发送的包',
      '因优先级而越过所有流的包（路由协议、ARP）。有优先级分带的内核（6.7）上恒为 0。',
    ],
    ceMark: ['fq：ECN 标记的包', '等待超过 ce_threshold 而被标记为遇到拥塞的包。Linux 5.0 之前为未知。'],
    horizonDrops: [
      'fq：发送时刻太远的丢包',
      '发送时刻超出 horizon（10 秒）而丢弃的包：程序或 pacing 速率提出了荒唐的要求。Linux 5.7 之前为未知。',
    ],
    horizonCaps: ['fq：发送时刻被提前的包', '发送时刻超出 horizon、被截到 horizon 的包。Linux 5.7 之前为未知。'],
    fastpathPackets: ['fq：无需排队的包', '没有包在等、不经分流直接通过的包。Linux 6.7 之前为未知。'],
  }),
  ...under('link.fqCodel', {
    dropOverlimit: [
      'fq_codel：队列满的丢包',
      '所有流合计排了 limit 个包（未另设时为 10,240）而丢弃的包。CoDel 早在那之前就会丢：上升说明有不肯减速的洪流。',
    ],
    dropOvermemory: [
      'fq_codel：内存用尽的丢包',
      '排队的包用掉 memory_limit（未另设时为 32 MB）而丢弃的包。Linux 4.7 之前为未知。',
    ],
    ecnMark: ['fq_codel：ECN 标记的包', '两端都支持 ECN，CoDel 本该丢弃、改为标记遇到拥塞的包。'],
    ceMark: ['fq_codel：超过阈值而标记的包', '等待超过 ce_threshold 而被标记为遇到拥塞的包。Linux 4.2 之前为未知。'],
    newFlowCount: ['fq_codel：新开始的流', '包到达时该流没有别的包在等、因而排到重流前面的次数。'],
    newFlowsLen: ['fq_codel：等待中的新流', '有包在等、第一轮配额还没用完的流。'],
    oldFlowsLen: ['fq_codel：等待中的重流', '有包在等、已用完第一轮的流：由它们分享链路的带宽。'],
    memoryUsageBytes: ['fq_codel：内存', '排队的包当前占用的内存，最多 memory_limit。Linux 4.7 之前为未知。'],
  }),
  ...under('link.qdisc', {
    drops: [
      'qdisc 丢包',
      'qdisc 在发送途中丢弃的包：队列已满（txqueuelen、limit），或 fq_codel 之类的 AQM 用丢包示意拥塞。fq_codel 的少量丢包属正常；pfifo_fast 或整形器的丢包说明发送超出了可放行的量。mq 这类根 qdisc 的丢包包含其各队列的。',
    ],
    overlimits: [
      'qdisc 超限',
      'qdisc 因达到速率或上限而压住或拒绝包的次数。配置了整形器（tbf、htb）时正常且符合预期：说明定步调的是整形器，不是网络。fq_codel 和 pfifo_fast 至多在丢包时计入。',
    ],
    requeues: [
      'qdisc 重新入队',
      '交给驱动、因设备没有空间又退回并放回队首的包。没有丢失；持续上升说明瓶颈在发送 ring 或链路。',
    ],
    qlen: ['qdisc 队列长度', '读取时在 qdisc 中等待的包。一直很长的队列，会把全部长度加到每个包的时延上。'],
    backlogBytes: ['qdisc 积压', '读取时在 qdisc 中等待的字节。除以链路或整形器的速率，就是新到的包要等的时间。'],
    packets: [
      '经过 qdisc 的包',
      '离开 qdisc 的包；最大 64 kB 的大包按将切成的段数计。noqueue 什么都不计，因而为未知：loopback、网桥和多数虚拟设备都是它。5.5 之前的内核到 2^32 会从头开始。',
    ],
    bytes: ['经过 qdisc 的字节', '离开 qdisc 的字节，含链路层头。noqueue 什么都不计，因而为未知。'],
  }),
  ...under('link.shaper', {
    rateBytesPerSecond: [
      '整形器的速率',
      '整形器（tbf、cake、htb、hfsc）按设定最多放行的速率：htb 和 hfsc 取唯一顶层类的上限，类之下的队列取该类或其上级类的上限。超出的在其队列里等待，队列满了就丢弃。未设速率的 cake，以及有多个顶层类时为未知。',
    ],
    burstBytes: [
      '整形器的 burst',
      '安静片刻之后 tbf 一次放行的字节，不论设备多快。内核按该速率下的时间保存，因此略有舍入。',
    ],
    limitBytes: [
      '整形器的 limit',
      'tbf 里最多能等待的字节。除以速率就是一个包离开前最长的等待时间；队列满后到来的包被丢弃。',
    ],
  }),
};
