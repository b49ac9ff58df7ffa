import type {
  ByteQueueLimitsRow,
  ConntrackCountRow,
  ConntrackStatRow,
  CounterList,
  CounterTable,
  CpuSoftirqRow,
  CpuStatRow,
  DriverStatisticRow,
  InterruptRow,
  LinkRow,
  MeminfoRow,
  NeighbourStatRow,
  NeighRow,
  NetClassRow,
  NetDevRow,
  PauseRow,
  QdiscRow,
  RouteCountRow,
  SoftirqsRow,
  SoftnetRow,
  StandardStatisticRow,
} from '@netstrata/kernel/types';
import type { AgentDumpsRow, AgentSelfRow, AgentSourceRow, AgentVanishedRow } from './agent.ts';
import type { ChurnRow, ClosedSocketsRow } from './churn.ts';
import type { NetnsRow, NetnsSummaryRow } from './netns.ts';
import type { ProcessNearLimitRow, ProcessSummaryRow } from './processes.ts';
import type {
  OtherSocketsRow,
  SocketFillRow,
  SocketStateRow,
  SocketSummaryRow,
  UnixStateRow,
  UnixSummaryRow,
} from './sockets.ts';

/** The five layers, top first: the order of the picture. */
export const LAYERS = ['application', 'socket', 'transport', 'network', 'link'] as const;
export type Layer = (typeof LAYERS)[number];

/** Units of raw values. Rates of a counter read as `UNIT/s`. `share` is 0..1. */
export type Unit =
  | 'count'
  | 'packets'
  | 'segments'
  | 'datagrams'
  | 'connections'
  | 'sockets'
  | 'events'
  | 'bytes'
  | 'pages'
  | 'milliseconds'
  | 'microseconds'
  | 'seconds'
  | 'share'
  | 'percent'
  | 'mbit/s'
  | 'bytes/s'
  | 'boolean';

export type Labels = Readonly<Record<string, string>>;

/** Which typed row each source gives. `one` sources give a single row a tick, `many` an array, each row with its labels. */
export interface SourceRows {
  'net/snmp': CounterTable;
  'net/netstat': CounterTable;
  'net/snmp6': CounterList;
  'net/sockstat': CounterTable;
  'net/sockstat6': CounterTable;
  'net/softnet_stat': SoftnetRow;
  'net/dev': NetDevRow;
  'net/stat/arp_cache': NeighbourStatRow;
  'net/stat/ndisc_cache': NeighbourStatRow;
  'net/stat/nf_conntrack': ConntrackStatRow;
  'sys/net/netfilter/nf_conntrack_count': ConntrackCountRow;
  'sys/class/net': NetClassRow;
  'rtnetlink/link': LinkRow;
  'rtnetlink/qdisc': QdiscRow;
  'rtnetlink/neigh': NeighRow;
  'rtnetlink/route': RouteCountRow;
  'sys/class/net/byte_queue_limits': ByteQueueLimitsRow;
  'ethtool/driver_stats': DriverStatisticRow;
  'ethtool/driver_queue_stats': DriverStatisticRow;
  'ethtool/standard_stats': StandardStatisticRow;
  'ethtool/pause_stats': PauseRow;
  meminfo: MeminfoRow;
  stat: CpuStatRow;
  'stat/cpu': CpuSoftirqRow;
  softirqs: SoftirqsRow;
  interrupts: InterruptRow;
  'sock_diag/summary': SocketSummaryRow;
  'sock_diag/states': SocketStateRow;
  'sock_diag/fill': SocketFillRow;
  'sock_diag/unix': UnixSummaryRow;
  'sock_diag/unix_states': UnixStateRow;
  'sock_diag/others': OtherSocketsRow;
  'sock_diag/closed': ClosedSocketsRow;
  'sock_diag/churn': ChurnRow;
  netns: NetnsRow;
  'netns/summary': NetnsSummaryRow;
  processes: ProcessSummaryRow;
  'processes/near': ProcessNearLimitRow;
  'agent/self': AgentSelfRow;
  'agent/source': AgentSourceRow;
  'agent/dumps': AgentDumpsRow;
  'agent/vanished': AgentVanishedRow;
}
export type SourceId = keyof SourceRows;

