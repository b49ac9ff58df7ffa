import type { CounterList, CounterTable } from '@netstrata/kernel/types';
import { METRICS } from './catalog.ts';
import type { ListSource, TableSource } from './define.ts';
import { deriveListMetric, deriveTableMetric } from './derive.ts';
import { cacheByHeader, type HeaderWalk } from './headerCache.ts';
import type { Labels, Metric, SourceId, SourceRows, SourceSpec } from './types.ts';

/** What the kernel's names are made of. Anything else would break ids, labels and exports, so it is left out. */
const KERNEL_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const NO_LABELS: Labels = Object.freeze({});
const noLabels = (): Labels => NO_LABELS;

/** The catalogue's entries of one source; an entry's pick takes the row of its own source, which is what the cast says. */
function catalogued<S extends SourceId>(source: S): readonly Metric<S>[] {
  return METRICS.filter((entry) => entry.source === source) as readonly unknown[] as readonly Metric<S>[];
}

const walkTable: HeaderWalk<CounterTable> = (row, visit) => {
  for (const [group, counters] of Object.entries(row)) {
    if (!visit(`${group}:`)) return;
    // A counter that ends like a group would begin one in the header; no kernel has it.
    for (const name of Object.keys(counters)) if (!name.endsWith(':') && !visit(name)) return;
  }
};

const walkList: HeaderWalk<CounterList> = (row, visit) => {
  for (const name of Object.keys(row)) if (!visit(name)) return;
};

/** Adds a metric unless its id is taken; then the kernel's own spelling serves as measure, so that none is lost. */
function add<S extends SourceId>(metrics: Map<string, Metric<S>>, entry: Metric<S>): void {
  const free = metrics.has(entry.id) ? entry.id.replace(/[^.]*$/, entry.kernelName) : entry.id;
  if (!metrics.has(free)) metrics.set(free, free === entry.id ? entry : { ...entry, id: free });
}

/**
 * The catalogue's entry for a counter, else the derived one. They meet by subject and measure, as the catalogue may file a
 * counter under another layer than its group; the kernel name must agree too, for two names can make one measure.
 */
function preferCatalogued<S extends SourceId>(source: S): (derived: Metric<S>) => Metric<S> {
  const withoutLayer = (entry: Metric<S>): string => entry.id.slice(entry.layer.length + 1);
  const known = new Map(catalogued(source).map((entry) => [withoutLayer(entry), entry]));
  return (derived) => {
    const entry = known.get(withoutLayer(derived));
    return entry?.kernelName === derived.kernelName ? entry : derived;
  };
}

function tableSource<S extends TableSource>(id: S): SourceSpec<S> {
  const prefer = preferCatalogued<S>(id);
  const metricsOf = cacheByHeader(walkTable, (header) => {
    const metrics = new Map<string, Metric<S>>();
    let group = '';
    for (const name of header) {
      if (name.endsWith(':')) group = name.slice(0, -1);
      else if (KERNEL_NAME.test(group) && KERNEL_NAME.test(name))
        add(metrics, prefer(deriveTableMetric(id, group, name)));
    }
    return [...metrics.values()];
  });
  return {
    id,
    path: `/proc/${id}`,
    rows: 'one',
    labelsOf: noLabels,
    metricsOf: metricsOf as SourceSpec<S>['metricsOf'],
  };
}

function listSource(id: ListSource): SourceSpec<ListSource> {
  const prefer = preferCatalogued(id);
  const metricsOf = cacheByHeader(walkList, (header) => {
    const metrics = new Map<string, Metric<ListSource>>();
    for (const name of header) if (KERNEL_NAME.test(name)) add(metrics, prefer(deriveListMetric(name)));
    return [...metrics.values()];
  });
  return { id, path: `/proc/${id}`, rows: 'one', labelsOf: noLabels, metricsOf };
}

/** A source whose fields this product itself declares: the list never changes. */
function rowSource<S extends SourceId>(id: S, path: string, labelsOf?: (row: SourceRows[S]) => Labels): SourceSpec<S> {
  const metrics = catalogued(id);
  const rows = labelsOf === undefined ? 'one' : 'many';
  return { id, path, rows, labelsOf: labelsOf ?? noLabels, metricsOf: () => metrics };
}

/** Of noqueue nothing is counted; what fq, fq_codel and shapers keep besides, no other qdisc has. */
function qdiscSource(): SourceSpec<'rtnetlink/qdisc'> {
  const metrics = catalogued('rtnetlink/qdisc');
  const of = (...subjects: readonly string[]) => metrics.filter(({ id }) => subjects.includes(id.split('.')[1] ?? ''));
  const byKind: Readonly<Record<string, typeof metrics>> = {
    noqueue: [],
    fq: of('qdisc', 'fq'),
    fq_codel: of('qdisc', 'fqCodel'),
    tbf: of('qdisc', 'shaper'),
    cake: of('qdisc', 'shaper'),
  };
  const others = of('qdisc');
  return {
    id: 'rtnetlink/qdisc',
    path: `${ROUTE} RTM_GETQDISC`,
    rows: 'many',
    labelsOf: ({ device, kind, handle, parent }) => ({ device, kind, handle, parent }),
    metricsOf: ({ kind }) => (Object.hasOwn(byKind, kind) ? byKind[kind] : undefined) ?? others,
  };
}

