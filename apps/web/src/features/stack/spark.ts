import type { DisplayUnit, SparkPoint } from '@netstrata/metrics';
import { HISTORY_MS } from '../connection/state.ts';

/** Seconds that one point of the drawing stands for; two, as a sparkline is about 150 pixels wide. */
const BUCKET_MS = 2000;

export interface SparkBar {
  readonly timeMs: number;
  /** The highest of the bucket, so that a short peak is not lost; null where unknown. */
  readonly down: number | null;
  readonly up: number | null;
}

const highest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

/** A page that has just met its host shows a shorter time rather than an empty one. */
const SPANS_MS = [60_000, 120_000, HISTORY_MS] as const;

/** How much time a sparkline shows: the shortest span that holds all there is. */
export const spanOf = (history: readonly SparkPoint[]): number => {
  const heldMs = (history.at(-1)?.timeMs ?? 0) - (history[0]?.timeMs ?? 0);
  return SPANS_MS.find((spanMs) => heldMs < spanMs) ?? HISTORY_MS;
};

/** One layer's last minutes up to the newest point, in finished and current buckets, oldest first; gaps are null. */
export const sparkOf = (
  history: readonly SparkPoint[],
  layerIndex: number,
  spanMs: number = HISTORY_MS,
): readonly SparkBar[] => {
  const newest = history.at(-1)?.timeMs;
  if (newest === undefined) return [];
  const last = Math.floor(newest / BUCKET_MS);
  const first = last - spanMs / BUCKET_MS + 1;
  const bars: SparkBar[] = Array.from({ length: last - first + 1 }, (_, index) => ({
    timeMs: (first + index) * BUCKET_MS,
    down: null,
    up: null,
  }));
  for (const { timeMs, values } of history) {
    const index = Math.floor(timeMs / BUCKET_MS) - first;
    const bar = bars[index];
    const value = values[layerIndex];
    if (bar === undefined || value === undefined) continue;
    bars[index] = { timeMs: bar.timeMs, down: highest(bar.down, value[0]), up: highest(bar.up, value[1]) };
  }
  return bars;
};

export interface SparkPeaks {
  readonly down: number | null;
  readonly up: number | null;
}

export const peaksOf = (bars: readonly SparkBar[]): SparkPeaks =>
  bars.reduce<SparkPeaks>((peaks, bar) => ({ down: highest(peaks.down, bar.down), up: highest(peaks.up, bar.up) }), {
    down: null,
    up: null,
  });

/** The same in half minutes, for the table behind the picture. */
export const halfMinutesOf = (bars: readonly SparkBar[]): readonly SparkBar[] => {
  const rows: SparkBar[] = [];
  for (let start = 0; start < bars.length; start += 30_000 / BUCKET_MS) {
    const part = bars.slice(start, start + 30_000 / BUCKET_MS);
    const timeMs = part[0]?.timeMs;
    if (timeMs !== undefined) rows.push({ timeMs, ...peaksOf(part) });
  }
  return rows;
};

/** The least that a whole height stands for, so that the murmur of an idle machine does not look like a storm. */
const FLOORS: Partial<Record<DisplayUnit, number>> = { bytes: 65_536, 'bytes/s': 12_500, 'connections/s': 2 };
const OTHER_FLOOR = 20;

export const floorOf = (unit: DisplayUnit): number => FLOORS[unit] ?? OTHER_FLOOR;

type Point = { readonly x: number; readonly y: number | null };

export interface SparkShape {
  readonly up: readonly Point[];
  readonly down: readonly Point[];
  /** Where nothing is. */
  readonly zero: number;
}

/**
 * The bars as points of a picture `height` high, one unit wide a bar: receiving above the zero line, sending below it, on
 * one scale of at least `floor`, with room left at the edges for the line itself.
 */
export const sparkPoints = (
  bars: readonly SparkBar[],
  peaks: SparkPeaks,
  { height, floor }: { readonly height: number; readonly floor: number },
): SparkShape => {
  const above = peaks.up ?? 0;
  const below = peaks.down ?? 0;
  const room = height * 0.04;
  const total = Math.max(above + below, floor);
  const scale = total > 0 ? (height - 2 * room) / total : 0;
  const zero = total > 0 ? room + (above + (total - above - below) / 2) * scale : height / 2;
  return {
    up: bars.map(({ up }, x) => ({ x, y: up === null ? null : zero - up * scale })),
    down: bars.map(({ down }, x) => ({ x, y: down === null ? null : zero + down * scale })),
    zero,
  };
};

/** From which bar to which something is known, in order. */
export const knownRuns = (bars: readonly SparkBar[]): readonly (readonly [from: number, to: number])[] => {
  const runs: [number, number][] = [];
  for (const [place, { down, up }] of bars.entries()) {
    if (down === null && up === null) continue;
    const run = runs.at(-1);
    if (run?.[1] === place - 1) run[1] = place;
    else runs.push([place, place]);
  }
  return runs;
};
