import { highest, sumKnown, sumRate } from '../rates.ts';
import type { Labels } from '../types.ts';
import { joinWords, NO_WORDS, type Words, words } from '../words/index.ts';
import { missingReason, type StackInput, tunableNumbers } from './context.ts';
import { deviceList, deviceOf, isVirtual, trafficDevices } from './devices.ts';
import { readDeviceTroubles } from './deviceTroubles.ts';
import { readDriverTroubles } from './driverTroubles.ts';
import { SPARKS } from './flows.ts';
import { type Reading, readGauge } from './gauge.ts';
import { ID } from './ids.ts';
import { readQdiscTroubles } from './qdiscTroubles.ts';
import { judge } from './signal.ts';
import { softirqGauge } from './softirqCpu.ts';
import { LEVELS, NOTICE_PER_SECOND, NOW_SECONDS } from './thresholds.ts';
import { readTroubles, type TroubleSpec } from './trouble.ts';
import type { LayerModel } from './types.ts';

const TROUBLES: readonly TroubleSpec[] = [
  {
    id: 'link.softnetDropped',
    title: words('Packets dropped, softirq backlog full', '丢弃的包，softirq 积压队列已满'),
    metrics: [ID.softnet.dropped],
    weight: 'drop',
    core: true,
  },
  {
    id: 'link.timeSqueeze',
    title: words('Softirq rounds that ran out of time', '用完时间的 softirq 轮次'),
    metrics: [ID.softnet.timeSqueeze],
    weight: NOTICE_PER_SECOND.timeSqueeze,
  },
];

const BITS_PER_MBIT = 1e6;

interface Nic {
  readonly name: string;
  readonly perSecond: number | undefined;
  readonly way: 'sending' | 'receiving';
  /** Bytes a second; undefined where the driver does not say, or only says something for form's sake. */
  readonly limit: number | undefined;
}

function nicOf({ window }: StackInput, labels: Labels): Nic {
  const rx = window.rate(ID.dev.rxBytes, NOW_SECONDS, labels);
  const tx = window.rate(ID.dev.txBytes, NOW_SECONDS, labels);
  const name = deviceOf(labels);
  const speed = isVirtual(name) ? undefined : window.last(ID.dev.speedMbit, labels);
  const sending = (tx ?? 0) >= (rx ?? 0);
  return {
    name,
    perSecond: sending ? (tx ?? rx) : rx,
    way: sending ? 'sending' : 'receiving',
    limit: speed === undefined || speed <= 0 ? undefined : (speed * BITS_PER_MBIT) / 8,
  };
}

/** The device nearest to its speed; where none says its speed, a real one before a virtual one, then what moves most. */
function busiest(nics: readonly Nic[]): Nic | undefined {
  const rank = ({ name, perSecond = 0, limit }: Nic) =>
    [limit === undefined ? -1 : perSecond / limit, isVirtual(name) ? 0 : 1, perSecond] as const;
  const [first] = nics.toSorted((a, b) => {
    const [ranks, others] = [rank(a), rank(b)];
    return others.map((of, n) => of - (ranks[n] ?? 0)).find((difference) => difference !== 0) ?? 0;
  });
  return first;
}

/** The flow of the layer is of loopback where nothing else moves: said beside the device, which is not the one of the flow. */
function elsewhere(input: StackInput, nic: Nic | undefined): Words {
  const devices = trafficDevices(input.window).map(deviceOf);
  if (nic === undefined || devices.length !== 1 || devices[0] !== 'lo') return NO_WORDS;
  return words('; all traffic of now stays on lo, which is no link', '；现在的流量都在 lo 上，它不是链路');
}

