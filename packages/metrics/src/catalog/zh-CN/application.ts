import { under } from '../../metricTexts.ts';

export const APPLICATION = {
  ...under('application.meminfo', {
    memTotalBytes: ['主机内存', '内核可用的内存。许多缓冲区和表的默认大小由它推算。'],
    memAvailableBytes: [
      '可用内存',
      '程序不触发 swap 就能拿到的内存。套接字缓冲区不能换出：低于总量的十分之一时，不要调高网络上限。',
    ],
  }),
  ...under('application.stat', {
    userSeconds: ['用户态 CPU 时间', '所有 CPU 运行程序的总秒数。每秒接近 CPU 个数时，读得慢的程序其实是抢不到 CPU。'],
    systemSeconds: ['内核态 CPU 时间', '所有 CPU 替程序在内核中运行的总秒数：系统调用、与套接字之间的数据拷贝。'],
    idleSeconds: ['CPU 空闲时间', '所有 CPU 无事可做的总秒数。'],
    stealSeconds: [
      '被 hypervisor 占用的 CPU 时间',
      '这台虚拟机想运行、宿主机却把 CPU 给了别人的秒数。它上升会拉长所有队列，但问题不在本机。',
    ],
  }),
  ...under('application.listeners', {
    count: ['监听套接字', '等待连接的 TCP 套接字。少了一个，就是有一个服务停了。'],
  }),
  ...under('application.tcp', {
    appLimitedSockets: [
      '缺数据可发的连接',
      '程序写入太少、填不满路径的 TCP 连接。对这些连接，调任何网络选项都不会更快。',
    ],
    silentSockets: [
      '静默两小时的连接',
      '两小时内没有任何收发、又没开 keepalive 的 TCP 连接：对端消失了也没人知道。只增不减就是泄漏。',
    ],
  }),
};
