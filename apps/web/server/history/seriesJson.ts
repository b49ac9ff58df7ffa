import type { SeriesPoints } from '@netstrata/db';

/** What a point's value is: the raw value at the end of the step, its lowest, highest or mean, or growth a second. */
export const VALUE_KINDS = ['last', 'min', 'max', 'mean', 'rate'] as const;
type ValueKind = (typeof VALUE_KINDS)[number];

export interface SeriesFormat {
  readonly as: ValueKind;
  /** The first point only serves the first rate. */
  readonly dropFirst: boolean;
  /** Start of a step that is not over: what a counter grew by in it is no growth of a whole one, and is left out. */
  readonly openFromMs?: number | undefined;
  /** Unit of the raw value and whether it is a counter, by metric id. Only counters become rates. */
  readonly metrics: Readonly<Record<string, { readonly unit: string; readonly counter: boolean }>>;
}

export type Point = readonly [timeMs: number, value: number | null];

/** `{"series": [{id, labels, unit, points: [[timeMs, value or null], …]}]}` as UTF-8. */
export function seriesJson(all: readonly SeriesPoints[], format: SeriesFormat): Uint8Array {
  const series = all.map(({ metric, labels, points }) => {
    const { unit = 'count', counter = false } = format.metrics[metric] ?? {};
    const asRate = format.as === 'rate' && counter;
    const kind = format.as === 'rate' ? 'last' : format.as;
    const made = asRate ? rates(beforeOpen(points, format)) : points.map((point): Point => [point.timeMs, point[kind]]);
    return {
      id: metric,
      labels,
      unit: asRate ? `${unit}/s` : unit,
      points: format.dropFirst ? made.slice(1) : made,
    };
  });
  return new Uint8Array(Buffer.from(`${JSON.stringify({ series })}\n`));
}

/** Without the step that is not over. */
export const beforeOpen = (
  points: SeriesPoints['points'],
  { openFromMs = Number.POSITIVE_INFINITY }: Pick<SeriesFormat, 'openFromMs'>,
): SeriesPoints['points'] => points.filter(({ timeMs }) => timeMs < openFromMs);

/**
 * Growth a second from one known step to the next known one. A counter that went back was reset, so its growth is
 * unknown; so is the first step's.
 */
export function rates(points: SeriesPoints['points']): readonly Point[] {
  let before: { readonly timeMs: number; readonly last: number } | undefined;
  return points.map(({ timeMs, last }): Point => {
    const previous = before;
    if (last !== null) before = { timeMs, last };
    if (last === null || previous === undefined || last < previous.last) return [timeMs, null];
    return [timeMs, ((last - previous.last) * 1000) / (timeMs - previous.timeMs)];
  });
}
