import { formatRate, formatValue } from '../format.ts';
import { shareOf, sumKnown } from '../rates.ts';
import { missingReason, type StackInput, tunableNumbers } from './context.ts';
import { paceOf, SPARKS, segmentFlow } from './flows.ts';
import { type Reading, readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { judge, type Signal } from './signal.ts';
import { LEVELS, type Levels, NOTICE_PER_SECOND, NOW_SECONDS, SHARES } from './thresholds.ts';
import { readTroubles, type TroubleSpec } from './trouble.ts';
import type { Headline, LayerModel } from './types.ts';

const TROUBLES: readonly TroubleSpec[] = [
  {
    id: 'transport.abortOnMemory',
    title: 'TCP connections reset for lack of memory',
    metrics: [ID.tcp.abortOnMemory],
    weight: 'drop',
  },
  {
    id: 'transport.memoryPressures',
    title: 'TCP memory pressure entered',
    metrics: [ID.tcp.memoryPressures],
    weight: 'drop',
  },
  {
    id: 'transport.udpMemErrors',
    title: 'UDP datagrams dropped for lack of memory',
    metrics: [ID.udp.memErrors, ID.udp6.memErrors],
    weight: 'drop',
  },
  {
    id: 'transport.timeWaitOverflow',
    title: 'TIME-WAIT table overflows',
    metrics: [ID.tcp.timeWaitOverflow],
    weight: 'drop',
  },
  {
    id: 'transport.retransSegs',
    title: 'TCP segments sent again',
    metrics: [ID.tcp.retransSegs],
    weight: Number.POSITIVE_INFINITY,
    core: true,
  },
  {
    id: 'transport.timeouts',
    title: 'TCP retransmission timeouts',
    metrics: [ID.tcp.timeouts],
    weight: NOTICE_PER_SECOND.timeouts,
  },
  {
    id: 'transport.attemptFails',
    title: 'Connection attempts failed',
    metrics: [ID.tcp.attemptFails],
    weight: NOTICE_PER_SECOND.attemptFails,
  },
  {
    id: 'transport.inErrs',
    title: 'Bad TCP segments received',
    metrics: [ID.tcp.inErrs],
    weight: NOTICE_PER_SECOND.inErrs,
  },
  {
    id: 'transport.udpCsumErrors',
    title: 'UDP checksum errors',
    metrics: [ID.udp.inCsumErrors, ID.udp6.inCsumErrors],
    weight: NOTICE_PER_SECOND.csumErrors,
  },
  {
    id: 'transport.udpNoPorts',
    title: 'UDP datagrams to a closed port',
    metrics: [ID.udp.noPorts, ID.udp6.noPorts],
    weight: NOTICE_PER_SECOND.noPorts,
  },
];

/** A protocol's memory of the whole host against its three thresholds, in pages. */
function memoryGauge({ window, tunables, host }: StackInput, protocol: 'TCP' | 'UDP'): Reading {
  const metric = protocol === 'TCP' ? ID.sockstat.tcpMem : ID.sockstat.udpMem;
  const tunable = protocol === 'TCP' ? 'net.ipv4.tcp_mem' : 'net.ipv4.udp_mem';
  const [low, pressure, high] = tunableNumbers(tunables, tunable) ?? [];
  const value = window.last(metric);
  const known = low !== undefined && pressure !== undefined && high !== undefined;
  const bytes = formatValue(value, 'pages', { pageSizeBytes: host.pageSizeBytes });
  return readGauge({
    id: `transport.memory.${protocol.toLowerCase()}`,
    title: `${protocol} memory`,
    value,
    limit: high,
    unit: 'pages',
    marks: known
      ? [
          { label: 'low', value: low },
          { label: 'pressure', value: pressure },
          { label: 'high', value: high },
        ]
      : [],
    limitName: tunable,
    metric,
    detail: known
      ? `${bytes} of socket buffers on the whole host, every network namespace included`
      : `${bytes} on the whole host; ${tunable} cannot be read in this network namespace`,
    levels: known && high > 0 ? { ...LEVELS.memory, busy: pressure / high } : LEVELS.memory,
    subject: `${protocol} memory`,
    pageSizeBytes: host.pageSizeBytes,
  });
}

function tableGauge(
  { window, tunables }: StackInput,
  what: { id: string; title: string; metric: string; tunable: string; detail: string; levels: Levels },
): Reading {
  const { id, title, metric, tunable, detail, levels } = what;
  const limit = tunableNumbers(tunables, tunable)?.[0];
  return readGauge({
    id,
    title,
    value: window.last(metric),
    limit,
    unit: 'sockets',
    limitName: tunable,
    metric,
    detail: limit === undefined ? `${tunable} cannot be read in this network namespace` : detail,
    levels,
    subject: title,
  });
}

/** Retransmitted out of all segments sent; OutSegs does not count retransmissions. */
function retransmits({ window }: StackInput): { share: number | undefined; signals: readonly Signal[] } {
  const again = window.delta(ID.tcp.retransSegs, NOW_SECONDS);
  const first = window.delta(ID.tcp.outSegs, NOW_SECONDS);
  const all = again === undefined || first === undefined ? undefined : again + first;
  const share = all === 0 ? 0 : shareOf(again, all);
  if (share === undefined || all === undefined || all < SHARES.retrans.minimum || share <= SHARES.retrans.busy) {
    return { share, signals: [] };
  }
  return { share, signals: [{ state: 'busy', text: `${formatValue(share, 'share')} of TCP segments are sent again` }] };
}

function headlinesOf(flow: LayerModel['flow'], share: number | undefined): readonly Headline[] {
  const { down, up } = flow;
  return [
    { id: 'transport.out', title: 'Sent', value: down, unit: 'segments/s', metric: ID.tcp.outSegs, direction: 'down' },
    { id: 'transport.in', title: 'Received', value: up, unit: 'segments/s', metric: ID.tcp.inSegs, direction: 'up' },
    { id: 'transport.retrans', title: 'Sent again', value: share, unit: 'share', metric: ID.tcp.retransSegs },
  ];
}

/** TCP and UDP: segments, retransmissions, and the memory both may use. */
export function transportLayer(input: StackInput): LayerModel {
  const { window } = input;
  const flow = segmentFlow(window, NOW_SECONDS);
  const { share, signals: retransSignals } = retransmits(input);
  const gauges = [
    memoryGauge(input, 'TCP'),
    memoryGauge(input, 'UDP'),
    tableGauge(input, {
      id: 'transport.orphans',
      title: 'Orphaned connections',
      metric: ID.sockstat.tcpOrphan,
      tunable: 'net.ipv4.tcp_max_orphans',
      detail: 'closed by their program, still delivering; on the whole host',
      levels: LEVELS.orphans,
    }),
    tableGauge(input, {
      id: 'transport.timeWait',
      title: 'TIME-WAIT',
      metric: ID.sockstat.tcpTw,
      tunable: 'net.ipv4.tcp_max_tw_buckets',
      detail: 'closed connections kept 60 s for late packets',
      levels: LEVELS.table,
    }),
  ];
  const trouble = readTroubles(window, TROUBLES);
  const troubles = trouble.troubles.map((entry) =>
    entry.id === 'transport.retransSegs' && retransSignals.length > 0 ? { ...entry, state: 'busy' as const } : entry,
  );
  const pace = sumKnown([flow.down, flow.up]);
  return {
    layer: 'transport',
    ...judge({
      signals: [...gauges.flatMap((reading) => reading.signals), ...retransSignals, ...trouble.signals],
      unknown:
        window.rate(ID.tcp.outSegs, NOW_SECONDS) === undefined
          ? missingReason(window, ID.tcp.outSegs, 'TCP segment counters')
          : undefined,
      calm: `${paceOf(pace)}: ${formatRate(pace, 'segments', { noun: true })}, ${formatValue(share, 'share')} sent again`,
    }),
    headlines: headlinesOf(flow, share),
    gauges: gauges.map((reading) => reading.gauge),
    troubles,
    flow,
    spark: SPARKS.transport,
  };
}
