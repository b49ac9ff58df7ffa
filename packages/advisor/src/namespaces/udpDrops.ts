import { formatValue, ID } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import type { Finding, RuleContext } from '../types.ts';
import { HOW_IT_DROPS } from '../udp/finding.ts';
import { type DroppingNamespace, droppingNamespaces, inside, nameOf, whichPid } from './place.ts';

const METRIC = ID.netns.udpRcvbufErrors;
/** As for sockets of the host itself. */
const A_MINUTE = { fire: 10, clear: 0 };
const MINUTE_SECONDS = 60;
const MOST_FINDINGS = 5;

function findingOf({ window }: RuleContext, place: DroppingNamespace): Finding {
  const { subject, labels, drops } = place;
  const name = nameOf(place);
  const command = inside(place);
  const count = formatValue(drops, 'count');
  return {
    subject,
    severity: 'warning',
    confidence: 'medium',
    title: {
      en: `UDP datagrams are dropped in ${name.en}: a receive buffer is full`,
      'zh-CN': `${name['zh-CN']} 中接收缓冲区满，UDP 数据报被丢弃`,
    },
    why: {
      en: `${HOW_IT_DROPS.en} In ${name.en} that happened ${count} times in the last minute. The counters of the host itself do not contain them, since every network namespace has its own.`,
      'zh-CN': `${HOW_IT_DROPS['zh-CN']}最近一分钟，${name['zh-CN']} 中发生了 ${count} 次。每个网络命名空间各有计数，主机自己的计数不包含它们。`,
    },
    where: { en: `a UDP socket in ${name.en}`, 'zh-CN': `${name['zh-CN']} 中的 UDP 套接字` },
    evidence: growthEvidence(window, { metric: METRIC, labels }, MINUTE_SECONDS),
    ...NO_CHANGE,
    actions: [
      {
        en: `See which socket it is: "${command} ss -uamn" shows what each has dropped after "d" in skmem, and its buffer after "rb".`,
        'zh-CN': `看是哪个套接字："${command} ss -uamn" 的 skmem 中，"d" 后是各自丢弃的个数，"rb" 后是缓冲区。`,
      },
      ...whichPid(place),
      {
        en: 'Where its Recv-Q is 0 between two bursts, give it a larger buffer: SO_RCVBUF in the program, up to net.core.rmem_max, which is one for the host and all its containers. Where it is never empty, the program reads too slowly, or its container has too little CPU (nr_throttled in its cpu.stat).',
        'zh-CN':
          '两次突发之间 Recv-Q 为 0 的，给它更大的缓冲区：程序中的 SO_RCVBUF，最多到 net.core.rmem_max，主机和所有容器共用这一个值。从不见空的，是程序读得太慢，或容器的 CPU 太少（其 cpu.stat 中的 nr_throttled）。',
      },
    ],
    risk: { en: 'Looking costs nothing.', 'zh-CN': '查看没有代价。' },
    expectedEffect: { en: 'The program gets all that arrives for it.', 'zh-CN': '到达的数据程序都能收到。' },
    verify: {
      en: `Under the same load "${command} nstat -az UdpRcvbufErrors Udp6RcvbufErrors" no longer grows.`,
      'zh-CN': `相同负载下 "${command} nstat -az UdpRcvbufErrors Udp6RcvbufErrors" 不再增长。`,
    },
    notWhen: {
      en: 'A short-lived test or a program that was stopped on purpose dropped them.',
      'zh-CN': '是短暂的测试，或有意停止的程序丢的。',
    },
  };
}

/** Datagrams dropped in other network namespaces of the host because a receive buffer was full. */
export function namespaceUdpDrops(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  return droppingNamespaces(context, METRIC, { aMinute: A_MINUTE, firing })
    .slice(0, MOST_FINDINGS)
    .map((place) => findingOf(context, place));
}
