import { ID, type Labels, type SampleWindow } from '@netstrata/metrics';

/** A queueing discipline whose rate the kernel tells. */
export interface Shaper {
  readonly kind: string;
  readonly labels: Labels;
  readonly rateBytesPerSecond: number;
  readonly burstBytes: number | undefined;
  readonly limitBytes: number | undefined;
}

/** Of the queueing disciplines of one device the slowest whose rate is known. */
export function shaperOf(window: SampleWindow, qdiscs: readonly Labels[]): Shaper | undefined {
  const known = qdiscs.flatMap((labels): Shaper[] => {
    const rateBytesPerSecond = window.last(ID.shaper.rateBytesPerSecond, labels);
    if (rateBytesPerSecond === undefined || rateBytesPerSecond <= 0) return [];
    return [
      {
        kind: labels['kind'] ?? '',
        labels,
        rateBytesPerSecond,
        burstBytes: window.last(ID.shaper.burstBytes, labels),
        limitBytes: window.last(ID.shaper.limitBytes, labels),
      },
    ];
  });
  return known.toSorted((a, b) => a.rateBytesPerSecond - b.rateBytesPerSecond)[0];
}
