import { formatValue } from '../format.ts';
import { shareOf } from '../rates.ts';
import type { SourceId } from '../types.ts';
import { joinWords, NO_WORDS, sameWords, type Words, words } from '../words/index.ts';
import { missingReason, type StackInput, tunableNumbers } from './context.ts';
import { type Reading, readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { LEVELS } from './thresholds.ts';

/** Why a number is not there: its file cannot be read, or nobody has tried yet. */
function whyUnknown(
  { window }: StackInput,
  what: { readonly source: SourceId; readonly metric: string; readonly name: Words; readonly unreadable: Words },
): Words {
  const success = window.last(ID.agentSource.success, { source: what.source });
  return success === 0 ? what.unreadable : missingReason(window, what.metric, what.name);
}

/** Connections that the agent's network namespace tracks against the limit that each namespace has. */
export function conntrackGauge(input: StackInput): Reading {
  const metric = ID.conntrack.count;
  const tunable = 'net.netfilter.nf_conntrack_max';
  const value = input.window.last(metric);
  const limit = tunableNumbers(input.tunables, tunable)?.[0];
  const source = 'sys/net/netfilter/nf_conntrack_count';
  const unreadable = words(
    'connection tracking is not loaded (module nf_conntrack)',
    '连接跟踪没有加载（模块 nf_conntrack）',
  );
  const what = { source, metric, name: words('connection tracking', '连接跟踪'), unreadable } as const;
  return readGauge({
    id: 'network.conntrack',
    title: words('Connection tracking', '连接跟踪'),
    value,
    limit,
    unit: 'connections',
    limitName: sameWords(tunable),
    metric,
    detail: value === undefined ? whyUnknown(input, what) : trackedBy(tunable, limit),
    levels: LEVELS.table,
    subject: words('the connection tracking table', '连接跟踪表'),
  });
}

function unreadableHere(tunable: string): Words {
  return words(`limit not readable here; it is ${tunable}`, `此处读不到上限，即 ${tunable}`);
}

function trackedBy(tunable: string, limit: number | undefined): Words {
  if (limit === undefined) return unreadableHere(tunable);
  if (limit === 0) return words(`${tunable} is 0, which sets no limit`, `${tunable} 为 0，即没有上限`);
  return words(
    'connections that the firewall and NAT of this network namespace remember',
    '本网络命名空间的防火墙和 NAT 记住的连接',
  );
}

interface NeighbourTable {
  readonly name: string;
  readonly metric: string;
  readonly source: SourceId;
  readonly tunables: string;
}

const TABLES: readonly [NeighbourTable, NeighbourTable] = [
  { name: 'ARP', metric: ID.arpCache.entries, source: 'net/stat/arp_cache', tunables: 'net.ipv4.neigh.default' },
  { name: 'IPv6', metric: ID.ndiscCache.entries, source: 'net/stat/ndisc_cache', tunables: 'net.ipv6.neigh.default' },
];

/** So that two nearly empty tables do not take turns. */
const FULLER_BY = 0.05;

function fillOf({ window, tunables }: StackInput, table: NeighbourTable) {
  const value = window.last(table.metric);
  const limit = tunableNumbers(tunables, `${table.tunables}.gc_thresh3`)?.[0];
  return { value, limit, fraction: shareOf(value, limit) ?? Number.NEGATIVE_INFINITY };
}

/** The fuller of the two neighbour tables, which all network namespaces of the host share. */
export function neighbourGauge(input: StackInput): Reading {
  const [arp, ipv6] = TABLES;
  const ipv6IsFuller = fillOf(input, ipv6).fraction > fillOf(input, arp).fraction + FULLER_BY;
  const [table, other] = ipv6IsFuller ? [ipv6, arp] : [arp, ipv6];
  const { name, metric, source, tunables } = table;
  const { value, limit } = fillOf(input, table);
  const { value: otherValue, limit: otherLimit } = fillOf(input, other);
  const tunable = `${tunables}.gc_thresh3`;
  const cleaning = tunableNumbers(input.tunables, `${tunables}.gc_thresh2`)?.[0];
  const unreadable = words(
    'seen on the host only; the kernel shows it in the first network namespace alone',
    '只在主机上可见；内核只在首个网络命名空间显示它',
  );
  const rest =
    otherValue === undefined || otherLimit === undefined
      ? NO_WORDS
      : words(
          `; ${other.name}: ${formatValue(otherValue, 'count')} of ${formatValue(otherLimit, 'count')}`,
          `；${other.name}：${formatValue(otherValue, 'count')} / ${formatValue(otherLimit, 'count')}`,
        );
  const known =
    limit === undefined
      ? unreadableHere(tunable)
      : words('the whole host, every network namespace', '整台主机，所有网络命名空间');
  return readGauge({
    id: 'network.neighbours',
    title: words(`Neighbour table, ${name}`, `邻居表，${name}`),
    value,
    limit,
    unit: 'count',
    marks:
      cleaning === undefined || limit === undefined
        ? []
        : [{ label: words('cleaning begins', '开始清理'), value: cleaning }],
    limitName: sameWords(tunable),
    metric,
    detail:
      value === undefined
        ? whyUnknown(input, { source, metric, name: words('the neighbour tables', '邻居表'), unreadable })
        : joinWords([known, rest], NO_WORDS),
    levels: LEVELS.neighbours,
    subject: words(`the neighbour table (${name})`, `邻居表（${name}）`),
  });
}
