import type { DisplayUnit, SparkPoint } from '@netstrata/metrics';
import { HISTORY_MS, SPARK_STEP_MS } from '../connection/state.ts';

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
  const last = Math.floor(newest / SPARK_STEP_MS);
  const first = last - spanMs / SPARK_STEP_MS + 1;
  const bars = Array.from(
    { length: last - first + 1 },
    (_, index): { -readonly [K in keyof SparkBar]: SparkBar[K] } => ({
      timeMs: (first + index) * SPARK_STEP_MS,
      down: null,
      up: null,
    }),
  );
  for (const { timeMs, values } of history) {
    const bar = bars[Math.floor(timeMs / SPARK_STEP_MS) - first];
    const value = values[layerIndex];
    if (bar === undefined || value === undefined) continue;
    bar.down = highest(bar.down, value[0]);
    bar.up = highest(bar.up, value[1]);
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

const TABLE_STEP_MS = 30_000;

/** Which half minute of the clock a bar is in. */
export const halfMinuteOf = (bar: SparkBar | undefined): number | undefined =>
  bar && Math.floor(bar.timeMs / TABLE_STEP_MS);

/** The same in half minutes that are over, for the table behind the picture: a row stays what it is until it is too old. */
export const halfMinutesOf = (bars: readonly SparkBar[]): readonly SparkBar[] => {
  const parts = Map.groupBy(bars, halfMinuteOf);
  const now = halfMinuteOf(bars.at(-1));
  return [...parts].flatMap(([step = 0, part]) =>
    step === now ? [] : { timeMs: step * TABLE_STEP_MS, ...peaksOf(part) },
  );
};

/** The least that a whole height stands for, so that the murmur of an idle machine does not look like a storm. */
const FLOORS: Partial<Record<DisplayUnit, number>> = { bytes: 65_536, 'bytes/s': 12_500, 'connections/s': 2 };
const OTHER_FLOOR = 20;

export const floorOf = (unit: DisplayUnit): number => FLOORS[unit] ?? OTHER_FLOOR;

/** SVG paths of one side: its edge, and the area between it and the zero line. */
export interface SparkSide {
  readonly line: string;
  readonly area: string;
}

export interface SparkShape {
  readonly up: SparkSide;
  readonly down: SparkSide;
  /** The zero line where something is known; it has gaps where nothing is. */
  readonly known: string;
  /** Where nothing moves. */
  readonly zero: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** From which place to which something is known, in order. */
const runsOf = (known: readonly boolean[]): readonly (readonly [from: number, to: number])[] => {
  const runs: [number, number][] = [];
  for (const [place, here] of known.entries()) {
    if (!here) continue;
    const run = runs.at(-1);
    if (run?.[1] === place - 1) run[1] = place;
    else runs.push([place, place]);
  }
  return runs;
};

const sideOf = (heights: readonly (number | null)[], zero: number): SparkSide => {
  let line = '';
  let area = '';
  for (const [from, to] of runsOf(heights.map((height) => height !== null))) {
    const points = heights.slice(from, to + 1).map((height, n) => `${from + n} ${round(height ?? zero)}`);
    const edge = points.join('L');
    // A single moment has no length: the round end of the stroke makes a dot of it.
    line += from === to ? `M${edge}h0` : `M${edge}`;
    area += `M${from} ${zero}L${edge}L${to} ${zero}Z`;
  }
  return { line, area };
};

/**
 * The bars as paths of a picture `height` high, one unit wide a bar: receiving above the zero line, sending below it, on
 * one scale of at least `floor`, with room left at the edges for the line itself.
 */
export const sparkShape = (
  bars: readonly SparkBar[],
  peaks: SparkPeaks,
  { height, floor }: { readonly height: number; readonly floor: number },
): SparkShape => {
  const above = peaks.up ?? 0;
  const below = peaks.down ?? 0;
  const room = height * 0.04;
  const total = Math.max(above + below, floor);
  const scale = total > 0 ? (height - 2 * room) / total : 0;
  const zero = round(total > 0 ? room + (above + (total - above - below) / 2) * scale : height / 2);
  return {
    up: sideOf(
      bars.map(({ up }) => (up === null ? null : zero - up * scale)),
      zero,
    ),
    down: sideOf(
      bars.map(({ down }) => (down === null ? null : zero + down * scale)),
      zero,
    ),
    known: runsOf(bars.map(({ down, up }) => down !== null || up !== null))
      .map(([from, to]) => `M${from} ${zero}H${to}`)
      .join(''),
    zero,
  };
};
