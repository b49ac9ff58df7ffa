import { formatValue } from '../format.ts';
import { highest, sumKnown, sumRate } from '../rates.ts';
import type { Labels } from '../types.ts';
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
    title: 'Packets dropped, softirq backlog full',
    metrics: [ID.softnet.dropped],
    weight: 'drop',
    core: true,
  },
  {
    id: 'link.timeSqueeze',
    title: 'Softirq rounds that ran out of time',
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

function speedGauge(input: StackInput): Reading {
  const devices = input.window.labelsOf(ID.dev.rxBytes).filter((labels) => deviceOf(labels) !== 'lo');
  const nic = busiest(devices.map((labels) => nicOf(input, labels)).filter(({ perSecond }) => perSecond !== undefined));
  const silent =
    nic === undefined ? 'no network device besides loopback' : `${nic.name}: its driver does not say a speed`;
  const nominal =
    nic !== undefined && isVirtual(nic.name) ? `${nic.name}: a virtual device has no speed of its own` : silent;
  return readGauge({
    id: 'link.speed',
    title: nic === undefined ? 'Link use' : `Link use of ${nic.name}`,
    value: nic?.perSecond,
    limit: nic?.limit,
    unit: 'bytes/s',
    limitName: 'link speed',
    metric: nic?.way === 'receiving' ? ID.dev.rxBytes : ID.dev.txBytes,
    detail: nic?.limit === undefined ? nominal : `${nic.name} ${nic.way}, the busier of its two directions`,
    levels: LEVELS.link,
    subject: `the link of ${nic?.name ?? 'no device'}`,
  });
}

function backlogGauge({ window, tunables }: StackInput): Reading {
  const most = highest(window, ID.softnet.backlogLen);
  const tunable = 'net.core.netdev_max_backlog';
  const limit = tunableNumbers(tunables, tunable)?.[0];
  const cpu = `CPU ${most?.labels['cpu'] ?? '?'}`;
  const unseen =
    most === undefined
      ? 'this kernel does not show the backlog'
      : `${tunable} cannot be read in this network namespace`;
  return readGauge({
    id: 'link.backlog',
    title: 'Softirq backlog',
    value: most?.value,
    limit,
    unit: 'packets',
    limitName: `${tunable}, for each CPU`,
    metric: ID.softnet.backlogLen,
    detail: most === undefined || limit === undefined ? unseen : `longest on ${cpu}`,
    levels: LEVELS.backlog,
    subject: `the softirq backlog of ${cpu}`,
  });
}

/** Devices and the softirq that feeds packets from them to IP. */
export function linkLayer(input: StackInput): LayerModel {
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
  const on = names === '' ? '' : ` on ${names}`;
  return {
    layer: 'link',
    ...judge({
      signals: [...gauges, ...readings].flatMap((reading) => reading.signals),
      unknown: into === undefined ? missingReason(window, ID.dev.rxBytes, 'network devices') : undefined,
      calm: `${formatValue(out, 'bytes/s')} out and ${formatValue(into, 'bytes/s')} in${on}, nothing dropped`,
    }),
    headlines: [
      { id: 'link.out', title: `Out${on}`, value: out, unit: 'bytes/s', metric: ID.dev.txBytes, direction: 'down' },
      { id: 'link.in', title: `In${on}`, value: into, unit: 'bytes/s', metric: ID.dev.rxBytes, direction: 'up' },
      {
        id: 'link.softirq',
        title: 'Taken up by softirq',
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
