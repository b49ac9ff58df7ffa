import type { LayerValue } from '@netstrata/protocol/types';

/** Below this many packets a second on all CPUs together nothing can be said of how they are spread. */
export const FEW_PACKETS = 200;
/** One CPU with more than this much of the work does nearly all of it. */
const NEARLY_ALL = 0.8;
/** And with more than this share of its time in softirq it is near doing nothing else. */
const BUSY = 0.5;

const SOFTNET = 'link.softnet.processed';
const SOFTIRQ = 'link.statCpu.softirqSeconds';
const INTERRUPTS = 'link.interrupts.count';

/** One interrupt line of a network device, and where it interrupts. */
export interface IrqRow {
  readonly device: string;
  readonly queue: string;
  readonly irq: number;
  /** CPUs that it interrupts now, the most often first; empty while it is silent. */
  readonly now: readonly { readonly cpu: string; readonly perSecond: number }[];
  /** CPUs that it ever interrupted. */
  readonly ever: readonly string[];
  readonly total: number;
}

/** Interrupt lines by their number. */
export function irqsOf(values: readonly LayerValue[]): readonly IrqRow[] {
  const lines = Map.groupBy(
    values.filter(({ metric }) => metric === INTERRUPTS),
    ({ labels }) => labels['irq'] ?? '',
  );
  const rows = [...lines].map(([irq, series]): IrqRow => {
    const { device = '', queue = '' } = series[0]?.labels ?? {};
    const now = series.flatMap(({ labels, perSecond }) =>
      perSecond === null || perSecond === 0 ? [] : { cpu: labels['cpu'] ?? '?', perSecond },
    );
    return {
      device,
      queue,
      irq: Number(irq),
      now: now.toSorted((a, b) => b.perSecond - a.perSecond),
      ever: series.filter(({ value }) => (value ?? 0) > 0).map(({ labels }) => labels['cpu'] ?? '?'),
      total: series.reduce((sum, { value }) => sum + (value ?? 0), 0),
    };
  });
  return rows.toSorted((a, b) => a.irq - b.irq);
}

/** What can be said of how packet work is spread over the CPUs. */
export type Placement =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'one-cpu' }
  | { readonly kind: 'quiet'; readonly perSecond: number }
  | {
      readonly kind: 'spread' | 'concentrated' | 'overloaded';
      readonly cpu: string;
      readonly share: number;
      readonly cpus: number;
      /** Of its time in softirq; undefined where this is not known. */
      readonly softirq: number | undefined;
      /** Interrupt lines that interrupt this CPU now. */
      readonly irqs: readonly IrqRow[];
    };

/** Names the CPU that has most packet work, and whether the others could take some. */
export function placementOf(values: readonly LayerValue[]): Placement {
  const cpus = values.flatMap(({ metric, labels, perSecond }) =>
    metric === SOFTNET && perSecond !== null ? { cpu: labels['cpu'] ?? '?', perSecond } : [],
  );
  if (cpus.length === 0) return { kind: 'unknown' };
  if (cpus.length === 1) return { kind: 'one-cpu' };
  const all = cpus.reduce((sum, { perSecond }) => sum + perSecond, 0);
  if (all < FEW_PACKETS) return { kind: 'quiet', perSecond: all };
  const [most = { cpu: '?', perSecond: 0 }] = cpus.toSorted((a, b) => b.perSecond - a.perSecond);
  const share = most.perSecond / all;
  const softirq =
    values.find(({ metric, labels }) => metric === SOFTIRQ && labels['cpu'] === most.cpu)?.perSecond ?? undefined;
  const kind = share <= NEARLY_ALL ? 'spread' : (softirq ?? 0) > BUSY ? 'overloaded' : 'concentrated';
  const irqs = irqsOf(values).filter(({ now }) => now[0]?.cpu === most.cpu);
  return { kind, cpu: most.cpu, share, cpus: cpus.length, softirq, irqs };
}
