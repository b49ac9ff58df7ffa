import { under } from '../../metricTexts.ts';

export const NETWORK_CONNTRACK = under('network.nfConntrack', {
  drop: [
    '连接跟踪丢弃的包',
    '连接无法跟踪而丢弃的包：多半是表满（net.netfilter.nf_conntrack_max），否则是内存不足、一条新连接的两个包撞在一起，或协议 helper 拒绝。在程序看来，就像网络只丢首包。',
  ],
  earlyDrop: [
    '表满时提前淘汰的连接',
    '表已达 net.netfilter.nf_conntrack_max，为给新连接腾位而提前忘掉的连接。只挑长时间没有双向流量的；它们再发包会算新连接，NAT 可能就此丢失。',
  ],
  insertFailed: [
    '新跟踪连接的冲突',
    '连接加不进表的包：另一个包刚加入同一连接，或 NAT 已把它的端口给了别人。这个包丢了（Linux 5.10 之前，已化解的冲突也计入）。典型情形是 NAT 后同一端口同时发出的两个 DNS 查询，要等五秒才有回答。',
  ],
  clashres: ['化解的跟踪冲突', '一条新连接的两个包撞在一起、内核合并处理、没有丢失的次数。Linux 5.10 之前为未知。'],
  invalid: [
    '不属于任何跟踪连接的包',
    '本身无法跟踪的包：窗口之外的报文段、没人请求的应答、坏的头部。除非有规则丢弃 invalid 状态，否则放行。上升可能是只有一个方向经过本机，或条目超时太早。',
  ],
  icmpError: ['连接跟踪中出错的包', '自身有错、连接跟踪无法接受的包，多为校验和错误或所指连接不存在的 ICMP 错误。'],
  chainlength: [
    '哈希链过长的丢包',
    '哈希桶已满、新连接被拒绝的包。增加桶（net.netfilter.nf_conntrack_buckets）有帮助；表才半满就上升，像是针对哈希的攻击。Linux 5.15 之前为未知。',
  ],
  searchRestart: [
    '重新开始的跟踪查找',
    '查找时表发生变化（扩缩，或条目移到另一条链）而不得不重来的次数。只要不与包数同步增长就无害。',
  ],
  found: [
    'NAT 发现已占用的端口',
    'NAT 想给连接用的地址和端口已被别的连接占用、只好找下一个的次数。急剧上升说明去往某个目的的端口快用完了。',
  ],
  insert: [
    '由程序加入的跟踪连接',
    '程序经 netlink 放入表中的条目，例如 conntrackd 为另一台主备防火墙所做的。由包发现的连接不计在此。',
  ],
  expectNew: ['到来的预期连接', 'helper 预告过、随后真的到来的连接，例如 FTP 会话的数据连接。'],
  expectCreate: ['预告的预期连接', 'helper（FTP、SIP 等）从另一条连接的流量中读出、让防火墙放行的连接。'],
  expectDelete: ['忘掉的预期连接', '删除的 helper 预告：连接来了，或没有按时来。'],
  count: [
    '跟踪的连接',
    '防火墙或 NAT 在本网络命名空间中当前记住的连接：每条是一对地址和端口，UDP 和 ICMP 也算。达到 net.netfilter.nf_conntrack_max 时，新连接的包被丢弃，旧的继续。条目会比连接多活 nf_conntrack 超时的时间。',
  ],
});
