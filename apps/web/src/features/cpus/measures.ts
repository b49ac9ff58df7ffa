import type { DisplayUnit } from '@netstrata/metrics';

interface Measure {
  readonly metric: string;
  /** Of what the picture shows: counters as growth a second. */
  readonly unit: DisplayUnit;
  /** The scale ends here whatever was measured; without it, at the highest value in sight. */
  readonly full?: number;
}

/** What the heat map can show of each CPU, the one that tells most first. */
export const MEASURES = {
  softirq: { metric: 'link.statCpu.softirqSeconds', unit: 'share', full: 1 },
  processed: { metric: 'link.softnet.processed', unit: 'packets/s' },
  netRx: { metric: 'link.softirqs.netRx', unit: 'events/s' },
  netTx: { metric: 'link.softirqs.netTx', unit: 'events/s' },
  dropped: { metric: 'link.softnet.dropped', unit: 'packets/s' },
  timeSqueeze: { metric: 'link.softnet.timeSqueeze', unit: 'events/s' },
  receivedRps: { metric: 'link.softnet.receivedRps', unit: 'events/s' },
  flowLimit: { metric: 'link.softnet.flowLimitCount', unit: 'packets/s' },
  backlog: { metric: 'link.softnet.backlogLen', unit: 'packets' },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureId = keyof typeof MEASURES;
export const MEASURE_IDS = Object.keys(MEASURES) as readonly MeasureId[];
