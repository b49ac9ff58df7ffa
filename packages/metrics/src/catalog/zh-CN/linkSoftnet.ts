import { under } from '../../metricTexts.ts';

export const LINK_SOFTNET = {
  ...under('link.softnet', {
    processed: [
      '处理的包',
      '此 CPU 在 softirq 中从网络队列取出的包。一个 CPU 远高于其他，说明接收工作没有分散：只有一个队列，或没开 RPS。',
    ],
    dropped: [
      'softirq 积压队列丢包',
      '此 CPU 的 backlog 已有 net.core.netdev_max_backlog 个包而丢弃的包。loopback、虚拟设备和 RPS 使用 backlog。CPU 太忙，或突发长过队列。',
    ],
    timeSqueeze: [
      'softirq 用完预算',
      '此 CPU 还有活没干完、却因 net.core.netdev_budget 个包或 net.core.netdev_budget_usecs 用完而停止接收的次数。负载下有一些属正常；持续上升又伴随丢包则不正常。',
    ],
    receivedRps: ['RPS 唤醒', '开启 RPS 后，另一个 CPU 唤醒此 CPU 来处理包的次数。'],
    flowLimitCount: [
      '大流被丢的包',
      '为给其他流留出空间，从占满 backlog 的那条流丢弃的包（net.core.flow_limit_cpu_bitmap）。',
    ],
    backlogLen: [
      'softirq 积压队列',
      '此刻在此 CPU 的 backlog 的两个队列中等待的包。达到 net.core.netdev_max_backlog 就丢。',
    ],
    inputQueueLen: ['backlog，输入队列', 'backlog 中由其他 CPU 和虚拟设备放入的那部分包。'],
    processQueueLen: ['backlog，处理队列', 'backlog 中此 CPU 正在处理的那部分包。'],
  }),
  ...under('link.stat', {
    softirqSeconds: [
      'softirq 的 CPU 时间',
      '所有 CPU 在 softirq 中度过的总秒数，在网络服务器上多半是收包。每秒一整秒，相当于一个 CPU 别的什么都不干。',
    ],
  }),
};
