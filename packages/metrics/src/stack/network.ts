import { formatRate } from '../format.ts';
import { rateOfAll } from '../rates.ts';
import { missingReason, type StackInput, tunableNumbers } from './context.ts';
import { paceOf, SPARKS } from './flows.ts';
import { type Reading, readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { conntrackGauge, neighbourGauge } from './networkTables.ts';
import { judge } from './signal.ts';
import { LEVELS, NOTICE_PER_SECOND, NOW_SECONDS } from './thresholds.ts';
import { readTroubles, type TroubleSpec } from './trouble.ts';
import type { LayerModel } from './types.ts';

const TROUBLES: readonly TroubleSpec[] = [
  {
    id: 'network.inDiscards',
    title: 'Arrived packets discarded',
    metrics: [ID.ip.inDiscards, ID.ip6.inDiscards],
    weight: 'drop',
    core: true,
  },
  {
    id: 'network.outDiscards',
    title: 'Outgoing packets discarded',
    metrics: [ID.ip.outDiscards, ID.ip6.outDiscards],
    weight: 'drop',
    core: true,
  },
  {
    id: 'network.conntrackDrop',
    title: 'Packets dropped by connection tracking',
    metrics: [ID.conntrack.drop],
    weight: 'drop',
  },
  {
    id: 'network.neighbourTableFulls',
    title: 'New neighbours refused, the neighbour table is full',
    metrics: [ID.arpCache.tableFulls, ID.ndiscCache.tableFulls],
    weight: 'drop',
  },
  {
    id: 'network.conntrackEarlyDrop',
    title: 'Tracked connections evicted, table full',
    metrics: [ID.conntrack.earlyDrop],
    weight: NOTICE_PER_SECOND.conntrackRoom,
  },
  {
    id: 'network.conntrackInsertFailed',
    title: 'Packets lost in clashes of new tracked connections',
    metrics: [ID.conntrack.insertFailed],
    weight: NOTICE_PER_SECOND.conntrackRoom,
  },
  {
    id: 'network.unresolvedDiscards',
    title: 'Packets to neighbours that do not answer',
    metrics: [ID.arpCache.unresolvedDiscards, ID.ndiscCache.unresolvedDiscards],
    weight: NOTICE_PER_SECOND.unresolved,
  },
  {
    id: 'network.reversePath',
    title: 'Arrived packets refused, the way back leads through another interface (rp_filter)',
    metrics: [ID.ip.reversePath],
    weight: NOTICE_PER_SECOND.reversePath,
  },
  {
    id: 'network.outNoRoutes',
    title: 'Packets without a route',
    metrics: [ID.ip.outNoRoutes, ID.ip6.outNoRoutes],
    weight: NOTICE_PER_SECOND.addressing,
  },
  {
    id: 'network.inHdrErrors',
    title: 'Header errors',
    metrics: [ID.ip.inHdrErrors, ID.ip6.inHdrErrors],
    weight: NOTICE_PER_SECOND.addressing,
  },
  {
    id: 'network.inAddrErrors',
    title: 'Packets to a wrong address',
    metrics: [ID.ip.inAddrErrors, ID.ip6.inAddrErrors],
    weight: NOTICE_PER_SECOND.addressing,
  },
  {
    id: 'network.reasmFails',
    title: 'Fragments that could not be put together',
    metrics: [ID.ip.reasmFails, ID.ip6.reasmFails],
    weight: NOTICE_PER_SECOND.reassembly,
  },
  {
    id: 'network.fragFails',
    title: 'Packets too big to send',
    metrics: [ID.ip.fragFails, ID.ip6.fragFails],
    weight: NOTICE_PER_SECOND.reassembly,
  },
];

function fragmentGauge(input: StackInput, family: 'IPv4' | 'IPv6'): Reading {
  const metric = family === 'IPv4' ? ID.sockstat.fragMemory : ID.sockstat.frag6Memory;
  const tunable = family === 'IPv4' ? 'net.ipv4.ipfrag_high_thresh' : 'net.ipv6.ip6frag_high_thresh';
  const value = input.window.last(metric);
  const limit = tunableNumbers(input.tunables, tunable)?.[0];
  return readGauge({
    id: `network.fragments.${family.toLowerCase()}`,
    title: `${family} fragment memory`,
    value,
    limit,
    unit: 'bytes',
    limitName: tunable,
    metric,
    detail:
      limit === undefined ? `${tunable} cannot be read here` : `${family} fragments waiting for their missing parts`,
    levels: LEVELS.memory,
    subject: `${family} fragment memory`,
  });
}

/** IPv4 and IPv6 together: packets, and what IP itself gave up on. */
export function networkLayer(input: StackInput): LayerModel {
  const { window } = input;
  const out = rateOfAll(window, [ID.ip.outRequests, ID.ip6.outRequests], NOW_SECONDS);
  const into = rateOfAll(window, [ID.ip.inReceives, ID.ip6.inReceives], NOW_SECONDS);
  const fragments = [fragmentGauge(input, 'IPv4'), fragmentGauge(input, 'IPv6')];
  const gauges = [
    conntrackGauge(input),
    neighbourGauge(input),
    ...fragments.filter(({ gauge }) => gauge.value !== undefined),
  ];
  const { troubles, signals } = readTroubles(window, TROUBLES);
  const packets = out === undefined || into === undefined ? undefined : out + into;
  return {
    layer: 'network',
    ...judge({
      signals: [...gauges.flatMap((reading) => reading.signals), ...signals],
      unknown: into === undefined ? missingReason(window, ID.ip.inReceives, 'IP packet counters') : undefined,
      calm: `${paceOf(packets)}: ${formatRate(packets, 'packets', { noun: true })}, nothing discarded`,
    }),
    headlines: [
      {
        id: 'network.out',
        title: 'Packets out',
        value: out,
        unit: 'packets/s',
        metric: ID.ip.outRequests,
        direction: 'down',
      },
      {
        id: 'network.in',
        title: 'Packets in',
        value: into,
        unit: 'packets/s',
        metric: ID.ip.inReceives,
        direction: 'up',
      },
    ],
    gauges: gauges.map((reading) => reading.gauge),
    troubles,
    flow: { down: out, up: into, unit: 'packets/s' },
    spark: SPARKS.network,
  };
}
