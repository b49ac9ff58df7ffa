import { tunableNumbers } from '@netstrata/metrics';
import { changeTo } from '../change.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const FAMILIES = [
  { family: 'ipv4', table: 'ARP table' },
  { family: 'ipv6', table: 'IPv6 neighbour table' },
] as const;
type Family = (typeof FAMILIES)[number];

const nameOf = ({ family }: Family, n: 1 | 2 | 3) => `net.${family}.neigh.default.gc_thresh${n}`;

function findingOf(context: RuleContext, family: Family): Finding | undefined {
  const names = [nameOf(family, 1), nameOf(family, 2), nameOf(family, 3)] as const;
  const [first, second, third] = names.map((name) => tunableNumbers(context.tunables, name)?.[0]);
  if (first === undefined || second === undefined || third === undefined) return undefined;
  const most = Math.max(first, second, third);
  // Equal ones are odd and harmless; no kernel has a larger number than an int holds.
  if ((first <= second && second <= third) || most < 8 || most > 2 ** 31 - 1) return undefined;
  return {
    subject: family.family,
    severity: 'warning',
    confidence: 'high',
    title: `The limits of the ${family.table} are out of order: ${first}, ${second}, ${third}`,
    why: `Below gc_thresh1 (${first}) the kernel never cleans the table; above gc_thresh2 (${second}) it cleans soon; at gc_thresh3 (${third}) it takes no more. Out of order they defeat each other: where cleaning may not begin before the table is full, each new neighbour has to wait for a search of the whole table, or is refused and cannot be reached.`,
    where: `${names[0]}, gc_thresh2 and gc_thresh3 = ${first}, ${second}, ${third}`,
    evidence: [],
    changes: [
      ...changeTo(context, names[0], Math.floor(most / 8)),
      ...changeTo(context, names[1], Math.floor(most / 2)),
      ...changeTo(context, names[2], most),
    ],
    arithmetic: `the largest of the three, ${most}, as the limit; half of it, ${Math.floor(most / 2)}, where cleaning begins in earnest; an eighth, ${Math.floor(most / 8)}, below which nothing is cleaned`,
    actions: ['Set all three wherever one of them is set, so that they stay in order.'],
    risk: 'Risk 1 of 4. Some hundred bytes of memory for each entry that is kept; the limits hold for the whole host.',
    expectedEffect: 'Old entries are cleaned in time, and new neighbours find room.',
    verify: `"sysctl -a -r ${family.family}.neigh.default.gc_thresh" shows three numbers that rise.`,
    notWhen: 'Never: no order but a rising one makes sense.',
  };
}

function evaluate(context: RuleContext): readonly Finding[] {
  return FAMILIES.flatMap((family) => findingOf(context, family) ?? []);
}

/** The three limits of a neighbour table contradict each other. */
export const settingNeighThreshInverted: Rule = {
  id: 'setting-neigh-thresh-inverted',
  layer: 'network',
  title: 'Limits of a neighbour table out of order',
  metrics: [],
  tunables: FAMILIES.flatMap((family) => [nameOf(family, 1), nameOf(family, 2), nameOf(family, 3)]),
  about: {
    symptom: 'Machines of the local network cannot be reached now and then, though the table seems to have room.',
    reasoning: 'gc_thresh1 is above gc_thresh2, or gc_thresh2 above gc_thresh3.',
    formula: 'the largest of the three as gc_thresh3, half of it as gc_thresh2, an eighth as gc_thresh1',
    sources: [
      'Documentation/networking/ip-sysctl.rst (neigh/default/gc_thresh1)',
      'net/core/neighbour.c of the kernel',
    ],
  },
  yieldsTo: ['neigh-table-overflow'],
  evaluate,
};
