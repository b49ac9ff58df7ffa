import { formatRate, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { growthEvidence, rateEvidence } from '../evidence.ts';
import { raise, seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const HELD_BACK = 'network.icmp.outRateLimitGlobal';
const FORWARDED = 'network.ip.forwDatagrams';
const LIMIT = 'net.ipv4.icmp_msgs_per_sec';
const WINDOW_SECONDS = 60;
/** Messages a second. */
const RATE = { fire: 1, clear: 0.1 };
/** Packets a second from which a host is taken for a router. */
const ROUTER_PER_SECOND = 100;
const MOST_PER_SECOND = 10_000;
const SUBJECT = 'host';

const LOOK =
  'See what asks for them: "nstat IcmpOutDestUnreachs IcmpOutTimeExcds" says which kind this host sends, "tcpdump -ni any icmp" to whom. Datagrams to a closed port, a scan or a routing loop are to be stopped where they come from.';

function cureOf(
  context: RuleContext,
  heldBack: number,
  routes: boolean,
): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const [current] = tunableNumbers(context.tunables, LIMIT) ?? [];
  if (!routes || current === undefined) return { ...NO_CHANGE, actions: [LOOK] };
  const { proposed, limitedBy } = raise(current, Math.ceil(2 * (current + heldBack)), MOST_PER_SECOND);
  if (proposed === undefined) return { ...NO_CHANGE, actions: [LOOK] };
  return {
    changes: changeTo(context, LIMIT, proposed),
    arithmetic: `2 x (${current} allowed + ${Math.ceil(heldBack)} held back) a second = ${Math.ceil(2 * (current + heldBack))}${limitedBy}`,
    actions: [LOOK],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const heldBack = window.rate(HELD_BACK, WINDOW_SECONDS);
  const open = firing.has(SUBJECT);
  if (heldBack === undefined || !isOver(heldBack, RATE, open)) return [];
  if (!open && !seenLongEnough(context, HELD_BACK)) return [];
  const forwarded = window.rate(FORWARDED, WINDOW_SECONDS) ?? 0;
  const routes = forwarded >= ROUTER_PER_SECOND;
  return [
    {
      subject: SUBJECT,
      severity: routes ? 'warning' : 'info',
      confidence: 'medium',
      title: 'ICMP messages of this host are held back by the limit for all destinations together',
      why: `By ICMP a host tells a sender that a packet was too big, had no way on, or met a closed port. So that nobody can be flooded with it, at most ${LIMIT} of them leave a second, to all destinations together; ${formatRate(heldBack, 'packets', { noun: true })} were held back in the last minute.${routes ? ` This host forwards ${formatRate(forwarded, 'packets', { noun: true })}: with the others it holds back "packet too big", without which connections through it hang (path MTU discovery), and traceroute shows gaps.` : ' This host forwards next to nothing, so what is held back are mostly answers to a scan or to datagrams for a closed port: the limit does its work.'}`,
      where: `${formatRate(heldBack, 'packets', { noun: true })} held back`,
      evidence: [
        ...growthEvidence(window, { metric: HELD_BACK }, WINDOW_SECONDS),
        ...rateEvidence(window, { metric: FORWARDED }, WINDOW_SECONDS),
      ],
      ...cureOf(context, heldBack, routes),
      risk: 'Risk 1 of 4. Under a flood this host sends that many more answers.',
      expectedEffect: 'Senders learn what is wrong with their packets, and nothing is held back.',
      verify: '"nstat -az IcmpOutRateLimitGlobal" no longer grows.',
      notWhen: 'A scan or flood asks for the messages: then the limit keeps this host from helping it.',
    },
  ];
}

/** The limit of ICMP messages is reached. */
export const icmpRatelimit: Rule = {
  id: 'icmp-ratelimit',
  layer: 'network',
  title: 'ICMP messages held back',
  metrics: [HELD_BACK, FORWARDED],
  tunables: [LIMIT],
  about: {
    symptom: 'Connections through this router hang with large packets, and traceroute shows gaps.',
    reasoning:
      'More than one message a second held back by the limit for all destinations together over a minute; cleared at one in ten seconds. Only a host that forwards at least 100 packets a second is advised to raise it. The limit for one destination (icmp_ratelimit) is wanted and left alone.',
    formula: 'twice what is allowed and held back now, at most 10,000 a second',
    sources: ['Documentation/networking/ip-sysctl.rst (icmp_msgs_per_sec)', 'RFC 1812, section 4.3.2.8'],
  },
  evaluate,
};