function speedGauge(input: StackInput): Reading {
  const devices = input.window.labelsOf(ID.dev.rxBytes).filter((labels) => deviceOf(labels) !== 'lo');
  const nic = busiest(devices.map((labels) => nicOf(input, labels)).filter(({ perSecond }) => perSecond !== undefined));
  const silent =
    nic === undefined
      ? words('no network device besides loopback', '除 loopback 外没有网络设备')
      : words(
          `limit not known; the driver of ${nic.name} does not say its speed`,
          `上限未知；${nic.name} 的驱动没有给出速率`,
        );
  const nominal =
    nic !== undefined && isVirtual(nic.name)
      ? words(
          `no limit; ${nic.name} is virtual and has no speed of its own`,
          `没有上限；${nic.name} 是虚拟设备，没有自己的速率`,
        )
      : silent;
  const way = nic?.way === 'receiving' ? '接收' : '发送';
  return readGauge({
    id: 'link.speed',
    title:
      nic === undefined ? words('Link use', '链路使用') : words(`Link use of ${nic.name}`, `${nic.name} 的链路使用`),
    value: nic?.perSecond,
    limit: nic?.limit,
    unit: 'bytes/s',
    limitName: words('link speed', '链路速率'),
    metric: nic?.way === 'receiving' ? ID.dev.rxBytes : ID.dev.txBytes,
    detail: joinWords(
      [
        nic?.limit === undefined
          ? nominal
          : words(`${nic.name} ${nic.way}, the busier of its two directions`, `${nic.name} ${way}，两个方向中较忙的`),
        elsewhere(input, nic),
      ],
      NO_WORDS,
    ),
    levels: LEVELS.link,
    subject: words(`the link of ${nic?.name ?? 'no device'}`, nic === undefined ? '链路' : `${nic.name} 的链路`),
  });
}

function backlogGauge({ window, tunables }: StackInput): Reading {
  const most = highest(window, ID.softnet.backlogLen);
  const tunable = 'net.core.netdev_max_backlog';
  const limit = tunableNumbers(tunables, tunable)?.[0];
  const cpu = `CPU ${most?.labels['cpu'] ?? '?'}`;
  const unseen =
    most === undefined
      ? words('this kernel does not show the backlog', '本内核不显示 backlog')
      : words(
          `limit not readable here; ${tunable} is hidden from this network namespace`,
          `此处读不到上限；本网络命名空间看不到 ${tunable}`,
        );
  return readGauge({
    id: 'link.backlog',
    title: words('Softirq backlog', 'softirq 积压队列'),
    value: most?.value,
    limit,
    unit: 'packets',
    limitName: words(`${tunable}, for each CPU`, `${tunable}，每个 CPU`),
    metric: ID.softnet.backlogLen,
    detail: most === undefined || limit === undefined ? unseen : words(`longest on ${cpu}`, `最长的在 ${cpu}`),
    levels: LEVELS.backlog,
    subject: words(`the softirq backlog of ${cpu}`, `${cpu} 的 softirq 积压队列`),
  });
}

/** Devices and the softirq that feeds packets from them to IP. */
export function linkLayer(input: StackInput): LayerModel<Words> {
  const { window } = input;
  const devices = trafficDevices(window);
  const names = deviceList(devices);
  const total = (metric: string) => sumKnown(devices.map((labels) => window.rate(metric, NOW_SECONDS, labels)));
  const out = total(ID.dev.txBytes);
  const into = total(ID.dev.rxBytes);
  const gauges = [speedGauge(input), backlogGauge(input), softirqGauge(input)];
  const readings = [
    readTroubles(window, TROUBLES),
    readDeviceTroubles(window),
    readQdiscTroubles(window),
    readDriverTroubles(window),
  ];
  const on = names.en === '' ? NO_WORDS : words(` on ${names.en}`, `（${names['zh-CN']}）`);
  return {
    layer: 'link',
    ...judge({
      signals: [...gauges, ...readings].flatMap((reading) => reading.signals),
      unknown:
        into === undefined ? missingReason(window, ID.dev.rxBytes, words('network devices', '网络设备')) : undefined,
      calm: words(`nothing dropped${on.en}`, `没有丢包${on['zh-CN']}`),
    }),
    headlines: [
      {
        id: 'link.out',
        title: words(`Out${on.en}`, `出${on['zh-CN']}`),
        value: out,
        unit: 'bytes/s',
        metric: ID.dev.txBytes,
        direction: 'down',
      },
      {
        id: 'link.in',
        title: words(`In${on.en}`, `入${on['zh-CN']}`),
        value: into,
        unit: 'bytes/s',
        metric: ID.dev.rxBytes,
        direction: 'up',
      },
      {
        id: 'link.softirq',
        title: words('Taken up by softirq', 'softirq 取走'),
        value: sumRate(window, ID.softnet.processed, NOW_SECONDS),
        unit: 'packets/s',
        metric: ID.softnet.processed,
      },
    ],
    gauges: gauges.map((reading) => reading.gauge),
    troubles: readings.flatMap((reading) => reading.troubles),
    flow: { down: out, up: into, unit: 'bytes/s' },
    spark: SPARKS.link,
  };
}
