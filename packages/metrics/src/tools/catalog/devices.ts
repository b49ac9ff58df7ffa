import type { Tool } from '../types.ts';

/** What shows network devices. */
export const DEVICE_TOOLS: readonly Tool[] = [
  {
    id: 'ip',
    group: 'devices',
    about: {
      en: 'Devices, addresses, routes, neighbours and network namespaces.',
      'zh-CN': '设备、地址、路由、邻居和网络命名空间。',
    },
    views: [
      {
        command: 'ip -s link',
        about: { en: 'Counters of every device', 'zh-CN': '各设备计数器' },
        lines: [
          {
            each: 'link.dev.rxBytes',
            lines: [
              '{@device}: mtu {link.netClass.mtuBytes} qlen {link.netClass.txQueueLen}',
              '    RX:  bytes packets errors dropped  missed   mcast',
              '  {link.dev.rxBytes>12}{link.dev.rxPackets>8}{link.dev.rxErrors>7}{link.dev.rxDropped>8}{link.stats64.rxMissedErrors>8}{link.dev.rxMulticast>8}',
              '    TX:  bytes packets errors dropped carrier collsns',
              '  {link.dev.txBytes>12}{link.dev.txPackets>8}{link.dev.txErrors>7}{link.dev.txDropped>8}{link.dev.txCarrier>8}{link.dev.txCollisions>8}',
            ],
          },
        ],
      },
      {
        command: 'ip -s neigh',
        about: { en: 'Neighbours by device and state', 'zh-CN': '按设备和状态统计邻居' },
        lines: [
          {
            each: 'network.neigh.reachable',
            lines: [
              '{@device<10} {@family<5} REACHABLE {network.neigh.reachable>4}  STALE {network.neigh.stale>4}  INCOMPLETE {network.neigh.incomplete>4}  FAILED {network.neigh.failed>4}  PERMANENT {network.neigh.permanent>4}',
            ],
          },
        ],
      },
      {
        command: 'ip route show table all | wc -l',
        about: { en: 'Routes by table and type', 'zh-CN': '按路由表和类型统计路由' },
        lines: [
          {
            each: 'network.routes.count',
            lines: ['{network.routes.count>8} {@family<5} table {@table<8} {@type}'],
          },
        ],
      },
    ],
    note: {
      en: 'Addresses, routes and neighbours one by one are tables of the network layer, made while somebody looks.',
      'zh-CN': '逐条的地址、路由和邻居是网络层中的表，有人查看时才生成。',
    },
  },
  {
    id: 'ethtool',
    group: 'devices',
    about: {
      en: 'What a network card and its driver are set to, and what the driver counts.',
      'zh-CN': '网卡及其驱动的设置，以及驱动的计数器。',
    },
    views: [
      {
        command: 'ethtool -S DEVICE',
        about: { en: 'Counters of the driver', 'zh-CN': '驱动计数器' },
        lines: [
          {
            each: 'link.driverStats.value',
            lines: ['{@device<10} {@statistic}: {link.driverStats.value}'],
          },
          {
            each: 'link.driverQueueStats.value',
            lines: ['{@device<10} {@statistic}, queue {@queue}: {link.driverQueueStats.value}'],
          },
        ],
      },
      {
        command: 'ethtool -I -a DEVICE',
        about: { en: 'Pause frames', 'zh-CN': '暂停帧' },
        lines: [
          {
            each: 'link.pause.rxFrames',
            lines: ['{@device<10} tx_pause_frames: {link.pause.txFrames}  rx_pause_frames: {link.pause.rxFrames}'],
          },
        ],
      },
      {
        command: 'ethtool DEVICE',
        about: { en: 'Speed of the link', 'zh-CN': '链路速率' },
        lines: [
          {
            each: 'link.netClass.up',
            lines: ['{@device<10} Speed: {link.netClass.speedMbit}Mb/s  Link up: {link.netClass.up}'],
          },
        ],
      },
    ],
    note: {
      en: 'Rings, channels, coalescing and offloads (-g, -l, -c, -k) are settings: they are on the page Sysctls, by device, and in the interfaces of the link layer.',
      'zh-CN': '环、通道、合并中断和卸载（-g、-l、-c、-k）属于设置：见「内核参数」页面（按设备）以及链路层的接口表。',
    },
  },
  {
    id: 'tc',
    group: 'devices',
    about: {
      en: 'Queueing disciplines: what waits before a device, in which order, and what is dropped there.',
      'zh-CN': '排队规则（qdisc）：设备前排队的内容、次序以及在此丢弃的包。',
    },
    views: [
      {
        command: 'tc -s qdisc show',
        about: { en: 'Every queueing discipline', 'zh-CN': '所有 qdisc' },
        lines: [
          {
            each: 'link.qdisc.packets',
            lines: [
              'qdisc {@kind} {@handle} dev {@device}',
              ' Sent {link.qdisc.bytes} bytes {link.qdisc.packets} pkt (dropped {link.qdisc.drops}, overlimits {link.qdisc.overlimits} requeues {link.qdisc.requeues})',
              ' backlog {link.qdisc.backlogBytes}b {link.qdisc.qlen}p',
            ],
          },
        ],
      },
    ],
    note: undefined,
  },
  {
    id: 'nload',
    group: 'devices',
    about: {
      en: 'Traffic of one interface as two moving charts.',
      'zh-CN': '以两条滚动曲线显示单个接口的流量。',
    },
    views: [
      {
        command: 'nload -m',
        about: { en: 'What it says of each interface', 'zh-CN': '它对各接口给出的数值' },
        lines: [
          {
            each: 'link.dev.rxBytes',
            lines: [
              'Device {@device}:',
              '  Incoming  Curr: {link.dev.rxBytes/s~125000} MBit/s  Ttl: {link.dev.rxBytes~1048576} MByte',
              '  Outgoing  Curr: {link.dev.txBytes/s~125000} MBit/s  Ttl: {link.dev.txBytes~1048576} MByte',
            ],
          },
        ],
      },
    ],
    note: {
      en: 'Its charts are the history of the same two counters: open one of the numbers.',
      'zh-CN': '它的曲线即这两个计数器的历史：点开任一数值即可。',
    },
  },
];
