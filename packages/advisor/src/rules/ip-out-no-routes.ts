import { formatRate, ID } from '@netstrata/metrics';
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
    title: 'Packets of this host go nowhere: no route leads to their destination',
    who: 'a program on this host',
    told: 'The program that sends gets "Network is unreachable"',
    find: 'Find who sends: "journalctl | grep -i unreachable", or trace connect and sendto of the suspect with "strace -f -e trace=connect,sendto -p PID"; what fails with ENETUNREACH names the address.',
  },
  {
    subject: 'forwarded',
    metric: 'network.ipExt.inNoRoutes',
    counter: 'IpExtInNoRoutes',
    title: 'Packets to forward are thrown away: no route leads to their destination',
    who: 'another machine, which takes this host for its router,',
    told: 'The sender gets an ICMP message, as far as their rate allows',
    find: 'Find who sends and where to: "tcpdump -ni any icmp and icmp[0]=3" shows the messages that this host answers with, and in them the packet.',
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
    why: `For each packet the kernel asks the routing table which device and gateway lead to its destination. For ${formatRate(perSecond, 'packets', { noun: true })} from ${way.who} no entry matches, not even a default route, and they are thrown away. ${way.told}. It happens when an interface or a VPN went down and took its routes along, or when an address is wrong.`,
    where: `${formatRate(perSecond, 'packets', { noun: true })} over the last minute`,
    evidence: growthEvidence(window, { metric: way.metric }, WINDOW_SECONDS),
    ...NO_CHANGE,
    actions: [
      way.find,
      'Then "ip route get ADDRESS" says what the table makes of it; "ip rule" and "ip route show table all" show whether another table or an "unreachable" entry answers. Bring back the interface or add the route.',
    ],
    risk: 'No sysctl mends it.',
    expectedEffect: 'Packets find their way, or programs stop asking for what is not there.',
    verify: `"nstat -az ${way.counter}" no longer grows.`,
    notWhen:
      'A route of type unreachable or prohibit is there on purpose, or a program probes addresses to see whether they can be reached.',
  };
}

/** Packets without a route. */
export const ipOutNoRoutes: Rule = {
  id: 'ip-out-no-routes',
  layer: 'network',
  title: 'Packets without a route',
  metrics: WAYS.map(({ metric }) => metric),
  tunables: [],
  about: {
    symptom: 'Programs say "Network is unreachable", or machines behind this router cannot get out.',
    reasoning:
      'More than one IPv4 packet a second without a route over a minute, sent or to be forwarded; cleared at one in ten seconds. IPv6 is left out: programs try it on hosts that have none.',
    formula: '',
    sources: ['Documentation/networking/snmp_counter.rst', 'net/ipv4/route.c of the kernel (ip_error)'],
  },
  evaluate: (context, firing) => WAYS.flatMap((way) => findingOf(context, way, firing.has(way.subject)) ?? []),
};
