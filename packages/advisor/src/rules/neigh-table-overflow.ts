import { ID, sameWords, shareOf, sumKnown, tunableNumbers } from '@netstrata/metrics';
import { changeTo, NO_CHANGE, NO_MEMORY } from '../change.ts';
import { growthEvidence, knownEvidence } from '../evidence.ts';
import { memoryIsShort, pow2ceil, raise } from '../guards.ts';
import { heldText } from '../heldText.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const WINDOW_SECONDS = 300;
const FILL = { fire: 0.8, clear: 0.6 };
const NONE = { fire: 0, clear: 0 };
const MOST_ENTRIES = 65_536;
const FAILED = 'network.neigh.failed';

/** The two tables of the kernel: ARP for IPv4, neighbour discovery for IPv6. */
const TABLES = [
  { family: 'ipv4', protocol: sameWords('ARP'), ids: ID.arpCache, command: 'ip -4 neigh' },
  {
    family: 'ipv6',
    protocol: { en: 'neighbour discovery', 'zh-CN': '邻居发现' },
    ids: ID.ndiscCache,
    command: 'ip -6 neigh',
  },
] as const;
type Table = (typeof TABLES)[number];

const limitOf = ({ family }: Table, n: 1 | 2 | 3) => `net.${family}.neigh.default.gc_thresh${n}`;

interface Held {
  readonly entries: number;
  readonly scanned: boolean;
}

/** Room for twice the neighbours there are; the lower limits follow, so that collecting begins in time. */
function cureOf(
  context: RuleContext,
  table: Table,
  { entries, scanned }: Held,
): Pick<Finding, 'changes' | 'arithmetic' | 'actions'> {
  const look = {
    en: `Look at who fills the table: "${table.command} | sort -k6". Many FAILED or INCOMPLETE entries mean that somebody scans addresses that nobody has; then the scan has to end, not the table to grow.`,
    'zh-CN': `看谁填满了表："${table.command} | sort -k6"。大量 FAILED 或 INCOMPLETE 说明有人在扫描没人用的地址；那该停的是扫描，而不是加大表。`,
  };
  if (scanned) return { ...NO_CHANGE, actions: [look] };
  const names = [limitOf(table, 1), limitOf(table, 2), limitOf(table, 3)] as const;
  const [first, second, most] = names.map((name) => tunableNumbers(context.tunables, name)?.[0]);
  if (first === undefined || second === undefined || most === undefined)
    return {
      ...NO_CHANGE,
      actions: [
        look,
        {
          en: `Raise ${names[2]} on the host: it is not visible from here.`,
          'zh-CN': `在主机上提高 ${names[2]}：从这里看不到它。`,
        },
      ],
    };
  if (memoryIsShort(context)) return { ...NO_CHANGE, actions: [NO_MEMORY, look] };
  const { proposed, limitedBy } = raise(most, pow2ceil(2 * Math.max(entries, most)), MOST_ENTRIES);
  if (proposed === undefined) return { ...NO_CHANGE, actions: [look] };
  return {
    changes: [
      ...changeTo(context, names[0], Math.max(first, Math.floor(proposed / 8))),
      ...changeTo(context, names[1], Math.max(second, Math.floor(proposed / 2))),
      ...changeTo(context, names[2], proposed),
    ],
    arithmetic: {
      en: `2 x ${Math.max(entries, most)} neighbours, as a power of two: ${proposed}${limitedBy.en}; half of it where collecting begins in earnest, an eighth below which nothing is collected`,
      'zh-CN': `2 x ${Math.max(entries, most)} 个邻居，取 2 的幂：${proposed}${limitedBy['zh-CN']}；其一半起开始认真回收，八分之一以下不回收`,
    },
    actions: [look],
  };
}

/** Neighbours of the table that never answered, on all devices, at most within the window. */
function failedOf({ window }: RuleContext, table: Table): number {
  const labels = window.labelsOf(FAILED).filter(({ family }) => family === table.family);
  return sumKnown(labels.map((each) => window.max(FAILED, WINDOW_SECONDS, each))) ?? 0;
}

