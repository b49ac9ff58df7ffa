import { formatValue } from '../format.ts';
import { shareOf } from '../rates.ts';
import type { SourceId } from '../types.ts';
import { missingReason, type StackInput, tunableNumbers } from './context.ts';
import { type Reading, readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { LEVELS } from './thresholds.ts';

/** Why a number is not there: its file cannot be read, or nobody has tried yet. */
function whyUnknown(
  { window }: StackInput,
  what: { readonly source: SourceId; readonly metric: string; readonly name: string; readonly unreadable: string },
): string {
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
  const unreadable = 'connection tracking is not loaded (module nf_conntrack)';
  const what = { source, metric, name: 'connection tracking', unreadable } as const;
  return readGauge({
    id: 'network.conntrack',
    title: 'Connection tracking',
    value,
    limit,
    unit: 'connections',
    limitName: tunable,
    metric,
    detail: value === undefined ? whyUnknown(input, what) : trackedBy(tunable, limit),
    levels: LEVELS.table,
    subject: 'the connection tracking table',
  });
}

function trackedBy(tunable: string, limit: number | undefined): string {
  if (limit === undefined) return `${tunable} cannot be read here`;
  if (limit === 0) return `${tunable} is 0, which sets no limit`;
  return 'connections that the firewall and NAT of this network namespace remember';
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
  const unreadable = 'the kernel shows it in the first network namespace of the host only';
  const rest =
    otherValue === undefined || otherLimit === undefined
      ? ''
      : `; ${other.name}: ${formatValue(otherValue, 'count')} of ${formatValue(otherLimit, 'count')}`;
  const known = limit === undefined ? `${tunable} cannot be read here` : 'the whole host, every network namespace';
  return readGauge({
    id: 'network.neighbours',
    title: `Neighbour table, ${name}`,
    value,
    limit,
    unit: 'count',
    marks: cleaning === undefined || limit === undefined ? [] : [{ label: 'cleaning begins', value: cleaning }],
    limitName: tunable,
    metric,
    detail:
      value === undefined
        ? whyUnknown(input, { source, metric, name: 'the neighbour tables', unreadable })
        : `${known}${rest}`,
    levels: LEVELS.neighbours,
    subject: `the neighbour table (${name})`,
  });
}
