import type { Tick } from '@netstrata/protocol';

/** The ticks of appendLoop.ts are this far apart: fifteen make a window, and a day is soon full. */
export const LOOP_STEP_MS = 20_000;
const LOOP_START = Date.UTC(2026, 2, 1);

/** Its tick number `seq`: a counter, and a value that is unknown in every third tick. */
export const loopTick = (seq: number): Tick => ({
  seq,
  timeMs: LOOP_START + seq * LOOP_STEP_MS,
  monoMs: seq * LOOP_STEP_MS,
  values: Float64Array.of(seq * 7, seq % 3 === 0 ? Number.NaN : (seq * 37) % 1000),
});