function findingOf(context: RuleContext, table: Table, open: boolean): Finding | undefined {
  const { window, tunables } = context;
  const { entries: held, tableFulls, unresolvedDiscards } = table.ids;
  const entries = window.last(held);
  const most = tunableNumbers(tunables, limitOf(table, 3))?.[0];
  const refused = window.delta(tableFulls, WINDOW_SECONDS);
  const fill = shareOf(entries, most);
  if (!isOver(refused, NONE, open) && !isOver(fill, FILL, open)) return undefined;
  // What was refused was so while the table was full, which may be over.
  const peak = window.max(held, WINDOW_SECONDS);
  const failed = failedOf(context, table);
  const scanned = peak !== undefined && failed > peak / 2;
  const lost = (refused ?? 0) > 0;
  const of = { en: `of ${most ?? 'an unknown number of'} entries`, 'zh-CN': `/ ${most ?? '未知'} 条目` };
  const holds = heldText({ now: entries, peak, of, within: 'five minutes' });
  return {
    subject: table.family,
    severity: lost ? 'critical' : 'warning',
    confidence: scanned ? 'medium' : 'high',
    title: lost
      ? {
          en: `New neighbours are refused: the ${table.protocol.en} table is full`,
          'zh-CN': `新邻居被拒绝：${table.protocol['zh-CN']} 表已满`,
        }
      : { en: `The ${table.protocol.en} table is nearly full`, 'zh-CN': `${table.protocol['zh-CN']} 表快满了` },
    why: {
      en: `To send to a machine on the same network the kernel has to know its hardware address, and keeps it in the neighbour table. ${limitOf(table, 3)} is its hard limit, for all network namespaces together. When it is reached and nothing old can be thrown out, packets to further machines are dropped, and the log says "neighbour table overflow!".${scanned ? ` More than half of the entries (${failed}) are of addresses that never answered: that looks like a scan.` : ''}`,
      'zh-CN': `要发给同一网络上的机器，内核得知道它的硬件地址，并记在邻居表里。${limitOf(table, 3)} 是硬上限，所有网络命名空间合计。到了上限又没有旧条目可清，发往其他机器的包就被丢弃，日志里有 "neighbour table overflow!"。${scanned ? `超过一半的条目（${failed}）属于从未应答的地址：看来是扫描。` : ''}`,
    },
    where: {
      en: `${holds.en}${lost ? `, ${refused} refused in the last five minutes` : ''}`,
      'zh-CN': `${holds['zh-CN']}${lost ? `，最近五分钟拒绝 ${refused} 个` : ''}`,
    },
    evidence: [
      ...knownEvidence({ metric: held }, peak, { as: 'peak', seconds: WINDOW_SECONDS }),
      ...growthEvidence(window, { metric: tableFulls }, WINDOW_SECONDS),
      ...growthEvidence(window, { metric: unresolvedDiscards }, WINDOW_SECONDS),
    ],
    ...cureOf(context, table, { entries: peak ?? 0, scanned }),
    risk: {
      en: 'Risk 1 of 4. About 0.5 kB of kernel memory for each entry; the limits hold for the whole host.',
      'zh-CN': '风险 1/4。每个条目约 0.5 kB 内核内存；这些上限对整台主机生效。',
    },
    expectedEffect: {
      en: 'New neighbours are found again; table_fulls stands still.',
      'zh-CN': '又能找到新邻居；table_fulls 不再变化。',
    },
    verify: {
      en: `"lnstat -c1 -k ${table.family === 'ipv4' ? 'arp_cache' : 'ndisc_cache'}:entries,${table.family === 'ipv4' ? 'arp_cache' : 'ndisc_cache'}:table_fulls" shows entries below 60 % of the limit and table_fulls unchanged.`,
      'zh-CN': `"lnstat -c1 -k ${table.family === 'ipv4' ? 'arp_cache' : 'ndisc_cache'}:entries,${table.family === 'ipv4' ? 'arp_cache' : 'ndisc_cache'}:table_fulls" 显示条目低于上限的 60 %，table_fulls 不变。`,
    },
    notWhen: {
      en: 'A scan fills the table with addresses that do not exist: a larger one fills as well.',
      'zh-CN': '是扫描用不存在的地址填满了表：更大的也会填满。',
    },
  };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  return TABLES.flatMap((table) => findingOf(context, table, firing.has(table.family)) ?? []);
}

/** The table of hardware addresses on the local networks is full. */
export const neighTableOverflow: Rule = {
  id: 'neigh-table-overflow',
  layer: 'network',
  title: { en: 'Neighbour table overflow', 'zh-CN': '邻居表溢出' },
  metrics: [...TABLES.flatMap(({ ids }) => [ids.entries, ids.tableFulls, ids.unresolvedDiscards]), FAILED],
  tunables: TABLES.flatMap((table) => [limitOf(table, 1), limitOf(table, 2), limitOf(table, 3)]),
  about: {
    feels: ['unreachable', 'drops'],
    symptom: {
      en: 'Some machines of the local network cannot be reached from this host, others can, and it changes by the minute.',
      'zh-CN': '本地网络上有些机器从本机连不上，有些能连，而且时时在变。',
    },
    reasoning: {
      en: 'The kernel refused an entry within five minutes (table_fulls), or the table is more than 80 % full; cleared below 60 %. Where most entries never answered, it says that somebody scans the network.',
      'zh-CN':
        '五分钟内内核拒绝过条目（table_fulls），或表的用量超过 80 %；低于 60 % 解除。若大多数条目从未应答，会指出有人在扫描网络。',
    },
    formula: {
      en: 'gc_thresh3 = power of two above twice the entries; gc_thresh2 half, gc_thresh1 an eighth of it; at most 65,536',
      'zh-CN': 'gc_thresh3 = 条目数两倍以上的 2 的幂；gc_thresh2 为其一半，gc_thresh1 为其八分之一；最多 65,536',
    },
    sources: [
      'Documentation/networking/ip-sysctl.rst (neigh/default/gc_thresh3)',
      'net/core/neighbour.c of the kernel',
    ],
  },
  evaluate,
};
