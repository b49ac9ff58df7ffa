import { formatValue, valueWords } from '../format.ts';
import { HANGING_SHARE, hangingOf } from '../hangs.ts';
import { shareOf, sumKnown } from '../rates.ts';
import type { SampleWindow } from '../types.ts';
import { NO_WORDS, sameWords, type Words, words } from '../words/index.ts';
import { freshReport, missingReason, type StackInput, tunableNumbers } from './context.ts';
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
    title: words('TCP connections reset for lack of memory', '因内存不足复位的 TCP 连接'),
    metrics: [ID.tcp.abortOnMemory],
    weight: 'drop',
  },
  {
    id: 'transport.memoryPressures',
    title: words('TCP memory pressure entered', '进入 TCP 内存压力'),
    metrics: [ID.tcp.memoryPressures],
    weight: 'drop',
  },
  {
    id: 'transport.udpMemErrors',
    title: words('UDP datagrams dropped for lack of memory', '因内存不足丢弃的 UDP 数据报'),
    metrics: [ID.udp.memErrors, ID.udp6.memErrors],
    weight: 'drop',
  },
  {
    id: 'transport.timeWaitOverflow',
    title: words('TIME-WAIT table overflows', 'TIME-WAIT 表溢出'),
    metrics: [ID.tcp.timeWaitOverflow],
    weight: 'drop',
  },
  {
    id: 'transport.retransSegs',
    title: words('TCP segments sent again', '重传的 TCP 报文段'),
    metrics: [ID.tcp.retransSegs],
    weight: Number.POSITIVE_INFINITY,
    core: true,
  },
  {
    id: 'transport.timeouts',
    title: words('TCP retransmission timeouts', 'TCP 重传超时'),
    metrics: [ID.tcp.timeouts],
    weight: NOTICE_PER_SECOND.timeouts,
  },
  {
    id: 'transport.attemptFails',
    title: words('Connection attempts failed', '失败的连接尝试'),
    metrics: [ID.tcp.attemptFails],
    weight: NOTICE_PER_SECOND.attemptFails,
  },
  {
    id: 'transport.inErrs',
    title: words('Bad TCP segments received', '收到的坏 TCP 报文段'),
    metrics: [ID.tcp.inErrs],
    weight: NOTICE_PER_SECOND.inErrs,
  },
  {
    id: 'transport.udpCsumErrors',
    title: words('UDP checksum errors', 'UDP 校验和错误'),
    metrics: [ID.udp.inCsumErrors, ID.udp6.inCsumErrors],
    weight: NOTICE_PER_SECOND.csumErrors,
  },
  {
    id: 'transport.udpNoPorts',
    title: words('UDP datagrams to a closed port', '发往关闭端口的 UDP 数据报'),
    metrics: [ID.udp.noPorts, ID.udp6.noPorts],
    weight: NOTICE_PER_SECOND.noPorts,
  },
];

/**
 * A protocol's memory of the whole host against its three thresholds, in pages. UDP knows no pressure: the first is its limit, and the
 * others are there for the form.
 */
function memoryGauge({ window, tunables, host }: StackInput, protocol: 'TCP' | 'UDP'): Reading {
  const metric = protocol === 'TCP' ? ID.sockstat.tcpMem : ID.sockstat.udpMem;
  const tunable = protocol === 'TCP' ? 'net.ipv4.tcp_mem' : 'net.ipv4.udp_mem';
  const [low, pressure, high] = tunableNumbers(tunables, tunable) ?? [];
  const limit = protocol === 'TCP' ? high : low;
  const value = window.last(metric);
  const known = low !== undefined && pressure !== undefined && high !== undefined;
  const hasPressure = known && protocol === 'TCP';
  const bytes = formatValue(value, 'pages', { pageSizeBytes: host.pageSizeBytes });
  return readGauge({
    id: `transport.memory.${protocol.toLowerCase()}`,
    title: words(`${protocol} memory`, `${protocol} 内存`),
    value,
    limit,
    unit: 'pages',
    marks: hasPressure
      ? [
          { label: words('low', '低'), value: low },
          { label: words('pressure', '压力'), value: pressure },
          { label: words('high', '高'), value: high },
        ]
      : [],
    limitName: sameWords(tunable),
    metric,
    detail: known
      ? words(
          `${bytes} of socket buffers on the whole host, every network namespace included`,
          `整台主机的套接字缓冲区 ${bytes}，含所有网络命名空间`,
        )
      : words(
          `on the whole host; ${tunable} is hidden from this network namespace`,
          `整台主机；本网络命名空间看不到 ${tunable}`,
        ),
    levels: hasPressure && high > 0 ? { ...LEVELS.memory, busy: pressure / high } : LEVELS.memory,
    subject: words(`${protocol} memory`, `${protocol} 内存`),
    pageSizeBytes: host.pageSizeBytes,
  });
}

