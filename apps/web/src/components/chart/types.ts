/** One step of a series: its mean, and the lowest and highest in it; null where nothing is known. */
export interface ChartPoint {
  readonly timeMs: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface ChartSeries {
  /** Distinguishes it in its chart. */
  readonly id: string;
  readonly name: string;
  readonly points: readonly ChartPoint[];
  /** One of the two directions of traffic: filled from zero, what is received above it and what is sent below. */
  readonly side?: 'up' | 'down';
}

/** Something that happened, to be seen over what was measured then. */
export interface ChartMark {
  readonly id: string;
  readonly timeMs: number;
  readonly kind: 'opened' | 'closed' | 'applied' | 'kept' | 'undone';
  /** What happened, in words. */
  readonly text: string;
}
