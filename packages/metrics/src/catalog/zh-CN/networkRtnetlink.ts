import { under } from '../../metricTexts.ts';

export const NETWORK_RTNETLINK = {
  ...under('network.neigh', {
    collectable: [
      '邻居：计入上限的',
      '本网络命名空间中 gc_thresh1 到 gc_thresh3 所计的邻居：永久条目和由程序维护的除外。低于 gc_thresh1 一个不删，高于 gc_thresh2 删旧的，达到 gc_thresh3 拒绝新的。IPv4 和 IPv6 各有上限，各由主机所有命名空间共用。',
    ],
    reachable: ['邻居：可达', '大约最近半分钟内（base_reachable_time_ms）有过音讯的邻居：本机当前在与之通信的。'],
    stale: [
      '邻居：stale',
      '链路地址已知、但最近没有确认的邻居。照用不误，用的同时再确认。只要有空间，stale 条目就一直留着。',
    ],
    delay: [
      '邻居：即将询问',
      '刚刚发去一个包的 stale 邻居。五秒内（delay_first_probe_time）没有应答表明它还在，就发出询问。',
    ],
    probe: ['邻居：正在重新询问', '正在询问是否仍在所记链路地址上的邻居。许多一直如此，说明主机已离开。'],
    incomplete: [
      '邻居：已询问，尚无应答',
      '本机正在询问、从未听到应答的本地网络地址。发给它们的包在等待，太多就丢。同时很多是有人扫描网络，或交换机丢广播。',
    ],
    failed: [
      '邻居：失败',
      '所有尝试之后仍不应答的地址：关机、已离开或从不存在。向它们发送的程序看到“no route to host”。条目留到被清理或再次使用。',
    ],
    noarp: ['邻居：无需地址', '不需要询问链路地址的目的：多播组、loopback 和隧道。它们同样占表。'],
    permanent: ['邻居：永久', '手工或由程序设置的邻居。永不老化，自 Linux 5.0 起不计入 gc_thresh。'],
  }),
  ...under('network.routes', {
    count: [
      '路由',
      '本网络命名空间的路由。main 表是配置和学到的，local 表是本机地址；其余属于策略路由（ip rule）或 VRF。数量忽高忽低，说明路由守护进程的邻居时有时无；blackhole、unreachable 和 prohibit 是故意拒绝包的路由。',
    ],
  }),
};