function tableGauge(
  { window, tunables }: StackInput,
  what: { id: string; title: Words; metric: string; tunable: string; detail: Words; levels: Levels },
): Reading {
  const { id, title, metric, tunable, detail, levels } = what;
  const limit = tunableNumbers(tunables, tunable)?.[0];
  return readGauge({
    id,
    title,
    value: window.last(metric),
    limit,
    unit: 'sockets',
    limitName: sameWords(tunable),
    metric,
    detail:
      limit === undefined
        ? words(
            `limit not readable here; ${tunable} is hidden from this network namespace`,
            `此处读不到上限；本网络命名空间看不到 ${tunable}`,
          )
        : detail,
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
  return {
    share,
    signals: [
      {
        state: 'busy',
        text: words(
          `${formatValue(share, 'share')} of TCP segments are sent again`,
          `TCP 报文段重传 ${formatValue(share, 'share')}`,
        ),
      },
    ],
  };
}

/** Connections that get nothing through: they lose little, and so no counter tells of them. */
function hangSignals(input: StackInput): readonly Signal[] {
  const report = freshReport(input);
  if (report === undefined) return hangsCounted(input.window);
  const hung = hangingOf([...report.senders, ...(report.stuck ?? [])]);
  const [worst] = hung;
  if (worst === undefined) return [];
  const most = worst.unanswered ?? 0;
  const more = words(`, up to ${most} timeouts in a row`, `，最多连续 ${most} 次超时`);
  return [hangSignal(hung.length, more)];
}

/** The same where no sockets are listed, as of a moment that is past: by how many of the open ones. */
function hangsCounted(window: SampleWindow): readonly Signal[] {
  const hung = window.last(ID.tcp.unansweredSockets) ?? 0;
  const isMany = hung >= HANGING_SHARE * (window.last(ID.tcp.currEstab) ?? 0);
  return hung > 0 && isMany ? [hangSignal(hung, NO_WORDS)] : [];
}

const hangSignal = (hung: number, more: Words): Signal => ({
  state: 'busy',
  text: words(
    `${hung === 1 ? 'one connection hangs' : `${hung} connections hang`}: nothing is acknowledged${more.en}`,
    `${hung} 个连接挂住：没有任何确认${more['zh-CN']}`,
  ),
});

function headlinesOf(flow: LayerModel['flow'], share: number | undefined): readonly Headline<Words>[] {
  const { down, up } = flow;
  return [
    {
      id: 'transport.out',
      title: words('Sent', '发送'),
      value: down,
      unit: 'segments/s',
      metric: ID.tcp.outSegs,
      direction: 'down',
    },
    {
      id: 'transport.in',
      title: words('Received', '接收'),
      value: up,
      unit: 'segments/s',
      metric: ID.tcp.inSegs,
      direction: 'up',
    },
    {
      id: 'transport.retrans',
      title: words('Sent again', '重传'),
      value: share,
      unit: 'share',
      metric: ID.tcp.retransSegs,
    },
  ];
}

/** TCP and UDP: segments, retransmissions, and the memory both may use. */
export function transportLayer(input: StackInput): LayerModel<Words> {
  const { window } = input;
  const flow = segmentFlow(window, NOW_SECONDS);
  const { share, signals: retransSignals } = retransmits(input);
  const gauges = [
    memoryGauge(input, 'TCP'),
    memoryGauge(input, 'UDP'),
    tableGauge(input, {
      id: 'transport.orphans',
      title: words('Orphaned connections', '孤儿连接'),
      metric: ID.sockstat.tcpOrphan,
      tunable: 'net.ipv4.tcp_max_orphans',
      detail: words('closed by their program, still delivering; on the whole host', '程序已关闭、仍在交付；整台主机'),
      levels: LEVELS.orphans,
    }),
    tableGauge(input, {
      id: 'transport.timeWait',
      title: words('TIME-WAIT', 'TIME-WAIT 连接'),
      metric: ID.sockstat.tcpTw,
      tunable: 'net.ipv4.tcp_max_tw_buckets',
      detail: words('closed connections kept 60 s for late packets', '为迟到的包保留 60 s 的已关闭连接'),
      levels: LEVELS.table,
    }),
  ];
  const trouble = readTroubles(window, TROUBLES);
  const troubles = trouble.troubles.map((entry) =>
    entry.id === 'transport.retransSegs' && retransSignals.length > 0 ? { ...entry, state: 'busy' as const } : entry,
  );
  const total = sumKnown([flow.down, flow.up]);
  const pace = paceOf(total);
  const segments = valueWords(total, 'segments/s', { noun: true });
  const again = formatValue(share, 'share');
  return {
    layer: 'transport',
    ...judge({
      signals: [
        ...gauges.flatMap((reading) => reading.signals),
        ...hangSignals(input),
        ...retransSignals,
        ...trouble.signals,
      ],
      unknown:
        window.rate(ID.tcp.outSegs, NOW_SECONDS) === undefined
          ? missingReason(window, ID.tcp.outSegs, words('TCP segment counters', ' TCP 报文段的计数器'))
          : undefined,
      calm: words(
        `${pace.en}: ${segments.en}, ${again} sent again`,
        `${pace['zh-CN']}：${segments['zh-CN']}，重传 ${again}`,
      ),
    }),
    headlines: headlinesOf(flow, share),
    gauges: gauges.map((reading) => reading.gauge),
    troubles,
    flow,
    spark: SPARKS.transport,
  };
}
