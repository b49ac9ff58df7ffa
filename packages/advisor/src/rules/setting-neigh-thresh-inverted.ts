import { tunableNumbers } from '@netstrata/metrics';
import { changeTo } from '../change.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const FAMILIES = [
  { family: 'ipv4', table: { en: 'ARP table', 'zh-CN': 'ARP 表' } },
  { family: 'ipv6', table: { en: 'IPv6 neighbour table', 'zh-CN': 'IPv6 邻居表' } },
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
    title: {
      en: `The limits of the ${family.table.en} are out of order: ${first}, ${second}, ${third}`,
      'zh-CN': `${family.table['zh-CN']}的各上限顺序不对：${first}、${second}、${third}`,
    },
    why: {
      en: `Below gc_thresh1 (${first}) the kernel never cleans the table; above gc_thresh2 (${second}) it cleans soon; at gc_thresh3 (${third}) it takes no more. Out of order they defeat each other: where cleaning may not begin before the table is full, each new neighbour has to wait for a search of the whole table, or is refused and cannot be reached.`,
      'zh-CN': `低于 gc_thresh1（${first}）内核从不清理表；超过 gc_thresh2（${second}）很快清理；到 gc_thresh3（${third}）不再接纳。顺序颠倒就互相抵消：表满之前不许清理时，每个新邻居都要等一遍整表搜索，或被拒绝而无法到达。`,
    },
    where: {
      en: `${names[0]}, gc_thresh2 and gc_thresh3 = ${first}, ${second}, ${third}`,
      'zh-CN': `${names[0]}、gc_thresh2 和 gc_thresh3 = ${first}、${second}、${third}`,
    },
    evidence: [],
    changes: [
      ...changeTo(context, names[0], Math.floor(most / 8)),
      ...changeTo(context, names[1], Math.floor(most / 2)),
      ...changeTo(context, names[2], most),
    ],
    arithmetic: {
      en: `the largest of the three, ${most}, as the limit; half of it, ${Math.floor(most / 2)}, where cleaning begins in earnest; an eighth, ${Math.floor(most / 8)}, below which nothing is cleaned`,
      'zh-CN': `取三者中最大的 ${most} 为上限；其一半 ${Math.floor(most / 2)} 起认真清理；其八分之一 ${Math.floor(most / 8)} 以下不清理`,
    },
    actions: [
      {
        en: 'Set all three wherever one of them is set, so that they stay in order.',
        'zh-CN': '凡设置其中一个的地方，三个都要设，以保持顺序。',
      },
    ],
    risk: {
      en: 'Risk 1 of 4. Some hundred bytes of memory for each entry that is kept; the limits hold for the whole host.',
      'zh-CN': '风险 1/4。每个保留的条目几百字节内存；这些上限对整台主机生效。',
    },
    expectedEffect: {
      en: 'Old entries are cleaned in time, and new neighbours find room.',
      'zh-CN': '旧条目及时清理，新邻居有位置。',
    },
    verify: {
      en: `"sysctl -a -r ${family.family}.neigh.default.gc_thresh" shows three numbers that rise.`,
      'zh-CN': `"sysctl -a -r ${family.family}.neigh.default.gc_thresh" 显示三个递增的数。`,
    },
    notWhen: { en: 'Never: no order but a rising one makes sense.', 'zh-CN': '从不：只有递增的顺序才有意义。' },
  };
}

function evaluate(context: RuleContext): readonly Finding[] {
  return FAMILIES.flatMap((family) => findingOf(context, family) ?? []);
}

/** The three limits of a neighbour table contradict each other. */
export const settingNeighThreshInverted: Rule = {
  id: 'setting-neigh-thresh-inverted',
  layer: 'network',
  title: { en: 'Limits of a neighbour table out of order', 'zh-CN': '邻居表各上限顺序不对' },
  metrics: [],
  tunables: FAMILIES.flatMap((family) => [nameOf(family, 1), nameOf(family, 2), nameOf(family, 3)]),
  about: {
    feels: ['unreachable'],
    symptom: {
      en: 'Machines of the local network cannot be reached now and then, though the table seems to have room.',
      'zh-CN': '表看起来还有空间，本地网络的机器却时不时连不上。',
    },
    reasoning: {
      en: 'gc_thresh1 is above gc_thresh2, or gc_thresh2 above gc_thresh3.',
      'zh-CN': 'gc_thresh1 大于 gc_thresh2，或 gc_thresh2 大于 gc_thresh3。',
    },
    formula: {
      en: 'the largest of the three as gc_thresh3, half of it as gc_thresh2, an eighth as gc_thresh1',
      'zh-CN': '三者中最大的作 gc_thresh3，其一半作 gc_thresh2，八分之一作 gc_thresh1',
    },
    sources: [
      'Documentation/networking/ip-sysctl.rst (neigh/default/gc_thresh1)',
      'net/core/neighbour.c of the kernel',
    ],
  },
  yieldsTo: ['neigh-table-overflow'],
  evaluate,
};
