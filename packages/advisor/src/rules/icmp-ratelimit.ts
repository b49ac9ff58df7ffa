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
/** Packets forwarded a second: who forwards fewer is no router. */
const ROUTER = { fire: 100, clear: 10 };
const MOST_PER_SECOND = 10_000;
const SUBJECT = 'host';

const LOOK =
  'See what asks for them: "nstat IcmpOutDestUnreachs IcmpOutTimeExcds" says which kind this host sends, "tcpdump -ni any icmp" to whom. Datagrams to a closed port, a scan or a routing loop are to be stopped where they come from.';

function cureOf(context: RuleContext, heldBack: number): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const [current] = tunableNumbers(context.tunables, LIMIT) ?? [];
  if (current === undefined) return { ...NO_CHANGE, actions: [LOOK] };
  const wanted = Math.ceil(2 * (current + heldBack));
  const { proposed, limitedBy } = raise(current, wanted, MOST_PER_SECOND);
  if (proposed === undefined) return { ...NO_CHANGE, actions: [LOOK] };
  return {
    changes: changeTo(context, LIMIT, proposed),
    arithmetic: `2 x (${current} allowed + ${Math.ceil(heldBack)} held back) a second = ${wanted}${limitedBy}`,
    actions: [LOOK],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const heldBack = window.rate(HELD_BACK, WINDOW_SECONDS);
  const forwarded = window.rate(FORWARDED, WINDOW_SECONDS);
  const open = firing.has(SUBJECT);
  if (heldBack === undefined || !isOver(heldBack, RATE, open) || !isOver(forwarded, ROUTER, open)) return [];
  if (!open && !seenLongEnough(context, HELD_BACK)) return [];
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: 'medium',
      title: 'This router holds back ICMP messages: their limit for all destinations is reached',
      why: `By ICMP a router tells a sender that a packet was too big, had no way on, or ran out of hops. So that nobody can be flooded with it, at most ${LIMIT} of them leave a second, to all destinations together; ${formatRate(heldBack, 'packets', { noun: true })} were held back in the last minute. This host forwards ${formatRate(forwarded, 'packets', { noun: true })}: with the others it holds back "packet too big", without which connections through it hang (path MTU discovery), and traceroute shows gaps.`,
      where: `${formatRate(heldBack, 'packets', { noun: true })} held back`,
      evidence: [
        ...growthEvidence(window, { metric: HELD_BACK }, WINDOW_SECONDS),
        ...rateEvidence(window, { metric: FORWARDED }, WINDOW_SECONDS),
      ],
      ...cureOf(context, heldBack),
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
      'More than one message a second held back by the limit for all destinations together over a minute, on a host that forwards more than 100 packets a second; cleared at one in ten seconds. On other hosts the limit keeps back answers to scans and closed ports, which is what it is for; so does the limit for one destination (icmp_ratelimit).',
    formula: 'twice what is allowed and held back now, at most 10,000 a second',
    sources: ['Documentation/networking/ip-sysctl.rst (icmp_msgs_per_sec)', 'RFC 1812, section 4.3.2.8'],
  },
  evaluate,
};
