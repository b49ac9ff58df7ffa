import { under } from '../../metricTexts.ts';

export const LINK_ETHTOOL = {
  ...under('link.driverQueueStats', {
    value: [
      '驱动的队列统计',
      '该设备的驱动为它的某个队列所作的计数；队列是从驱动自己的名称里识别出来的。一个队列远高于其他，说明流没有分散开：连接太少，或哈希区分不了它们（ethtool -x、-N）。每五秒读一次，最多 16 个设备，每个驱动 128 项统计，与丢失有关的优先。',
    ],
  }),
  ...under('link.driverStats', {
    value: [
      '驱动统计',
      '该设备的驱动自己所作的计数；名称和含义由驱动定义，有文档的话也在驱动那里。名称带 miss、no_buf 或 discard 的，指出包在内核看到之前丢在网卡或 ring 的哪里。以增长量显示：少数其实是水位而非计数器，下降时显示为未知。每五秒读一次，最多 16 个设备，每个驱动 128 项统计，与丢失有关的优先。',
    ],
  }),
  ...under('link.standardStats', {
    value: [
      '以太网标准统计',
      'IEEE 802.3 和 RMON 定义的计数器，来自网卡本身：凡是支持的驱动含义都相同。FrameCheckSequenceErrors、SymbolErrorDuringCarrier、Fragments 和 Jabbers 是物理问题：网线、光模块或端口。维护它们的驱动不多，虚拟设备没有。自 Linux 5.13 起；每五秒读一次。',
    ],
  }),
};
