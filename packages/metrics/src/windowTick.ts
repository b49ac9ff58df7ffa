import type { Labels } from './types.ts';

/** What a pushed value belongs to. Its place in the array is its number; the array only grows within a session. */
export interface WindowSeries {
  readonly metric: string;
  readonly labels: Labels;
}

/** One sample of every series: `values[n]` is series n, NaN or a missing tail is unknown. */
export interface WindowTick {
  readonly timeMs: number;
  /** CLOCK_BOOTTIME milliseconds: what rates divide by. */
  readonly monoMs: number;
  /** When it changes, everything held is dropped: counters started again from zero. */
  readonly bootId?: string;
  readonly values: Float64Array;
}

export interface LiveWindowOptions {
  /** Ticks held; 600 unless said. */
  readonly capacity?: number;
  /** The agent's sampling interval; 1000 unless said. Sets what counts as a gap. */
  readonly intervalMs?: number;
}
