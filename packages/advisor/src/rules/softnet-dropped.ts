import { formatRate, formatValue, sumDelta, sumRate, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
import { memoryIsShort, raise } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const DROPPED = 'link.softnet.dropped';
const PROCESSED = 'link.softnet.processed';
const MAX_BACKLOG = 'net.core.netdev_max_backlog';
const WINDOW_SECONDS = 60;
/** Packets a minute. */
const DROPS = { fire: 10, clear: 0 };
/** Of the packets that arrived. */
const CRITICAL_SHARE = 0.01;
const MOST_PACKETS = 65_536;
const SUBJECT = 'host';

/** The CPU that dropped most in the window. */
function worstCpu({ window }: RuleContext): { readonly cpu: string; readonly drops: number } | undefined {
  const cpus = window.labelsOf(DROPPED).map((labels) => ({
    cpu: labels['cpu'] ?? '?',
    drops: window.delta(DROPPED, WINDOW_SECONDS, labels) ?? 0,
  }));
  return cpus.toSorted((a, b) => b.drops - a.drops)[0];
}

/** A queue of twice the length: what overflows is shorter than what the queue holds, or the CPU is too slow in any case. */
function cureOf(context: RuleContext): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const spread =
    'When one CPU does all the work, spread it: as many queues of the card as CPUs (ethtool -L), or receive packet steering (rps_cpus) for a card with one queue.';
  const [current] = tunableNumbers(context.tunables, MAX_BACKLOG) ?? [];
  if (current === undefined)
    return { ...NO_CHANGE, actions: [`Look at ${MAX_BACKLOG}, which the agent cannot read.`, spread] };
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, spread] };
  const { proposed, limitedBy } = raise(current, 2 * current, MOST_PACKETS);
  if (proposed === undefined) return { ...NO_CHANGE, actions: [spread] };
  return {
    changes: changeTo(context, MAX_BACKLOG, proposed),
    arithmetic: `${current} packets x 2 = ${proposed}${limitedBy}`,
    actions: [spread],
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const drops = sumDelta(window, DROPPED, WINDOW_SECONDS);
  const worst = worstCpu(context);
  const [labels] = window.labelsOf(DROPPED);
  if (worst === undefined || labels === undefined || !isOver(drops, DROPS, firing.has(SUBJECT))) return [];
  if (!firing.has(SUBJECT) && window.coveredSeconds(DROPPED, labels) < 10) return [];
  const perSecond = sumRate(window, PROCESSED, WINDOW_SECONDS);
  const processed = sumDelta(window, PROCESSED, WINDOW_SECONDS);
  const share = drops === undefined || processed === undefined ? 0 : drops / Math.max(1, drops + processed);
  return [
    {
      subject: SUBJECT,
      severity: share > CRITICAL_SHARE ? 'critical' : 'warning',
      confidence: 'high',
      title: 'Packets are dropped before any protocol sees them: the backlog queue of a CPU is full',
      why: `Between the card and the protocols each CPU keeps a queue of packets that it has taken over and not worked on yet (packets that were steered to it, and those of virtual devices). It holds ${MAX_BACKLOG} packets; what comes while it is full is thrown away. TCP then sends again, UDP does not. The host works on ${formatRate(perSecond, 'packets')} and dropped ${formatValue(drops, 'count')} in the last minute, most of them on CPU ${worst.cpu}.`,
      where: `CPU ${worst.cpu}: ${formatValue(worst.drops, 'count')} of ${formatValue(drops, 'count')} packets dropped in the last minute`,
      evidence: [
        ...growthEvidence(window, { metric: DROPPED, labels: { cpu: worst.cpu } }, WINDOW_SECONDS),
        ...knownEvidence({ metric: PROCESSED }, processed),
      ],
      ...cureOf(context),
      risk: 'Risk 1 of 4. Packets wait longer in a longer queue: at most its length divided by the packets a second of that CPU.',
      expectedEffect: 'Bursts fit into the queue, and the second column of /proc/net/softnet_stat stands still.',
      verify:
        'Under the same load the second column of /proc/net/softnet_stat (hexadecimal, a line for each CPU) no longer grows.',
      notWhen:
        'A CPU is busy with packets all the time (softirq above 90 %): then the queue is full however long it is, and the work has to be spread or made less.',
    },
  ];
}

/** The queue between the card and the protocols overflows. */
export const softnetDropped: Rule = {
  id: 'softnet-dropped',
  layer: 'link',
  title: 'Backlog queue of a CPU overflows',
  metrics: [DROPPED, PROCESSED],
  tunables: [MAX_BACKLOG],
  about: {
    symptom: 'Loss inside the host at high packet rates, while the card itself reports none.',
    reasoning:
      'More than 10 packets a minute dropped from the per-CPU backlog (second column of /proc/net/softnet_stat); critical above 1 % of all packets. Cleared by a minute without any.',
    formula: 'twice the present length, at most 65,536 packets',
    sources: ['Documentation/admin-guide/sysctl/net.rst (netdev_max_backlog)', 'Documentation/networking/scaling.rst'],
  },
  evaluate,
};
