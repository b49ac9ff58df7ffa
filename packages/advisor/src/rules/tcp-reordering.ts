import { formatValue, shareOf, type Words } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { RETRANS, RETRANS_IDS, retransmissionsOf } from '../retransmission/counts.ts';
import { lossyPeers } from '../retransmission/peers.ts';
import { crossedNetwork, whereAgain } from '../retransmission/whereAgain.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const RECOVERY = 'net.ipv4.tcp_recovery';
const SUBJECT = 'host';
const WINDOW_SECONDS = 60;
/** Times segments were overtaken, of the segments with data. */
const SHARE = { fire: 0.005, clear: 0.002 };
const LEAST = { data: 1000, reorderings: 20 };

const ON_A_PATH: Words = {
  en: 'Look for what spreads the packets of one connection over several ways: a bond in mode balance-rr (cat /proc/net/bonding/*), routers that balance by packet, a tunnel over two lines. Balance by connection instead: layer3+4 in a bond, net.ipv4.fib_multipath_hash_policy = 1 on routers.',
  'zh-CN':
    '找把一个连接的包分到多条路的东西：balance-rr 模式的 bond（cat /proc/net/bonding/*）、按包均衡的路由器、跨两条线路的隧道。改为按连接均衡：bond 用 layer3+4，路由器用 net.ipv4.fib_multipath_hash_policy = 1。',
};
/** Without a network between the ends. */
const WITHIN: Words = {
  en: 'Both ends are on this host, so that no network spreads the packets: see what delays or mixes them here, with "tc -s qdisc show dev lo" (netem with delay or reorder), and the rules of "nft list ruleset" that queue packets to a program.',
  'zh-CN':
    '两端都在本机，没有网络会把包分开：查本机是什么推迟或打乱了它们，用 "tc -s qdisc show dev lo"（带 delay 或 reorder 的 netem），以及 "nft list ruleset" 中把包交给程序排队的规则。',
};

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window, tunables } = context;
  const open = firing.has(SUBJECT);
  if (!open && !seenLongEnough(context, RETRANS.data)) return [];
  const counted = retransmissionsOf(window, WINDOW_SECONDS);
  const share = shareOf(counted?.reorderings, counted?.data);
  if (counted === undefined || share === undefined || !isOver(share, SHARE, open)) return [];
  const { reorderings, data, again } = counted;
  if (!open && (data < LEAST.data || reorderings < LEAST.reorderings)) return [];
  const peers = lossyPeers(context, WINDOW_SECONDS);
  const recovery = tunables[RECOVERY]?.trim();
  const withoutRack = recovery !== undefined && recovery !== '' && Number(recovery) % 2 === 0;
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: 'high',
      title: {
        en: 'Segments overtake each other on the way, and TCP takes some of them for lost',
        'zh-CN': '报文段在路上互相超越，TCP 把其中一些当作丢失',
      },
      why: {
        en: `The network has to deliver most segments in the order in which they were sent. When one is overtaken, the receiver reports a hole, and the sender may repair what was never lost and slow down for it. In the last minute the kernel found ${formatValue(reorderings, 'count')} times, on ${formatValue(data, 'count')} segments with data, that a segment had only been late; ${formatValue(again, 'count')} were sent again. It adapts to it, and finds real losses later then.`,
        'zh-CN': `网络应当让大多数报文段按发送顺序到达。某个被超过时，接收方报告空洞，发送方可能去修复从未丢失的数据，并因此减速。最近一分钟，内核在 ${formatValue(data, 'count')} 个有数据的报文段中有 ${formatValue(reorderings, 'count')} 次发现报文段只是迟到；重传了 ${formatValue(again, 'count')} 个。它会适应，代价是更晚发现真正的丢失。`,
      },
      where: whereAgain(peers),
      evidence: [
        ...growthEvidence(window, { metric: RETRANS.sackReorder }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.tsReorder }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.all }, WINDOW_SECONDS),
        ...growthEvidence(window, { metric: RETRANS.data }, WINDOW_SECONDS),
      ],
      ...(withoutRack
        ? {
            changes: changeTo(context, RECOVERY, 1),
            arithmetic: {
              en: '1: losses are found by the time that passed, which bears reordering; the default',
              'zh-CN': '1：按经过的时间判断丢失，能容忍乱序；默认值',
            },
          }
        : NO_CHANGE),
      actions: [
        crossedNetwork(peers) ? ON_A_PATH : WITHIN,
        {
          en: 'Leave net.ipv4.tcp_reordering at 3: the kernel learns the reordering of each connection by itself.',
          'zh-CN': 'net.ipv4.tcp_reordering 保持 3：内核会自己学到每个连接的乱序程度。',
        },
      ],
      risk: {
        en: 'Balancing by connection gives a single connection one line only.',
        'zh-CN': '按连接均衡时，单个连接只能用一条线路。',
      },
      expectedEffect: {
        en: 'Fewer needless repairs, and more speed for single connections.',
        'zh-CN': '不必要的修复减少，单个连接更快。',
      },
      verify: {
        en: '"nstat -az TcpExtTCPSACKReorder TcpExtTCPTSReorder" hardly grows under the same load.',
        'zh-CN': '相同负载下 "nstat -az TcpExtTCPSACKReorder TcpExtTCPTSReorder" 几乎不增长。',
      },
      notWhen: {
        en: 'The order is lost in a network that nobody here can change.',
        'zh-CN': '顺序是在这里谁也改不了的网络中打乱的。',
      },
    },
  ];
}

/** A path that does not keep the order of packets. */
export const tcpReordering: Rule = {
  id: 'tcp-reordering',
  layer: 'transport',
  title: { en: 'Packets overtake each other', 'zh-CN': '包互相超越' },
  metrics: RETRANS_IDS,
  tunables: [RECOVERY],
  about: {
    feels: ['slow'],
    symptom: {
      en: 'Single connections are slower than the lines between the machines, with retransmissions but no drops anywhere.',
      'zh-CN': '单个连接比机器之间的线路慢，有重传，却没有任何丢包。',
    },
    reasoning: {
      en: 'Reordering was found (TcpExt TCPSACKReorder, TCPTSReorder, TCPRenoReorder) on more than 0.5 % of at least 1,000 segments with data within a minute; cleared below 0.2 %.',
      'zh-CN':
        '一分钟内至少 1,000 个有数据的报文段中，超过 0.5 % 发现乱序（TcpExt TCPSACKReorder、TCPTSReorder、TCPRenoReorder）；低于 0.2 % 解除。',
    },
    formula: {
      en: 'net.ipv4.tcp_recovery 1 where it is even, which switches loss detection by time off',
      'zh-CN': 'net.ipv4.tcp_recovery 为偶数（按时间检测丢失已关闭）时改为 1',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_recovery, tcp_reordering)', 'RFC 8985'],
  },
  evaluate,
};
