import { ID, type SampleWindow } from '@netstrata/metrics';

const { interrupts } = ID.softirq;

export interface QueueInterrupts {
  readonly queue: string;
  readonly irq: string;
  readonly cpu: string;
  readonly perSecond: number;
}

/** Interrupts of the queues of each device, a line for each queue and CPU, by device. */
export function queueInterrupts(
  window: SampleWindow,
  seconds: number,
): ReadonlyMap<string, readonly QueueInterrupts[]> {
  const byDevice = Map.groupBy(window.labelsOf(interrupts), ({ device = '?' }) => device);
  return new Map(
    [...byDevice].map(([device, lines]) => [
      device,
      lines.flatMap((labels): QueueInterrupts[] => {
        const perSecond = window.rate(interrupts, seconds, labels);
        const { queue = '?', irq = '?', cpu = '?' } = labels;
        return perSecond === undefined ? [] : [{ queue, irq, cpu, perSecond }];
      }),
    ]),
  );
}

/**
 * The CPUs that take interrupts of other devices and none of this one: what they work on is not its packets. One that takes none at all
 * may have so much to do that it needs no telling.
 */
export function cpusOfOthers(window: SampleWindow, device: string, seconds: number): ReadonlySet<string> {
  const busy = [...queueInterrupts(window, seconds)].flatMap(([of, lines]) =>
    lines.filter(({ perSecond }) => perSecond > 0).map(({ cpu }) => ({ cpu, isIts: of === device })),
  );
  const its = new Set(busy.filter(({ isIts }) => isIts).map(({ cpu }) => cpu));
  return new Set(busy.map(({ cpu }) => cpu).filter((cpu) => !its.has(cpu)));
}

/** Sums by a name, the largest first. */
export function sumsBy(
  lines: readonly QueueInterrupts[],
  name: (line: QueueInterrupts) => string,
): readonly { readonly name: string; readonly perSecond: number }[] {
  const groups = Map.groupBy(lines, name);
  return [...groups]
    .map(([of, each]) => ({ name: of, perSecond: each.reduce((sum, { perSecond }) => sum + perSecond, 0) }))
    .sort((a, b) => b.perSecond - a.perSecond);
}
