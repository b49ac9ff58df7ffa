import { under } from '../../metricTexts.ts';

export const APPLICATION_AGENT = {
  ...under('application.agent', {
    cpuPercent: [
      'agent：CPU 占用',
      '上一个采样周期内 agent 占用的 CPU 时间，以单个 CPU 的百分比计。它靠降低套接字的查看频率，让自己不超预算。',
    ],
    rssBytes: ['agent：内存', 'agent 驻留在 RAM 中的内存。'],
    tickMs: ['agent：单次采样耗时', '上一次采样读取并编码全部来源所用的时间。'],
    tickLateMs: ['agent：采样延迟', '上一次采样比预定时刻晚开始多久。数值大说明本机没有 CPU 留给 agent。'],
    unackedTicks: ['agent：未确认的采样', '等服务器入库而保留的采样。服务器不在时增长，恢复后补发。'],
    droppedTicks: ['agent：丢失的采样', '服务器离开太久、agent 存不下而丢弃的采样。历史中会缺少这些秒。'],
    wireBytes: ['agent：发送字节', 'agent 发给服务器的采样编码后的字节数。'],
    reconnects: ['agent：重连次数', 'agent 不得不重新连接服务器的次数。'],
    counterResets: [
      'agent：倒退的计数器',
      '本机某个计数器比之前小的次数：设备或队列重建、驱动复位、32 位数回绕、进程带着它的计数退出。跨过这一刻的速率为未知，绝不是负数，也不是零。',
    ],
    refusedSeries: [
      'agent：未收录的序列',
      'agent 放不下的序列：agent 启动以来主机反复创建、删除了大量设备。此后新出现的对象在 agent 重启前不再测量。',
    ],
    dumpMs: ['agent：套接字 dump 耗时', '列出并汇总全部套接字所用的时间。'],
    dumpIntervalMs: ['agent：套接字 dump 间隔', '上一次 dump 距今多久。没人查看，或 dump 开销超出预算时会变长。'],
  }),
  ...under('application.agentSource', {
    durationMs: ['来源：读取耗时', '上一次读取该来源所用的时间。'],
    success: [
      '来源：上次读取成功',
      '上次读取该来源成功为 1；失败，或主机没有该来源（模块未加载、没有 IPv6）为 0，此时它的指标为未知。',
    ],
    failures: ['来源：读取失败', 'agent 启动以来该来源读取失败的次数。主机本来就没有的来源不计。'],
  }),
  ...under('application.agentDumps', {
    dumps: [
      'netlink：完整应答',
      '内核完整给出的列表和应答，按询问对象区分：套接字（sock_diag），设备、路由、邻居和队列（rtnetlink），驱动的设置与计数器（ethtool）。',
    ],
    failed: [
      'netlink：中断的应答',
      '没有及时到达、被截断或无法解析的应答；它们本该给出的信息在那一刻为未知。拒绝也是应答，不计入。',
    ],
    truncated: ['netlink：被截断的应答', '中断的应答里，消息大于 agent 缓冲区或提前结束的那些。'],
    interrupted: [
      'netlink：读取期间变化的列表',
      '读取时内核表发生变化，或丢了一部分的列表：可能缺条目，或条目已旧。设备、路由、连接来来去去时偶尔出现属正常。',
    ],
    overruns: [
      'netlink：放不下的应答',
      'agent 还没读走前一部分，内核没有空间放下一部分的次数。该列表因此不完整，按被打断计。',
    ],
    retried: [
      'netlink：重新请求的列表',
      '因前一次被打断而重新开始的 rtnetlink 列表，最多重来两次。套接字列表不重来：下一秒就有新的。',
    ],
    doubled: ['netlink：重复列出的套接字', '列表读取期间在内核表中移动、因而再次出现的套接字。每个仍只计一次。'],
    damaged: [
      'netlink：无法理解的消息',
      '整条或末尾属性说不通的消息，或属于未知地址族的消息。较新内核增加的属性会跳过，不计入。',
    ],
    foreign: ['netlink：属于其他请求的消息', '带着其他请求编号的消息：残留的或伪造的。不予理会。'],
  }),
  ...under('application.agentVanished', {
    count: [
      '读取前已消失',
      'agent 的列表里有、去读时却已消失或改名的进程、套接字、设备和网络命名空间。繁忙主机上很平常：跳过它们，不丢别的。',
    ],
  }),
};
