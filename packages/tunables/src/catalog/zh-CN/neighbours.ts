import type { TunableTexts } from '../../words.ts';

const table = (family: 'ipv4' | 'ipv6', name: string): TunableTexts => ({
  [`net.${family}.neigh.default.gc_thresh1`]: [
    `${name}：始终保留`,
    `${name}的条目少于此值时，从不因空间不足删除。三个阈值要保持递增。`,
    '每个条目数百字节。',
  ],
  [`net.${family}.neigh.default.gc_thresh2`]: [
    `${name}：开始清理`,
    `${name}的条目多于此值时，删除五秒以上的。繁忙的表超过它会被反复清理。`,
    '每个条目数百字节。',
  ],
  [`net.${family}.neigh.default.gc_thresh3`]: [
    `${name}：上限`,
    `${name}最多的条目数。表满时，不在表中的主机不可达，内核记下 table overflow 日志。大型本地网络和容器主机需要大于默认值。`,
    '每个条目数百字节；扫描网络可填满任何表。',
  ],
  [`net.${family}.neigh.default.unres_qlen_bytes`]: [
    `${name}：等待应答的包`,
    '在得知邻居的链路地址之前，可有多少发给它的数据等待。此值是之后出现的设备的初始值；每个设备各有自己的。',
    '每个不应答的邻居都占内存。',
    '与 net.core.wmem_default 相同',
  ],
});

export const NEIGHBOURS: TunableTexts = { ...table('ipv4', 'ARP 表'), ...table('ipv6', 'IPv6 邻居表') };
