import { under } from '../../metricTexts.ts';

const neighbours = (table: string, family: 'ipv4' | 'ipv6', questions: string) =>
  ({
    entries: [
      `${table}：条目`,
      `主机已知或正在询问链路地址的邻居，所有网络命名空间合计。达到 net.${family}.neigh.default.gc_thresh3 后拒绝新的。永久条目和由程序维护的条目计入此数，但不占上限（自 Linux 5.0 起）。`,
    ],
    tableFulls: [
      `${table}：已满而拒绝`,
      `已有 net.${family}.neigh.default.gc_thresh3 个条目、又一个都清不掉，邻居加不进去的次数；给它的包丢了，内核记下 table overflow 日志。期间不在表中的主机不可达。按整台主机计。`,
    ],
    unresolvedDiscards: [
      `${table}：询问期间放弃的包`,
      '还在询问邻居的链路地址、等待的包已太多（unres_qlen_bytes）而丢弃的包。向沉默或全新的邻居突发时会这样。按整台主机计。',
    ],
    forcedGcRuns: [
      `${table}：空间不足的清理`,
      `添加时发现表超过 net.${family}.neigh.default.gc_thresh2、立即清除旧条目的次数。偶尔发生没关系；持续上升说明邻居被忘掉又重新询问，还在全机锁下消耗 CPU。`,
    ],
    resFailed: [
      `${table}：无人应答`,
      `所有尝试之后仍不应答${questions}的邻居：关机、在别的网络，或地址不存在。程序看到“no route to host”。扫描会产生很多。`,
    ],
    allocs: [`${table}：新建的条目`, '开机以来加入的邻居，主机所有网络命名空间合计。'],
    destroys: [`${table}：删除的条目`, '开机以来删除的邻居。与新建一样快，说明表在翻腾：太小，或有人在扫描网络。'],
    lookups: [`${table}：查找`, '对表的查找。路由已知的普通包不需要查，所以远少于包数。'],
    hits: [`${table}：命中的查找`, '找到条目的查找。'],
    hashGrows: [`${table}：哈希扩大`, '条目多过桶、表的哈希翻倍的次数。'],
    rcvProbesMcast: [`${table}：收到的多播询问`, '以多播到来、询问我们某个地址的请求。内核只对 IPv6 计数。'],
    rcvProbesUcast: [
      `${table}：收到的直接询问`,
      '直接发给我们某个地址的询问，来自检查它是否还在的邻居。内核只对 IPv6 计数。',
    ],
    periodicGcRuns: [
      `${table}：定期清理`,
      `内核查找老化而未用的条目的轮数。只有达到 net.${family}.neigh.default.gc_thresh1 时才删除。`,
    ],
  }) as const;

export const NETWORK_NEIGHBOURS = {
  ...under('network.arpCache', neighbours('ARP 表', 'ipv4', ' ARP 请求')),
  ...under('network.ndiscCache', neighbours('IPv6 邻居表', 'ipv6', '邻居请求')),
};
