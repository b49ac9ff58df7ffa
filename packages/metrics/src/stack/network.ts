import { valueWords } from '../format.ts';
import { rateOfAll, shareOf } from '../rates.ts';
import type { SampleWindow } from '../types.ts';
import { sameWords, type Words, words } from '../words/index.ts';
import { missingReason, type StackInput, tunableNumbers } from './context.ts';
import { paceOf, SPARKS } from './flows.ts';
import { type Reading, readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { conntrackGauge, neighbourGauge } from './networkTables.ts';
import { discardsLostAt } from './sendingLoss.ts';
import { judge } from './signal.ts';
import { LEVELS, NOTICE_PER_SECOND, NOW_SECONDS, SHARES } from './thresholds.ts';
import { readTroubles, type TroubleSpec } from './trouble.ts';
import type { LayerModel } from './types.ts';

const TROUBLES: readonly TroubleSpec[] = [
  {
    id: 'network.inDiscards',
    title: words('Arrived packets discarded', '到达后丢弃的包'),
    metrics: [ID.ip.inDiscards, ID.ip6.inDiscards],
    weight: 'drop',
    core: true,
  },
  {
    id: 'network.outDiscards',
    title: words('Outgoing packets discarded', '发送时丢弃的包'),
    metrics: [ID.ip.outDiscards, ID.ip6.outDiscards],
    weight: 'drop',
    core: true,
  },
  {
    id: 'network.conntrackDrop',
    title: words('Packets dropped by connection tracking', '连接跟踪丢弃的包'),
    metrics: [ID.conntrack.drop],
    weight: 'drop',
  },
  {
    id: 'network.neighbourTableFulls',
    title: words('New neighbours refused, the neighbour table is full', '拒绝的新邻居，邻居表已满'),
    metrics: [ID.arpCache.tableFulls, ID.ndiscCache.tableFulls],
    weight: 'drop',
  },
  {
    id: 'network.conntrackEarlyDrop',
    title: words('Tracked connections evicted, table full', '提前淘汰的跟踪连接，表已满'),
    metrics: [ID.conntrack.earlyDrop],
    weight: NOTICE_PER_SECOND.conntrackRoom,
  },
  {
    id: 'network.conntrackInsertFailed',
    title: words('Packets lost in clashes of new tracked connections', '因新跟踪连接冲突丢失的包'),
    metrics: [ID.conntrack.insertFailed],
    weight: NOTICE_PER_SECOND.conntrackRoom,
  },
  {
    id: 'network.unresolvedDiscards',
    title: words('Packets to neighbours that do not answer', '发往不应答邻居的包'),
    metrics: [ID.arpCache.unresolvedDiscards, ID.ndiscCache.unresolvedDiscards],
    weight: NOTICE_PER_SECOND.unresolved,
  },
  {
    id: 'network.reversePath',
    title: words(
      'Arrived packets refused, the way back leads through another interface (rp_filter)',
      '拒绝的到达包，回程走另一接口（rp_filter）',
    ),
    metrics: [ID.ip.reversePath],
    weight: NOTICE_PER_SECOND.reversePath,
  },
  {
    id: 'network.outNoRoutes',
    title: words('Packets without a route', '没有路由的包'),
    metrics: [ID.ip.outNoRoutes, ID.ip6.outNoRoutes],
    weight: NOTICE_PER_SECOND.addressing,
  },
  {
    id: 'network.inHdrErrors',
    title: words('Header errors', '头部错误'),
    metrics: [ID.ip.inHdrErrors, ID.ip6.inHdrErrors],
    weight: NOTICE_PER_SECOND.addressing,
  },
  {
    id: 'network.inAddrErrors',
    title: words('Packets to a wrong address', '地址错误的包'),
    metrics: [ID.ip.inAddrErrors, ID.ip6.inAddrErrors],
    weight: NOTICE_PER_SECOND.addressing,
  },
  {
    id: 'network.reasmFails',
    title: words('Fragments that could not be put together', '没能重组的分片'),
    metrics: [ID.ip.reasmFails, ID.ip6.reasmFails],
    weight: NOTICE_PER_SECOND.reassembly,
  },
  {
    id: 'network.fragFails',
    title: words('Packets too big to send', '太大而无法发送的包'),
    metrics: [ID.ip.fragFails, ID.ip6.fragFails],
    weight: NOTICE_PER_SECOND.reassembly,
  },
];

/** A few of what is sent: worth a word, while a layer that refuses more has no room. */
function areDiscardsFew(window: SampleWindow): boolean {
  const discarded = rateOfAll(window, [ID.ip.outDiscards, ID.ip6.outDiscards], NOW_SECONDS);
  const sent = rateOfAll(window, [ID.ip.outRequests, ID.ip6.outRequests], NOW_SECONDS);
  return (shareOf(discarded, sent) ?? 1) < SHARES.outDiscards.saturated;
}

function troublesOf(window: SampleWindow): readonly TroubleSpec[] {
  const at = discardsLostAt(window);
  const few = areDiscardsFew(window) ? { weight: 0 } : {};
  return TROUBLES.map((spec) => {
    if (spec.id !== 'network.outDiscards') return spec;
    return { ...spec, ...few, lostBelow: at && { at, title: spec.title } };
  });
}

function fragmentGauge(input: StackInput, family: 'IPv4' | 'IPv6'): Reading {
  const metric = family === 'IPv4' ? ID.sockstat.fragMemory : ID.sockstat.frag6Memory;
  const tunable = family === 'IPv4' ? 'net.ipv4.ipfrag_high_thresh' : 'net.ipv6.ip6frag_high_thresh';
  const value = input.window.last(metric);
  const limit = tunableNumbers(input.tunables, tunable)?.[0];
  return readGauge({
    id: `network.fragments.${family.toLowerCase()}`,
    title: words(`${family} fragment memory`, `${family} 分片内存`),
    value,
    limit,
    unit: 'bytes',
    limitName: sameWords(tunable),
    metric,
    detail:
      limit === undefined
        ? words(`limit not readable here; it is ${tunable}`, `此处读不到上限，即 ${tunable}`)
        : words(`${family} fragments waiting for their missing parts`, `等待其余部分的 ${family} 分片`),
    levels: LEVELS.memory,
    subject: words(`${family} fragment memory`, `${family} 分片内存`),
  });
}

/** IPv4 and IPv6 together: packets, and what IP itself gave up on. */
export function networkLayer(input: StackInput): LayerModel<Words> {
  const { window } = input;
  const out = rateOfAll(window, [ID.ip.outRequests, ID.ip6.outRequests], NOW_SECONDS);
  const into = rateOfAll(window, [ID.ip.inReceives, ID.ip6.inReceives], NOW_SECONDS);
  const fragments = [fragmentGauge(input, 'IPv4'), fragmentGauge(input, 'IPv6')];
  const gauges = [
    conntrackGauge(input),
    neighbourGauge(input),
    ...fragments.filter(({ gauge }) => gauge.value !== undefined),
  ];
  const { troubles, signals } = readTroubles(window, troublesOf(window));
  const packets = out === undefined || into === undefined ? undefined : out + into;
  const pace = paceOf(packets);
  const rate = valueWords(packets, 'packets/s', { noun: true });
  return {
    layer: 'network',
    ...judge({
      signals: [...gauges.flatMap((reading) => reading.signals), ...signals],
      unknown:
        into === undefined
          ? missingReason(window, ID.ip.inReceives, words('IP packet counters', ' IP 包的计数器'))
          : undefined,
      calm: words(`${pace.en}: ${rate.en}, nothing discarded`, `${pace['zh-CN']}：${rate['zh-CN']}，没有丢弃`),
    }),
    headlines: [
      {
        id: 'network.out',
        title: words('Packets out', '发出的包'),
        value: out,
        unit: 'packets/s',
        metric: ID.ip.outRequests,
        direction: 'down',
      },
      {
        id: 'network.in',
        title: words('Packets in', '收到的包'),
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
