import { under } from '../../metricTexts.ts';

export const LINK_SOFTIRQ = {
  ...under('link.interrupts', {
    count: [
      '网络队列的中断',
      '该设备的某个队列中断此 CPU 的次数；队列名由驱动给出。从未被它中断的 CPU 没有序列。所有队列挤在一个 CPU 上，其余就闲着：irqbalance 或 smp_affinity 可以分散。单个队列每秒超过 50,000 次很费 CPU：中断合并（ethtool -C）能减少。高负载时内核改为轮询，所以中断少而包多是好事。文件在大机器上很大，每五秒才读一次。与其他设备共享的、认不出设备的行不计。',
    ],
  }),
  ...under('link.softirqs', {
    netRx: [
      '接收 softirq',
      '此 CPU 运行从网络队列取包的处理函数的次数；一次可取许多包。一个 CPU 远高于其他，说明接收工作没有分散。包数除以次数可看出批处理得好不好。它统计整台机器，在容器里也一样；从未上线的 CPU 没有序列。',
    ],
    netTx: [
      '发送 softirq',
      '此 CPU 运行发送处理函数的次数：释放已发送的包，继续先前不得不等待的队列。多数包不经过它就发出：速率高说明队列反复停、启，因为设备或 ring 繁忙。',
    ],
  }),
  ...under('link.statCpu', {
    softirqSeconds: [
      '各 CPU 的 softirq 时间',
      '此 CPU 在 softirq 中度过的秒数，在网络服务器上多半是收包。每秒接近一整秒时，不管其他 CPU 多闲，它都收不下更多的包：用更多队列（ethtool -L）或 RPS（rps_cpus）分散工作。',
    ],
  }),
};