const SOCK_DIAG = 'NETLINK_SOCK_DIAG';
const ROUTE = 'NETLINK_ROUTE';
const ETHTOOL = 'NETLINK_GENERIC ethtool';
const ETHTOOL_IOCTL = 'SIOCETHTOOL';

/** Every source: where it is, how its rows are labelled, which metrics a row carries. */
export const SOURCES: { readonly [S in SourceId]: SourceSpec<S> } = {
  'net/snmp': tableSource('net/snmp'),
  'net/netstat': tableSource('net/netstat'),
  'net/snmp6': listSource('net/snmp6'),
  'net/sockstat': tableSource('net/sockstat'),
  'net/sockstat6': tableSource('net/sockstat6'),
  'net/softnet_stat': rowSource('net/softnet_stat', '/proc/net/softnet_stat', ({ cpu }) => ({ cpu: String(cpu) })),
  'net/dev': rowSource('net/dev', '/proc/net/dev', ({ device }) => ({ device })),
  'net/stat/arp_cache': rowSource('net/stat/arp_cache', '/proc/net/stat/arp_cache'),
  'net/stat/ndisc_cache': rowSource('net/stat/ndisc_cache', '/proc/net/stat/ndisc_cache'),
  'net/stat/nf_conntrack': rowSource('net/stat/nf_conntrack', '/proc/net/stat/nf_conntrack', ({ cpu }) => ({
    cpu: String(cpu),
  })),
  'sys/net/netfilter/nf_conntrack_count': rowSource(
    'sys/net/netfilter/nf_conntrack_count',
    '/proc/sys/net/netfilter/nf_conntrack_count',
  ),
  'sys/class/net': rowSource('sys/class/net', '/sys/class/net', ({ device }) => ({ device })),
  'rtnetlink/link': rowSource('rtnetlink/link', `${ROUTE} RTM_GETLINK`, ({ device }) => ({ device })),
  'rtnetlink/qdisc': qdiscSource(),
  'rtnetlink/neigh': rowSource('rtnetlink/neigh', `${ROUTE} RTM_GETNEIGH`, ({ device, family }) => ({
    device,
    family,
  })),
  'rtnetlink/route': rowSource('rtnetlink/route', `${ROUTE} RTM_GETROUTE`, ({ family, table, type }) => ({
    family,
    table,
    type,
  })),
  'sys/class/net/byte_queue_limits': rowSource(
    'sys/class/net/byte_queue_limits',
    '/sys/class/net',
    ({ device, queue }) => ({ device, queue }),
  ),
  'ethtool/driver_stats': rowSource('ethtool/driver_stats', ETHTOOL_IOCTL, ({ device, statistic }) => ({
    device,
    statistic,
  })),
  'ethtool/driver_queue_stats': rowSource(
    'ethtool/driver_queue_stats',
    ETHTOOL_IOCTL,
    ({ device, queue, statistic }) => ({ device, queue: queue ?? '', statistic }),
  ),
  'ethtool/standard_stats': rowSource('ethtool/standard_stats', ETHTOOL, ({ device, statistic }) => ({
    device,
    statistic,
  })),
  'ethtool/pause_stats': rowSource('ethtool/pause_stats', ETHTOOL, ({ device }) => ({ device })),
  meminfo: rowSource('meminfo', '/proc/meminfo'),
  stat: rowSource('stat', '/proc/stat'),
  'stat/cpu': rowSource('stat/cpu', '/proc/stat', ({ cpu }) => ({ cpu: String(cpu) })),
  softirqs: rowSource('softirqs', '/proc/softirqs', ({ cpu }) => ({ cpu: String(cpu) })),
  interrupts: rowSource('interrupts', '/proc/interrupts', ({ device, queue, irq, cpu }) => ({
    device,
    queue,
    irq: String(irq),
    cpu: String(cpu),
  })),
  'sock_diag/summary': rowSource('sock_diag/summary', SOCK_DIAG),
  'sock_diag/states': rowSource('sock_diag/states', SOCK_DIAG, ({ protocol, state }) => ({ protocol, state })),
  'sock_diag/fill': rowSource('sock_diag/fill', SOCK_DIAG, ({ protocol, side, fill }) => ({ protocol, side, fill })),
  'sock_diag/unix': rowSource('sock_diag/unix', SOCK_DIAG),
  'sock_diag/unix_states': rowSource('sock_diag/unix_states', SOCK_DIAG, ({ type, state }) => ({ type, state })),
  'sock_diag/others': rowSource('sock_diag/others', SOCK_DIAG, ({ protocol }) => ({ protocol })),
  'sock_diag/closed': rowSource('sock_diag/closed', SOCK_DIAG, ({ protocol, family }) => ({ protocol, family })),
  'sock_diag/churn': rowSource('sock_diag/churn', SOCK_DIAG),
  netns: rowSource('netns', '/proc/PID/net', ({ netns }) => ({ netns })),
  'netns/summary': rowSource('netns/summary', '/proc/PID/ns/net'),
  processes: rowSource('processes', '/proc/PID/fd'),
  'processes/near': rowSource('processes/near', '/proc/PID/fd', ({ process }) => ({ process })),
  'agent/self': rowSource('agent/self', '/proc/self'),
  'agent/source': rowSource('agent/source', 'agent', ({ source }) => ({ source })),
  'agent/dumps': rowSource('agent/dumps', 'agent', ({ family }) => ({ family })),
  'agent/vanished': rowSource('agent/vanished', 'agent', ({ kind }) => ({ kind })),
};