/** One entry of the catalogue: the only place that lists a measured thing. */
export interface Metric<S extends SourceId = SourceId> {
  /** `layer.subject.measure`, e.g. `transport.tcp.retransSegs`. */
  readonly id: string;
  readonly layer: Layer;
  readonly source: S;
  /** The kernel's own spelling, e.g. `RetransSegs`; what nstat and the file call it. */
  readonly kernelName: string;
  readonly kind: 'counter' | 'gauge' | 'distribution';
  readonly unit: Unit;
  /** Names of the labels its series carry: [] or ['device'], ['cpu'], ['state'] … */
  readonly labels: readonly string[];
  readonly title: string;
  /** Plain words: what it counts and what a rise means. */
  readonly help: string;
  /** The tunable or metric id that limits it, if any. */
  readonly fills?: string;
  /** Sysctls that have to do with it beside that. */
  readonly sysctls?: readonly string[];
  /** True of what somebody has set: it is shown to the digit. */
  readonly exact?: boolean;
  /** True where growth is trouble (drops, errors, overflows). */
  readonly trouble?: boolean;
  /** What an engineer would otherwise type to see it. */
  readonly commands: readonly string[];
  readonly pick: (row: SourceRows[S]) => number | undefined;
}

/** Any entry of the catalogue: `source` tells which row its `pick` takes. */
export type AnyMetric = { [S in SourceId]: Metric<S> }[SourceId];

/** What pages and reports show of a metric; for an id known only from stored history `source` is undefined. */
export type MetricDescription = Omit<Metric, 'pick' | 'source'> & { readonly source: SourceId | undefined };

/** A source's place in the kernel and how its rows are labelled. */
export interface SourceSpec<S extends SourceId = SourceId> {
  readonly id: S;
  /** e.g. `/proc/net/snmp`. */
  readonly path: string;
  readonly rows: 'one' | 'many';
  readonly labelsOf: (row: SourceRows[S]) => Labels;
  /**
   * Every metric this row carries, catalogued or derived from the kernel's own header (a counter newer than this
   * product still gets an id, a layer and the kernel's name). The same array for the same header, so callers may cache by it.
   */
  readonly metricsOf: (row: SourceRows[S]) => readonly Metric<S>[];
}

/**
 * A sliding window over one host's samples, newest last. Unknown is `undefined`: no sample, a reset counter, a missing
 * file. Implemented once (window.ts) and shared by the stack view, the rules and the pages.
 */
export interface SampleWindow {
  readonly nowMs: number;
  /** Label sets that exist for a metric. */
  labelsOf(metric: string): readonly Labels[];
  last(metric: string, labels?: Labels): number | undefined;
  /** Highest and lowest over the last `seconds`. */
  max(metric: string, seconds: number, labels?: Labels): number | undefined;
  min(metric: string, seconds: number, labels?: Labels): number | undefined;
  /** Growth of a counter over the last `seconds` (or as much of it as is held); a reset makes it undefined. */
  delta(metric: string, seconds: number, labels?: Labels): number | undefined;
  /** `delta` a second of the time really covered; undefined below two samples. */
  rate(metric: string, seconds: number, labels?: Labels): number | undefined;
  /** Seconds for which the metric is held without a gap up to now. */
  coveredSeconds(metric: string, labels?: Labels): number;
  /** Raw points of the last `seconds`, oldest first; value undefined where unknown. */
  points(
    metric: string,
    seconds: number,
    labels?: Labels,
  ): readonly (readonly [timeMs: number, value: number | undefined])[];
  /** For a counter: at each tick its growth a second since the value before; undefined where unknown or reset. */
  ratePoints(
    metric: string,
    seconds: number,
    labels?: Labels,
  ): readonly (readonly [timeMs: number, perSecond: number | undefined])[];
}

/** What is fixed about a host while it runs. */
export interface HostFacts {
  readonly hostId: string;
  readonly hostname: string;
  readonly kernelRelease: string;
  readonly arch: string;
  readonly cpuCount: number;
  readonly pageSizeBytes: number;
  readonly memTotalBytes: number;
  readonly bootId: string;
}

/** Current values of tunables by dotted name, as the kernel prints them (triples joined by single spaces). */
export type TunableValues = Readonly<Record<string, string>>;
