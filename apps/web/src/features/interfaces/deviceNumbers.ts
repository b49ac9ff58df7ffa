import { describeMetric, type MetricDescription } from '@netstrata/metrics';
import type { LayerValue } from '@netstrata/protocol/types';

export const DEV = {
  rxBytes: 'link.dev.rxBytes',
  txBytes: 'link.dev.txBytes',
  rxPackets: 'link.dev.rxPackets',
  txPackets: 'link.dev.txPackets',
  speedMbit: 'link.netClass.speedMbit',
} as const;

/** Refused or damaged, by /proc/net/dev: each packet is in one of the four only. */
const LOST = ['link.dev.rxErrors', 'link.dev.rxDropped', 'link.dev.txErrors', 'link.dev.txDropped'];

/** Series of the link layer by the device they are of, each list in the order of the host. */
export function byDevice(values: readonly LayerValue[]): ReadonlyMap<string, readonly LayerValue[]> {
  const devices = Map.groupBy(values, ({ labels }) => labels['device'] ?? '');
  devices.delete('');
  return devices;
}

export const seriesOf = (values: readonly LayerValue[], metric: string): LayerValue | undefined =>
  values.find((value) => value.metric === metric);

export interface Lost {
  readonly perSecond: number | undefined;
  readonly total: number | undefined;
}

/** All that a device refused or damaged; undefined where it counts none of it. */
export function lostOf(values: readonly LayerValue[]): Lost {
  const counted = values.filter(({ metric }) => LOST.includes(metric));
  const sum = (pick: (value: LayerValue) => number | null) => {
    const known = counted.map(pick).filter((value) => value !== null);
    return known.length === 0 ? undefined : known.reduce((all, value) => all + value, 0);
  };
  return { perSecond: sum(({ perSecond }) => perSecond), total: sum(({ value }) => value) };
}

export interface NamedValue {
  readonly metric: MetricDescription;
  readonly value: LayerValue;
}

/** What tells of loss and has counted, that which counts now first. The same loss by a finer name hides its sum. */
export function troublesOf(values: readonly LayerValue[]): readonly NamedValue[] {
  const named = values
    .map((value) => ({ metric: describeMetric(value.metric), value }))
    .filter(({ metric, value }) => metric.trouble === true && (value.value ?? 0) > 0);
  const hasFiner = named.some(({ metric }) => metric.id.startsWith('link.stats64.'));
  return named
    .filter(({ metric }) => !hasFiner || metric.id !== 'link.dev.rxDropped')
    .toSorted((a, b) => (b.value.perSecond ?? 0) - (a.value.perSecond ?? 0));
}

/** One queueing discipline with what it counts, by the last word of the metric. */
export interface Qdisc {
  readonly kind: string;
  readonly handle: string;
  readonly parent: string;
  readonly qlen: number | null;
  readonly backlogBytes: number | null;
  /** What somebody set it to let out at most; absent of one that is no shaper, or does not tell. */
  readonly rateBytesPerSecond?: number | undefined;
  readonly drops: LayerValue | undefined;
  readonly overlimits: LayerValue | undefined;
  readonly requeues: LayerValue | undefined;
  readonly packets: LayerValue | undefined;
}

const RATE = 'link.shaper.rateBytesPerSecond';

/** In the order of the kernel, which names a root before its leaves. */
export function qdiscsOf(values: readonly LayerValue[]): readonly Qdisc[] {
  const own = values.filter(({ metric }) => metric.startsWith('link.qdisc.') || metric === RATE);
  const groups = Map.groupBy(own, ({ labels }) => `${labels['handle']} ${labels['parent']}`);
  return [...groups.values()].map((group) => {
    const of = (measure: string) => seriesOf(group, `link.qdisc.${measure}`);
    const { kind = '', handle = '', parent = '' } = group[0]?.labels ?? {};
    return {
      kind,
      handle,
      parent,
      qlen: of('qlen')?.value ?? null,
      backlogBytes: of('backlogBytes')?.value ?? null,
      rateBytesPerSecond: seriesOf(group, RATE)?.value ?? undefined,
      drops: of('drops'),
      overlimits: of('overlimits'),
      requeues: of('requeues'),
      packets: of('packets'),
    };
  });
}
