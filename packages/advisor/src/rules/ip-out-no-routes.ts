import { formatRate, formatValue, ID, NO_WORDS } from '@netstrata/metrics';
import { NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 60;
/** Packets a second, a minute long. */
const RATE = { fire: 1, clear: 0.1 };

/**
 * IPv4 only: programs try IPv6 first as a matter of course, also on hosts without it.
 */
const WAYS = [
  {
    subject: 'sent',
    metric: ID.ip.outNoRoutes,
    counter: 'IpOutNoRoutes',
    title: {
      en: 'Packets of this host go nowhere: no route leads to their destination',
      'zh-CN': '本机的包无处可去：没有路由通向目的地',
    },
    who: { en: 'a program on this host', 'zh-CN': '本机某个程序' },
    told: {
      en: 'The program that sends gets "Network is unreachable"',
      'zh-CN': '发送的程序得到 "Network is unreachable"',
    },
    find: {
      en: 'Find who sends: "journalctl | grep -i unreachable", or trace connect and sendto of the suspect with "strace -f -e trace=connect,sendto -p PID"; what fails with ENETUNREACH names the address.',
      'zh-CN':
        '找出谁在发："journalctl | grep -i unreachable"，或用 "strace -f -e trace=connect,sendto -p PID" 跟踪可疑程序的 connect 和 sendto；以 ENETUNREACH 失败的那次调用里有目的地址。',
    },
  },
  {
    subject: 'forwarded',
    metric: 'network.ipExt.inNoRoutes',
    counter: 'IpExtInNoRoutes',
    title: {
      en: 'Packets to forward are dropped: no route leads to their destination',
      'zh-CN': '待转发的包被丢弃：没有路由通向目的地',
    },
    who: { en: 'another machine, which takes this host for its router,', 'zh-CN': '把本机当路由器的另一台机器' },
    told: {
      en: 'The sender gets an ICMP message, as far as their rate allows',
      'zh-CN': '在速率允许的范围内，发送方会收到 ICMP 消息',
    },
    find: {
      en: 'Find who sends and where to: "tcpdump -ni any icmp and icmp[0]=3" shows the messages that this host answers with, and in them the packet.',
      'zh-CN': '找出谁发往哪里："tcpdump -ni any icmp and icmp[0]=3" 显示本机回应的消息，里面有原来的包。',
    },
  },
] as const;

function findingOf(context: RuleContext, way: (typeof WAYS)[number], open: boolean): Finding | undefined {
  const { window } = context;
  const perSecond = window.rate(way.metric, WINDOW_SECONDS);
  if (!isOver(perSecond, RATE, open)) return undefined;
  if (!open && !seenLongEnough(context, way.metric)) return undefined;
  return {
    subject: way.subject,
    severity: 'warning',
    confidence: 'high',
    title: way.title,
    why: {
      en: `For each packet the kernel asks the routing table which device and gateway lead to its destination. For ${formatRate(perSecond, 'packets', { noun: true })} from ${way.who.en} no entry matches, not even a default route, and they are dropped. ${way.told.en}. It happens when an interface or a VPN went down and took its routes along, or when an address is wrong.`,
      'zh-CN': `内核为每个包查路由表，看哪个设备和网关通向目的地。来自${way.who['zh-CN']}的每秒 ${formatValue(perSecond, 'count')} 个包没有任何条目匹配，连默认路由也没有，于是被丢弃。${way.told['zh-CN']}。可能是接口或 VPN 断开时带走了路由，也可能是地址写错了。`,
    },
    where: {
      en: `${formatRate(perSecond, 'packets', { noun: true })} over the last minute`,
      'zh-CN': `最近一分钟每秒 ${formatValue(perSecond, 'count')} 个包`,
    },
    evidence: growthEvidence(window, { metric: way.metric }, WINDOW_SECONDS),
    ...NO_CHANGE,
    actions: [
      way.find,
      {
        en: 'Then "ip route get ADDRESS" says what the table makes of it; "ip rule" and "ip route show table all" show whether another table or an "unreachable" entry answers. Bring back the interface or add the route.',
        'zh-CN':
          '再用 "ip route get ADDRESS" 看路由表如何处理；"ip rule" 和 "ip route show table all" 说明是否有另一张表或 "unreachable" 条目在起作用。恢复接口，或补上路由。',
      },
    ],
    risk: { en: 'No sysctl mends it.', 'zh-CN': '没有 sysctl 能治它。' },
    expectedEffect: {
      en: 'Packets find their way, or programs stop asking for what is not there.',
      'zh-CN': '包找到去路，或程序不再访问不存在的东西。',
    },
    verify: { en: `"nstat -az ${way.counter}" no longer grows.`, 'zh-CN': `"nstat -az ${way.counter}" 不再增长。` },
    notWhen: {
      en: 'A route of type unreachable or prohibit is there on purpose, or a program probes addresses to see whether they can be reached.',
      'zh-CN': '有意设了 unreachable 或 prohibit 类型的路由，或程序在探测哪些地址可达。',
    },
  };
}

/** Packets without a route. */
export const ipOutNoRoutes: Rule = {
  id: 'ip-out-no-routes',
  layer: 'network',
  title: { en: 'Packets without a route', 'zh-CN': '没有路由的包' },
  metrics: WAYS.map(({ metric }) => metric),
  tunables: [],
  about: {
    feels: ['unreachable'],
    symptom: {
      en: 'Programs say "Network is unreachable", or machines behind this router cannot get out.',
      'zh-CN': '程序报 "Network is unreachable"，或此路由器后面的机器出不去。',
    },
    reasoning: {
      en: 'More than one IPv4 packet a second without a route over a minute, sent or to be forwarded; cleared at one in ten seconds. IPv6 is left out: programs try it on hosts that have none.',
      'zh-CN':
        '一分钟内每秒有超过一个 IPv4 包（发送或待转发）没有路由；降到十秒一个解除。不看 IPv6：程序在没有 IPv6 的主机上也会尝试。',
    },
    formula: NO_WORDS,
    sources: ['Documentation/networking/snmp_counter.rst', 'net/ipv4/route.c of the kernel (ip_error)'],
  },
  evaluate: (context, firing) => WAYS.flatMap((way) => findingOf(context, way, firing.has(way.subject)) ?? []),
};
