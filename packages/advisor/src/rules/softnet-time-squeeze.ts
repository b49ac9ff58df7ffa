import { formatValue, ID, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
import { raise } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import { softirqCpus } from '../softirqCpus.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const SQUEEZED = ID.softnet.timeSqueeze;
const { cpuSeconds } = ID.softirq;
const BUDGET = 'net.core.netdev_budget';
const BUDGET_USECS = 'net.core.netdev_budget_usecs';
const WINDOW_SECONDS = 60;
const MIN_COVERED_SECONDS = 10;
/** Rounds a minute. */
const ROUNDS = { fire: 10, clear: 0 };
/** Of the CPU's time: a few rounds cut short without load are no news. */
const BUSY = { fire: 0.5, clear: 0.3 };
/** With more than this no budget gives the CPU time that it does not have. */
const EXHAUSTED_SHARE = 0.9;
const MOST_PACKETS = 1200;
const MOST_USECS = 16_000;
const SUBJECT = 'host';

interface Squeezed {
  readonly cpu: string;
  readonly rounds: number;
  readonly share: number;
}

/** The CPU with most rounds cut short, of those whose time is known. */
function worstOf({ window }: RuleContext): Squeezed | undefined {
  const cpus = softirqCpus(window, WINDOW_SECONDS).map(({ cpu, share }) => ({
    cpu,
    share,
    rounds: window.delta(SQUEEZED, WINDOW_SECONDS, { cpu }) ?? 0,
  }));
  return cpus.toSorted((a, b) => b.rounds - a.rounds)[0];
}

const SPREAD =
  'Spread the work: more queues of the card ("ethtool -L"), or receive packet steering (rps_cpus) for a card without.';

function cureOf(context: RuleContext, { share }: Squeezed): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const [packets] = tunableNumbers(context.tunables, BUDGET) ?? [];
  const [usecs] = tunableNumbers(context.tunables, BUDGET_USECS) ?? [];
  if (share > EXHAUSTED_SHARE || packets === undefined || usecs === undefined)
    return { ...NO_CHANGE, actions: [SPREAD] };
  const more = raise(packets, 2 * packets, MOST_PACKETS).proposed;
  const longer = raise(usecs, 2 * usecs, MOST_USECS).proposed;
  const changes = [
    ...(more === undefined ? [] : changeTo(context, BUDGET, more)),
    ...(longer === undefined ? [] : changeTo(context, BUDGET_USECS, longer)),
  ];
  const parts = [
    ...(more === undefined ? [] : [`${packets} packets x 2, at most ${MOST_PACKETS}: ${more}`]),
    ...(longer === undefined ? [] : [`${usecs} µs x 2, at most ${MOST_USECS}: ${longer}`]),
  ];
  return { changes, arithmetic: changes.length === 0 ? '' : parts.join('; '), actions: [SPREAD] };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const worst = worstOf(context);
  const open = firing.has(SUBJECT);
  if (worst === undefined || !isOver(worst.rounds, ROUNDS, open) || !isOver(worst.share, BUSY, open)) return [];
  const { cpu, rounds, share } = worst;
  if (!open && window.coveredSeconds(SQUEEZED, { cpu }) < MIN_COVERED_SECONDS) return [];
  return [
    {
      subject: SUBJECT,
      severity: 'warning',
      confidence: share > EXHAUSTED_SHARE ? 'high' : 'medium',
      title: `CPU ${cpu} stops receiving with packets left: its budget for one round is used up`,
      why: `A CPU takes packets from the cards in rounds of softirq. A round ends after ${BUDGET} packets or ${BUDGET_USECS} microseconds, so that programs get their turn, and what is left waits in the ring, which may overflow meanwhile. That happened ${formatValue(rounds, 'count')} times on CPU ${cpu} in the last minute, and it spent ${formatValue(share, 'share')} of its time in softirq.${share > EXHAUSTED_SHARE ? ' It has hardly any time left, so longer rounds give it none: the work has to go to other CPUs.' : ''}`,
      where: `CPU ${cpu}: ${formatValue(rounds, 'count')} rounds cut short in the last minute`,
      evidence: [
        ...growthEvidence(window, { metric: SQUEEZED, labels: { cpu } }, WINDOW_SECONDS),
        ...knownEvidence({ metric: cpuSeconds, labels: { cpu } }, Number(share.toPrecision(3))),
      ],
      ...cureOf(context, worst),
      risk: 'Risk 2 of 4. Programs on that CPU wait longer for their turn.',
      expectedEffect: 'A round takes up all that has arrived; the third column of /proc/net/softnet_stat stands still.',
      verify:
        'Under the same load the third column of /proc/net/softnet_stat (hexadecimal, a line for each CPU) grows by less than ten a minute.',
      notWhen: 'Programs on this CPU need their turn at once, such as audio or trading.',
    },
  ];
}

/** Softirq rounds end with packets left. */
export const softnetTimeSqueeze: Rule = {
  id: 'softnet-time-squeeze',
  layer: 'link',
  title: 'Softirq rounds end with packets left',
  metrics: [SQUEEZED, cpuSeconds],
  tunables: [BUDGET, BUDGET_USECS],
  about: {
    symptom: 'Delays and loss at high packet rates, with one CPU busy in softirq.',
    reasoning:
      'More than ten rounds of one CPU cut short within a minute (third column of /proc/net/softnet_stat), while it spent more than half of its time in softirq; cleared without any, or at 30 %. Above 90 % a longer round is not advised: the CPU has no time left.',
    formula: 'netdev_budget twice the present value, at most 1,200; netdev_budget_usecs likewise, at most 16,000',
    sources: [
      'Documentation/admin-guide/sysctl/net.rst (netdev_budget)',
      'net/core/dev.c of the kernel (net_rx_action)',
    ],
  },
  yieldsTo: ['nic-channels', 'rps-missing'],
  evaluate,
};
